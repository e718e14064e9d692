import { afterEach, expect, test } from 'vitest';
import { exitCodes } from '../../src/core/errors.ts';
import type { ExportKind } from '../../src/export-engine/kind.ts';
import type { JobError } from '../../src/export-engine/status.ts';
import { auditOptions } from '../../src/features/audit-exports/audit-options.ts';
import { type ExportsDeck, type MadeJob, openExportsDeck } from '../support/exports-deck.ts';
import { gate } from '../support/http-server.ts';
import { createSyntheticKind } from '../support/synthetic-export.ts';

let deck: ExportsDeck;
afterEach(() => deck.close());

const running = { state: 'running', phase: 'fetch', windowsTotal: 30, windowsDone: 15 } as const;
const done = {
  ...{ windowsTotal: 30, windowsDone: 30, rows: 48_211, bytes: 31_000_000 },
  state: 'done',
} as const;
const diskFull: JobError = {
  ...{ code: 'disk', message: '/out is full (ENOSPC)', hint: 'Free some space.' },
  exitCode: exitCodes.incomplete,
};

const made: readonly MadeJob[] = [
  { id: 'newest', status: done },
  { id: 'stuck', status: { ...running, state: 'paused', rows: 900, error: diskFull } },
  { id: 'dead', status: { ...running, rows: 12_000, retries: 3 } },
  { id: 'broken', status: { ...running, state: 'failed', error: diskFull } },
  { id: 'gone', status: { ...running, state: 'cancelled' } },
];

/** The lines of the job with that target. */
function card(id: string): string {
  const lines = deck.screen();
  const at = lines.findIndex((line) => line.includes(`${id}.ndjson`));
  return `${lines[at - 1]}\n${lines[at]}`;
}

test.each([
  [80, 24],
  [120, 40],
  [200, 60],
] as const)('shows how each job stands at %dx%d, the newest on top', async (columns, rows) => {
  deck = await openExportsDeck({ made, size: [columns, rows] });
  const lines = deck.screen();
  expect(lines).toHaveLength(rows);
  expect(lines.every((line) => line.length <= columns)).toBe(true);
  expect(deck.text()).toMatch(/Jobs 5 .* 1 interrupted, 1 failed, 1 paused/);
  expect(deck.text()).toMatch(/▌ ✓ done +synthetic +█+ 100% +48,211 rows +31\.0 MB/);
  expect(deck.text()).toMatch(/◌ paused +synthetic .* 50% +900 rows/);
  expect(deck.text()).toMatch(/\/out is full \(ENOSPC\)/);
  expect(deck.text()).toMatch(/◆ interrupted .* 12,000 rows +3 retries/);
  expect(deck.text()).toMatch(/✗ failed/);
  expect(deck.text()).toMatch(/· cancelled/);
  expect(lines.at(-1)).toMatch(/n new.*\? help.*5 jobs/);
});

test('says first what the matter is, then what the job covers and where it ends up', async () => {
  deck = await openExportsDeck({ made });
  expect(card('newest')).toMatch(/01-01 00:00 to 01-31 00:00 {2}ndjson {2}→ \/out\/newest\.ndjson/);
  expect(card('stuck')).toMatch(/\/out is full \(ENOSPC\) {2}01-01/);
  expect(card('dead')).toMatch(/its worker is gone; R goes on/);
});

test('offers to resume what was interrupted, and says that nothing is lost', async () => {
  deck = await openExportsDeck({ made });
  expect(deck.text()).toContain('! An export was interrupted');
  expect(deck.text()).toContain('Nothing that was read is lost: I resumes it.');
});

test('an empty list says what to do', async () => {
  deck = await openExportsDeck();
  expect(deck.text()).toContain('No export yet.');
  expect(deck.text()).toContain('n makes one');
  expect(deck.text()).toContain('x in any pane exports what that pane selects');
});

test('a filter leaves the jobs that match, and says so', async () => {
  deck = await openExportsDeck({ made });
  await deck.press('shell.filter');
  await deck.type('stuck');
  await deck.keys('enter');
  expect(deck.text()).toContain('stuck.ndjson');
  expect(deck.text()).not.toContain('newest.ndjson');
  expect(deck.screen().at(-1)).toContain('1 of 5 jobs');
  await deck.press('shell.filter');
  await deck.type('x');
  await deck.keys('enter');
  expect(deck.text()).toContain('No job matches /stuckx; esc clears the filter.');
});

test('the form has a name that is free, follows the kind and the format, and tells the command', async () => {
  deck = await openExportsDeck();
  deck.disk.put('/out/synthetic-2026-11-21.ndjson', 'somebody else');
  await deck.press('exports.new');
  await deck.settle();
  expect(deck.text()).toMatch(/target file +synthetic-2026-11-21-2\.ndjson/);
  await deck.keys('down', 'down', 'down', 'down', 'down', 'right', 'right', 'down', 'space');
  await deck.settle();
  expect(deck.text()).toMatch(/target file +synthetic-2026-11-21\.csv\.gz/);
  expect(deck.text()).toContain(
    'export synthetic --since 30d --format csv --gzip --out synthetic-2026-11-21.csv.gz',
  );
  expect(deck.text()).toMatch(/--user <name> +who did it/);
});

test('shows what is wrong beside the fields, and goes to the first of them', async () => {
  deck = await openExportsDeck();
  await deck.press('exports.new');
  await deck.keys('down');
  await deck.type('--colour red');
  await deck.keys('down', 'ctrl-u');
  await deck.type('soon');
  expect(deck.text()).toMatch(/criteria +--colour red +! --colour is no option here/);
  expect(deck.text()).toMatch(/since +soon +! "soon" is not a time/);
  await deck.keys('enter');
  expect(deck.text()).toMatch(/› criteria/);
  expect(await deck.jobs.list()).toEqual([]);
});

test('a target that exists is replaced only by who says so', async () => {
  deck = await openExportsDeck();
  deck.disk.put('/out/mine.ndjson', 'somebody else');
  await deck.press('exports.new');
  await deck.keys('up', 'ctrl-u');
  await deck.type('mine.ndjson');
  await deck.keys('enter');
  await deck.advance(200);
  expect(deck.text()).toMatch(/› target file +mine\.ndjson +! exists/);
  expect(deck.text()).toContain(
    '? y replaces it, any other key goes back: /out/mine.ndjson exists',
  );
  await deck.keys('n');
  expect(deck.text()).toMatch(/› target file +mine\.ndjson *\n/);
  expect(deck.text()).toContain('enter starts it');
  await deck.keys('enter');
  await deck.advance(200);
  expect(deck.disk.text('/out/mine.ndjson')).toBe('somebody else');
  await deck.type('y');
  await deck.advance(3000);
  expect(deck.text()).toMatch(/✓ done +synthetic .* 10 rows/);
  expect(deck.disk.text('/out/mine.ndjson')).toContain('"id":"0-1"');
});

test('the form makes a row of increments, and says how it goes on', async () => {
  deck = await openExportsDeck({ size: [80, 24] });
  await deck.press('exports.new');
  await deck.keys('down', 'down', 'down', 'down');
  await deck.type('24h');
  expect(deck.text()).toMatch(/every +24h/);
  expect(deck.text()).toMatch(/target file +synthetic\.ndjson/);
  expect(deck.text()).toContain('Then, by a timer: scandeck export next JOB makes the next one.');
  await deck.keys('enter');
  await deck.advance(200);
  const [job] = await deck.jobs.list();
  expect(job?.record.schedule).toMatchObject({ everyMs: 86_400_000, sequence: 1 });
  expect(deck.text()).toContain('runs; its details tell how to go on');
  await deck.press('shell.open');
  await deck.advance(300);
  expect(deck.text()).toMatch(new RegExp(`next +scandeck export next ${job?.id}`));
});

test('the criteria have their options below them, also on a small terminal', async () => {
  deck = await openExportsDeck({ size: [80, 24] });
  await deck.press('exports.new');
  await deck.keys('down');
  expect(deck.text()).toMatch(/--compact +without the rest/);
  expect(deck.text()).toMatch(/target file +synthetic/);
});

test('a form whose notes do not fit says how many lines are missing, and where options are', async () => {
  deck = await openExportsDeck({ size: [80, 24] });
  await deck.press('exports.new');
  await deck.keys('right');
  const notes = () =>
    deck.screen().slice(deck.screen().findIndex((line) => /esc leaves/.test(line)));
  const options = () => notes().filter((line) => /^ {3}--/.test(line)).length;
  const missing = () => Number(/… (\d+) more/.exec(notes().join('\n'))?.[1]);
  expect(deck.text()).toContain('Criteria of JFrog Xray curation audit');
  expect(options() + missing()).toBe(auditOptions.length);
  expect(deck.text()).toContain('more; the criteria field shows its options first');
  await deck.keys('down');
  expect(options()).toBeGreaterThan(2);
  expect(deck.text()).toMatch(/… \d+ more$/m);
});

test('a read-only profile may export: that is reading', async () => {
  deck = await openExportsDeck({ readOnly: true });
  await deck.press('exports.new');
  await deck.keys('enter');
  await deck.advance(3000);
  expect(deck.text()).toMatch(/✓ done +synthetic .* 10 rows/);
});

test('cancelling asks, and keeps or deletes what was read', async () => {
  const kind = heldBack();
  deck = await openExportsDeck({ kind });
  await deck.press('exports.new');
  await deck.keys('enter');
  await deck.advance(1000);
  await deck.press('exports.cancel');
  expect(deck.text()).toMatch(/\? Cancel synthetic-\S+, with \d rows read\?/);
  await deck.keys('esc');
  expect(deck.text()).toContain('● running');
  await deck.press('exports.cancel');
  await deck.keys('d');
  await deck.advance(2000);
  expect(deck.text()).toContain('· cancelled');
  expect(deck.disk.paths().filter((path) => path.endsWith('.rows'))).toEqual([]);
  expect(deck.disk.paths().filter((path) => path.startsWith('/out/'))).toEqual([]);
});

test('a question about a job that ends meanwhile is closed with a word', async () => {
  const held = gate();
  const rows = [['{"id":"0"}'], ['{"id":"1"}']];
  const beforePage = (window: number) => (window === 1 ? held.promise : undefined);
  deck = await openExportsDeck({ kind: createSyntheticKind({ rows, beforePage }) });
  await deck.press('exports.new');
  await deck.keys('enter');
  await deck.advance(1000);
  await deck.press('exports.cancel');
  expect(deck.text()).toContain('? Cancel synthetic-');
  held.open();
  await deck.advance(3000);
  expect(deck.text()).toContain('✓ done');
  expect(deck.text()).not.toContain('? Cancel synthetic-');
  expect(deck.screen().at(-1)).toMatch(/synthetic-\S+ is done: 2 rows, .*; nothing more is asked/);
});

test('pauses and goes on', async () => {
  deck = await openExportsDeck({ kind: heldBack() });
  await deck.press('exports.new');
  await deck.keys('enter');
  await deck.advance(1000);
  await deck.press('exports.pause');
  await deck.advance(1500);
  expect(deck.text()).toContain('◌ paused');
  await deck.press('exports.resume');
  await deck.advance(1000);
  expect(deck.text()).toContain('● running');
  expect(deck.program.spawned).toHaveLength(2);
});

test('removing asks, and the file stays', async () => {
  deck = await openExportsDeck({ made });
  deck.disk.put('/out/newest.ndjson', 'rows');
  await deck.press('exports.remove');
  expect(deck.text()).toContain('? Remove newest? /out/newest.ndjson stays.');
  await deck.keys('y');
  await deck.advance(1500);
  expect(deck.text()).toContain('Jobs 4');
  expect(deck.disk.text('/out/newest.ndjson')).toBe('rows');
});

test('says why a key does nothing', async () => {
  deck = await openExportsDeck({ made });
  await deck.press('exports.pause');
  expect(deck.text()).toContain('Not now: the job is done');
  await deck.press('exports.time');
  expect(deck.text()).toContain('Not now: that is for the audit events; a shows them');
});

test('copies the path of the folder and the command that resumes', async () => {
  deck = await openExportsDeck({ made });
  await deck.press('exports.folder');
  expect(deck.text()).toContain('Sent the path /out to the terminal');
  deck.takeWrites();
  await deck.press('exports.copy-resume');
  const sent = deck.takeWrites().join('');
  const copied = /\]52;c;([A-Za-z0-9+/=]+)/.exec(sent)?.[1] ?? '';
  expect(Buffer.from(copied, 'base64').toString()).toBe('scandeck export resume newest');
});

test('nothing is written while nothing changes, and a move is light', async () => {
  deck = await openExportsDeck({ made });
  await deck.press('shell.down');
  deck.bytes();
  await deck.advance(5000);
  expect(deck.bytes()).toBe(0);
  await deck.press('shell.down');
  const move = deck.bytes();
  expect(move).toBeGreaterThan(0);
  expect(move).toBeLessThanOrEqual(300);
});

test('a move is light between jobs with much to tell, too', async () => {
  const busy = {
    ...({ state: 'starting', atMs: Date.UTC(2026, 10, 21, 12, 3, 41), phase: 'fetch' } as const),
    ...{ windowsTotal: 30, windowsDone: 12, rows: 1_000_000, bytes: 771_400_000, retries: 14 },
    ...{ rowsPerSecond: 66_831, etaSeconds: 3_900 },
  };
  deck = await openExportsDeck({ made: ['a', 'b', 'c'].map((id) => ({ id, status: busy })) });
  expect(deck.text()).toMatch(/▌ ● running .* 66,831\/s {2}~1h 05m left {2}14 retries/);
  await deck.press('shell.down');
  deck.bytes();
  await deck.press('shell.down');
  expect(deck.bytes()).toBeLessThanOrEqual(300);
});

test('hostile text of a job stays inert', async () => {
  const out = '/out/\u001b]0;owned\u0007\u202e.ndjson';
  deck = await openExportsDeck({ made: [{ id: 'evil', request: { out }, status: done }] });
  await deck.press('shell.open');
  await deck.advance(200);
  expect(deck.text()).not.toContain('\u202e');
  expect(deck.takeWrites().join('')).not.toContain('\u001b]0;owned');
});

/** Rows whose third window never comes, so that the job runs on. */
function heldBack(): ExportKind {
  const rows = Array.from({ length: 3 }, (_, index) => [JSON.stringify({ id: `${index}` })]);
  const kind = createSyntheticKind({ rows });
  const pages: ExportKind['pages'] = async function* (asked) {
    if (asked.window.id === 'w2') {
      await new Promise<void>((_, reject) => {
        asked.signal.addEventListener('abort', () => reject(asked.signal.reason));
      });
    }
    yield* kind.pages(asked);
  };
  return { ...kind, pages };
}
