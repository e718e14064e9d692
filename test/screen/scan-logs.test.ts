import { afterEach, describe, expect, test } from 'vitest';
import { json } from '../support/http-server.ts';
import { type LogsDeck, type LogsDeckOptions, openLogsDeck } from '../support/logs-deck.ts';
import { type ServedLog, servedLog } from '../support/scan-log-server.ts';

let deck: LogsDeck;
afterEach(() => deck.close());

const open = async (options: LogsDeckOptions = {}) => {
  deck = await openLogsDeck(options);
  await deck.choose();
};
const sizes = [
  [80, 24],
  [120, 40],
  [200, 60],
] as const;
const small = { columns: 80, rows: 24 };
const lineWith = (text: string | RegExp) =>
  deck.screen().find((line) => (typeof text === 'string' ? line.includes(text) : text.test(line)));

/** Moves to a value of the facets and chooses it. */
async function chooseFacet(name: string): Promise<void> {
  await deck.press('shell.filter');
  await deck.type(name);
  await deck.keys('enter', 'esc');
}

describe.each(sizes)('at %dx%d', (columns, rows) => {
  test('criteria, counts and rows fit, and nothing is cut but names', async () => {
    await open({ columns, rows });
    const lines = deck.screen();
    expect(lines).toHaveLength(rows);
    expect(lines.every((line) => line.length <= columns)).toBe(true);
    expect(lines[3]).toMatch(/^ last 24h +1,000 scans {2}newest first$/);
    expect(lineWith('time↓')).toMatch(/source.*repository.*tag.*mal.*wkl|workloads$/);
    const shown = lines.filter((line) => /11-21 1\d:\d\d/.test(line) && /\bno\b/.test(line));
    expect(shown.length).toBeGreaterThanOrEqual(rows - 28);
    expect(shown.every((line) => /image-\d+ +1\.\d+\.0 /.test(line))).toBe(true);
    expect(lines.some((line) => line.includes('200 of 1,000 loaded'))).toBe(true);
    expect(lines.at(-1)).toMatch(/j\/k move.*\? help.*200 rows/);
  });

  test('facets have counts and bars', async () => {
    await open({ columns, rows });
    if (columns < 100) {
      expect(deck.text()).not.toContain('CRITICAL');
      await deck.press('shell.next-region');
    }
    expect(lineWith('CRITICAL')).toMatch(/CRITICAL +2\d\d █/);
    expect(lineWith('dev:playground')).toMatch(/dev:playground +666 █+/);
    expect(lineWith('prod:eu-central')).toMatch(/prod:eu-central +334 █/);
  });
});

test('where it is narrow, the facets take the place of the rows while the keys go to them', async () => {
  await open(small);
  await deck.press('shell.next-region');
  expect(deck.text()).not.toContain('time↓');
  await deck.press('shell.unwind');
  expect(deck.text()).toContain('time↓');
});

test('what the server does not count is there to choose, without counts', async () => {
  await open({ logs: (nowMs) => [servedLog(0, nowMs)] });
  expect(deck.screen().at(-1)).toMatch(/ 1 row$/);
  const known = ['sources', 'clusters'];
  deck.server.intercept(({ path, body }) => {
    const { terms } = JSON.parse(body);
    if (!path.endsWith('/_facet') || terms.fields.length <= known.length) return null;
    return json({ error_code: 'INVALID_ENUM_VALUE', known_values: known }, { status: 400 });
  });
  await deck.press('shell.refresh');
  await deck.choose();
  expect(lineWith('CRITICAL')).toMatch(/CRITICAL +- *$/);
  expect(lineWith('namespace')).toMatch(/namespace +not counted *$/);
});

test('three choices in two facets send one search and one facet call each', async () => {
  await open();
  await deck.press('shell.next-region');
  for (const name of ['CRITICAL', 'CLUSTER_SCAN', 'LOW']) {
    const before = deck.server.calls();
    await chooseFacet(name);
    await deck.choose();
    expect(deck.server.calls()).toEqual({
      searches: before.searches + 1,
      facets: before.facets + 1,
    });
  }
  expect(deck.screen()[3]).toContain('severity CRITICAL or LOW');
  expect(deck.screen()[3]).toContain('source CLUSTER_SCAN');
  expect(lineWith('x CRITICAL')).toMatch(/x CRITICAL +\d+ /);
});

test('before a choice has settled, no count of other criteria is on the screen', async () => {
  await open();
  await deck.press('shell.next-region', 'shell.down', 'logs.toggle');
  expect(deck.screen()[3]).toMatch(/last 24h, severity CRITICAL +asking/);
  expect(deck.text()).not.toMatch(/CRITICAL +\d/);
  expect(deck.text()).not.toContain('1,000 scans');
  await deck.choose();
  expect(deck.screen()[3]).toMatch(/severity CRITICAL +250 scans/);
  expect(deck.text()).toMatch(/CRITICAL +250/);
});

describe('what a row says', () => {
  const said = (more: Readonly<Record<string, unknown>>) => (nowMs: number) =>
    [{ clusters: [], wire: { ...servedLog(1, nowMs).wire, ...more } }] as readonly ServedLog[];

  test.each([
    ['nothing of vulnerabilities', { vulnerabilities_summary: null }, '? not told'],
    ['an empty summary', { vulnerabilities_summary: {} }, '? none listed'],
    ['zeros', { vulnerabilities_summary: { HIGH: { amount: 0 } } }, '✓ clean'],
    ['malware', { has_malware: true }, 'YES'],
    ['nothing of malware', { has_malware: undefined }, /2 {3}\. \? /],
    [
      'unknown severities alone',
      { vulnerabilities_summary: { UNKNOWN: { amount: 7 } } },
      /\. {3}7 no/,
    ],
    ['a new source', { source: 'MOON_PHASE' }, 'MOON_PH'],
    ['no tag', { full_tag: null }, '@0000'],
  ])('%s', async (_what, more, expected) => {
    await open({ ...small, logs: said(more) });
    expect(lineWith(/^▌/)).toMatch(expected);
  });

  test('the telling end of a long name survives', async () => {
    const name = `registry.example/${'a-very-long-group/'.repeat(6)}checkout-service:release-2026-11-21.7`;
    await open({ ...small, logs: said({ full_tag: name }) });
    expect(lineWith(/^▌/)).toMatch(/…\S*kout-service …\S*11-21\.7/);
    await deck.resize(200, 60);
    expect(lineWith(/▌ {2}2026/)).toMatch(/…\S*-group\/checkout-service …ease-2026-11-21\.7/);
  });

  test('hostile text is inert, in rows, facets and detail', async () => {
    const evil = 'evil\u001b]52;c;AAAA\u0007/\u202Etag\u009b31m:\u001b[2J1';
    await open({ logs: said({ full_tag: evil, source: evil }) });
    await deck.press('shell.open');
    const written = deck.takeWrites().join('');
    const bare = ['\u001b]52', '\u001b[2J1', '\u202E', '\u009b'];
    expect(bare.filter((bytes) => written.includes(bytes))).toEqual([]);
    expect(deck.text()).toContain('evil');
    expect(deck.modes().copied).toEqual([]);
  });
});

describe('in front', () => {
  test('the detail has everything that the row carries', async () => {
    const log = (nowMs: number) => [
      { clusters: [], wire: { ...servedLog(4, nowMs).wire, brand_new: { of: 'the vendor' } } },
    ];
    await open({ ...small, logs: log });
    await deck.press('shell.open');
    expect(deck.text()).toContain('5 critical; 5 in all');
    expect(deck.text()).toContain('sha256:0000');
    await deck.press('shell.last');
    expect(deck.text()).toContain('"of": "the vendor"');
    await deck.press('shell.unwind');
    expect(deck.text()).toContain('time↓');
  });

  test('a history tells what changed between the scans', async () => {
    const counts = [7, 4, 4];
    const logs = (nowMs: number) =>
      counts.map((amount, index) => {
        const summary = { vulnerabilities_summary: { CRITICAL: { amount } } };
        const { wire, clusters } = servedLog(index, nowMs, summary);
        return {
          clusters,
          wire: { ...wire, full_tag: 'demo.io/app:1', manifest_digest: 'sha256:1' },
        };
      });
    await open({ ...small, logs });
    await deck.press('logs.history');
    expect(deck.text()).toContain('History of demo.io/app:1');
    expect(deck.text()).toContain('since the oldest: critical +3');
    expect(deck.screen().filter((line) => /11-21 1\d:\d\d/.test(line))).toEqual([
      expect.stringMatching(/7 \+3 /),
      expect.stringMatching(/4 {5}/),
      expect.stringMatching(/4 .*first known/),
    ]);
  });

  test('values are counted over the loaded rows, and over how many is said', async () => {
    await open(small);
    await deck.press('logs.right', 'logs.count');
    expect(deck.text()).toContain('source: 2 values');
    expect(deck.text()).toContain('200 loaded rows of 1,000');
    expect(lineWith('CLUSTER_SCAN')).toMatch(/CLUSTER_SCAN +160 +80\.0% █/);
    await deck.press('shell.down', 'shell.open');
    await deck.choose();
    expect(deck.screen()[3]).toMatch(/source CLI +200 scans/);
  });
});

describe('time', () => {
  test.each([
    ['15m', ' last 15m ', 91],
    ['-30m', ' last 30m ', 181],
    ['2026-11-21T11:00:00Z..2026-11-21T11:59:00Z', ' 2026-11-21T11:00:00Z to ', 355],
  ])('%s is asked for', async (typed, words, found) => {
    await open(small);
    await deck.press('logs.time');
    await deck.keys('ctrl-u');
    await deck.type(typed);
    await deck.keys('enter');
    await deck.choose();
    expect(deck.screen()[3]).toContain(words);
    expect(deck.screen()[3]).toContain(`${found} scan`);
  });

  test('presets are gone through with the arrows', async () => {
    await open(small);
    await deck.press('logs.time');
    await deck.keys('up', 'up');
    expect(deck.text()).toContain('[1h]');
    await deck.keys('enter');
    await deck.choose();
    expect(deck.screen()[3]).toContain(' last 1h ');
  });

  test('what is no time is told, and nothing is asked', async () => {
    await open(small);
    await deck.press('logs.time');
    await deck.keys('end');
    await deck.type(' ago');
    await deck.keys('enter');
    expect(deck.text()).toContain('"24h ago" is not a time');
    await deck.keys('esc');
    expect(deck.server.calls().searches).toBe(1);
  });

  test('moving over the histogram narrows to a stretch', async () => {
    await open();
    await deck.press('shell.next-region', 'shell.next-region');
    expect(deck.text()).toMatch(/11-21 \d\d:\d\d to 11-21 12:00: [\d,]+ scans/);
    await deck.press('logs.left', 'shell.open');
    await deck.choose();
    expect(deck.screen()[3]).toMatch(/2026-11-21T08:00:0\dZ to 2026-11-21T10:00:0\dZ/);
  });
});

test('a query is the server’s, a filter is for the loaded rows', async () => {
  await open(small);
  await deck.press('logs.query');
  await deck.type('image-7');
  await deck.keys('enter');
  await deck.choose();
  expect(deck.screen()[3]).toMatch(/"image-7" +83 scans/);
  await deck.press('shell.filter');
  await deck.type('CLI');
  await deck.keys('enter');
  expect(deck.text()).toMatch(/16 of 83 loaded rows/);
  expect(deck.screen().at(-1)).toMatch(/16 of 83 rows/);
  expect(deck.server.calls().searches).toBe(2);
});

test('marks stay on their rows, and a filter that hides them is told', async () => {
  await open(small);
  await deck.press('logs.toggle', 'shell.down', 'logs.toggle');
  expect(deck.screen().filter((line) => /^.\* /.test(line))).toHaveLength(2);
  await deck.press('shell.filter');
  await deck.type('image-7');
  await deck.keys('enter');
  expect(deck.screen().at(-1)).toContain('2 marked (2 not shown)');
  await deck.press('shell.copy-id');
  expect(deck.modes().copied.at(-1)?.split('\n')).toHaveLength(2);
});

test('the order goes from column to column, and turns', async () => {
  await open(small);
  await deck.press('logs.reverse');
  await deck.choose();
  expect(deck.text()).toContain('oldest first');
  expect(deck.text()).toContain('time↑');
  expect(lineWith(/^▌/)).toContain('11-21 09:13');
  await deck.press('logs.sort-next');
  await deck.choose();
  expect(deck.text()).toContain('source↑');
});

test('columns are hidden and shown again, and others take their room', async () => {
  await open(small);
  expect(lineWith('time↓')).not.toContain('registry');
  await deck.press('logs.hide-column', 'logs.hide-column');
  expect(lineWith('repository')).toMatch(/^ +registry +repository +tag/);
  await deck.press('logs.show-columns');
  expect(lineWith('time↓')).toContain('source');
});

test('nothing found says so, and what to do', async () => {
  await open({ ...small, logs: () => [] });
  expect(deck.screen()[3]).toContain('0 scans');
  expect(deck.text()).toContain('No scan in this time. t chooses another one.');
});

test('a cursor move costs at most 300 bytes, among the rows and among the facets', async () => {
  await open();
  const costs = async (...ids: string[]) => {
    const moves: number[] = [];
    for (const id of ids) {
      deck.bytes();
      await deck.press(id);
      moves.push(deck.bytes());
    }
    return moves;
  };
  const down = Array.from({ length: 20 }, () => 'shell.down');
  const rows = await costs(...down, 'shell.up', 'shell.up');
  await deck.press('shell.next-region');
  const facets = await costs(...down.slice(0, 12), 'shell.up');
  expect(Math.max(...rows, ...facets)).toBeLessThanOrEqual(300);
  expect(Math.min(...rows, ...facets)).toBeGreaterThan(0);
  deck.bytes();
  await deck.advance(1000);
  expect(deck.bytes()).toBe(0);
});

test('the command for the screen is that of its criteria', async () => {
  await open();
  await deck.press('shell.next-region', 'shell.down', 'logs.toggle', 'shell.unwind');
  await deck.choose();
  await deck.press('shell.twin');
  expect(deck.text()).toMatch(/scandeck .*logs --since 24h --severity CRITICAL/);
  expect(deck.text()).not.toContain('canary-secret');
});
