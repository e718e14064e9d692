import { afterEach, expect, test } from 'vitest';
import { ApiError } from '../../src/api/errors.ts';
import type { TailItem } from '../../src/features/secure-events/model.ts';
import { type EventsDeck, openEventsDeck } from '../support/events-deck.ts';
import { sampleActivity, sampleEvent, sampleReport } from '../support/scripted-events.ts';

let deck: EventsDeck;
afterEach(() => deck.close());

const start = Date.UTC(2026, 10, 21, 12, 0, 0);
const ns = (ms: number) => BigInt(ms) * 1_000_000n;

/** Events a second apart, each with a process of its own: `run 7`. */
function items(count: number, from = 0): readonly TailItem[] {
  return Array.from({ length: count }, (_, index) => {
    const number = from + index;
    const event = sampleEvent(number, start + number * 1000, { process: `run ${number}` });
    return { kind: 'event', event };
  });
}

const gap: TailItem = {
  kind: 'gap',
  gap: { fromNs: ns(start + 30_000), toNs: ns(start + 34_000), reason: 'a page was refused' },
};

async function push(more: readonly TailItem[]): Promise<void> {
  deck.events.push(more);
  await deck.advance(2000);
}

/** The process on the line of the stream that the cursor is on. */
function selected(): string | undefined {
  const line = deck.screen().find((_row, y) => deck.cellAt(40, y).inverse);
  return line?.match(/run \d+/)?.[0];
}

const forbidden = () =>
  new ApiError('GET /api/v2/activityAudit/events was refused with 403', {
    code: 'forbidden',
    who: 'user',
    exitCode: 4,
    method: 'GET',
    path: '/api/v2/activityAudit/events',
    status: 403,
  });

test.each([
  [80, 24],
  [120, 40],
  [200, 60],
] as const)('shows counts by severity and the newest events at %dx%d', async (columns, rows) => {
  const bySeverity = [0, 0, 0, 12, 340, 0, 28, 9412];
  const count = async () => ({ byCategory: new Map(), bySeverity, total: 9792 });
  deck = await openEventsDeck({ count }, [columns, rows]);
  await push([...items(90), gap]);
  const lines = deck.screen();
  expect(lines).toHaveLength(rows);
  expect(lines.every((line) => line.length <= columns)).toBe(true);
  expect(deck.text()).toMatch(/▲ .*12.*◆ .*340.*▽ .*28.*· .*9,412/s);
  expect(deck.text()).toMatch(/12:01:29 ◆ medium +Launch Package Man.*root: run 89/);
  expect(deck.text()).toMatch(/gap 12:00:30.000 to 12:00:34.000Z/);
  expect(lines.at(-1)).toMatch(/j\/k move.*\? help.*91 rows/);
});

test('has the selected event below the stream where there is room', async () => {
  deck = await openEventsDeck({}, [200, 60]);
  await push(items(5));
  expect(deck.text()).toContain('Package management process launched in container');
  await deck.resize(120, 40);
  expect(deck.text()).not.toContain('Package management process launched in container');
});

test('follows the stream; moving up holds it, and F shows what came meanwhile', async () => {
  deck = await openEventsDeck();
  await push(items(60));
  expect(selected()).toBe('run 59');
  await push(items(1, 60));
  expect(selected()).toBe('run 60');
  await deck.press('shell.up');
  expect(selected()).toBe('run 59');
  await push(items(128, 61));
  expect(selected()).toBe('run 59');
  expect(deck.text()).toContain('held, +128 new; F follows');
  await deck.press('events.follow');
  expect(selected()).toBe('run 188');
  expect(deck.text()).toMatch(/ live *$/m);
});

test('a gap stands in the stream, and enter puts in its place what is missing', async () => {
  const found = items(3, 31).map((item) => (item.kind === 'event' ? [item.event] : []));
  deck = await openEventsDeck({
    fillGap: async function* () {
      yield* found;
    },
  });
  await push([...items(31), gap, ...items(3, 35)]);
  expect(deck.text()).toMatch(
    /gap 12:00:30.000 to 12:00:34.000Z.*enter fetches.*a page was refused/,
  );
  await deck.press('shell.up', 'shell.up', 'shell.up', 'shell.open');
  await deck.advance(100);
  expect(deck.text()).not.toContain('gap 12:00:30');
  expect(deck.text()).toMatch(/run 30.*run 31.*run 32.*run 33.*run 35/s);
  expect(deck.text()).toContain('3 events fill the gap');
});

test('a gap that can not be fetched stays, and says so', async () => {
  deck = await openEventsDeck({
    fillGap: async function* () {
      yield await Promise.reject(new Error('the server is away'));
    },
  });
  await push([...items(2), gap]);
  await deck.press('shell.open');
  await deck.advance(100);
  expect(deck.text()).toMatch(/gap 12:00:30.*not fetched; enter tries again/);
  expect(deck.text()).toContain('the server is away');
});

test('space on a frequent value narrows the stream at the server, and c widens it', async () => {
  const values = [{ key: 'Reverse shell in "sh"', count: 7, label: 'ruleName' }];
  deck = await openEventsDeck({ topStats: async () => [{ field: 'ruleName', values }] });
  await push(items(3));
  await deck.press('shell.next-region', 'shell.last', 'events.toggle');
  expect(deck.events.tails.at(-1)?.filter).toBe('ruleName = "Reverse shell in \\"sh\\""');
  expect(deck.text()).toContain('rule: Reverse shell in "sh"');
  expect(deck.text()).toMatch(/x Reverse shell/);
  expect(deck.text()).toContain('run 2');
  await push(items(1, 70));
  expect(deck.text()).not.toContain('run 2');
  await deck.press('events.widen');
  expect(deck.events.tails.at(-1)?.filter).toBeNull();
});

test('a 403 on the audit leaves the stream standing and names the missing role', async () => {
  deck = await openEventsDeck({
    activities: () => {
      throw forbidden();
    },
  });
  await push(items(3));
  await deck.press('events.around');
  await deck.advance(100);
  expect(deck.text()).toContain('403');
  expect(deck.text()).toContain('Writer role');
  await deck.press('shell.unwind');
  expect(selected()).toBe('run 2');
  await deck.press('events.follow');
  await push(items(1, 3));
  expect(selected()).toBe('run 3');
});

test('counts that fail say so once, and the stream is counted instead', async () => {
  const fail = () => Promise.reject(forbidden());
  deck = await openEventsDeck({ count: fail, topStats: fail, timeSeries: fail });
  await push(items(3));
  expect(deck.text()).toContain('No counts, no events over time, no most frequent values');
  expect(deck.text()).toContain('counted over the rows here');
  expect(selected()).toBe('run 2');
});

test('a failing tail keeps its rows and says when it is asked again', async () => {
  deck = await openEventsDeck();
  await push(items(3));
  deck.events.fail(new Error('GET /api/v1/secureEvents failed with 503'));
  await deck.advance(100);
  expect(deck.text()).toMatch(/503, since 12:0\d:\d\dZ/);
  expect(deck.text()).toMatch(/Asked again at 12:0\d:\d\dZ/);
  expect(selected()).toBe('run 2');
  await push(items(1, 3));
  expect(deck.text()).not.toContain('503');
});

test('the buffer is bounded, and says what it dropped and how fast events come', async () => {
  deck = await openEventsDeck();
  await push(items(1));
  await push(items(12_000, 1));
  expect(deck.screen().at(-1)).toMatch(/10,000 rows, 6,000\/s, 2,001 dropped/);
  expect(deck.text()).toContain('the newest 10,000 rows are kept, 2,001 older were dropped');
  expect(selected()).toBe('run 12000');
});

test('the rate counts all parts of a poll, and not what was waiting at first', async () => {
  deck = await openEventsDeck();
  deck.events.push(items(400), 'catching-up');
  await push(items(10, 400));
  expect(deck.screen().at(-1)).toMatch(/410 rows +$|410 rows$/);
  deck.events.push(items(90, 410), 'catching-up');
  await push(items(10, 500));
  expect(deck.screen().at(-1)).toMatch(/510 rows, 50\/s/);
});

test('the filter looks at the rows here, and a gap stays among them', async () => {
  deck = await openEventsDeck();
  await push([...items(30), gap]);
  await deck.press('shell.filter');
  await deck.type('run 7');
  await deck.keys('enter');
  expect(deck.text()).toContain('run 7');
  expect(deck.text()).not.toContain('run 8');
  expect(deck.text()).toContain('gap 12:00:30');
  expect(deck.text()).toContain('2 of 31 rows match the filter');
});

test('a filter over thousands of rows is applied when all were asked, and to what comes', async () => {
  deck = await openEventsDeck();
  await push(items(4000));
  await deck.press('shell.filter');
  await deck.type('run 37..$');
  expect(deck.text()).toContain('0 of 4,000 rows match the filter');
  await deck.keys('ctrl-u');
  await deck.type('run 37.. ');
  await deck.keys('enter');
  expect(deck.text()).toContain('100 of 4,000 rows match the filter');
  expect(selected()).toBe('run 3799');
  await push([...items(2000, 37_000), ...items(1, 3)]);
  expect(deck.text()).toContain('100 of 6,000 rows match the filter');
});

test('f counts the values of the focused column, s sorts the table, enter narrows to a value', async () => {
  deck = await openEventsDeck();
  const rules = ['Shell in a container', 'Outbound connection', 'Shell in a container'];
  await push(
    rules.map((rule, at) => ({ kind: 'event', event: sampleEvent(at, start + at, { rule }) })),
  );
  await deck.press('events.sort-next');
  expect(deck.text()).toContain('a stream stands in the order of time');
  await deck.press('events.right', 'events.left', 'events.count');
  expect(deck.text()).toMatch(/rule: 2 values/);
  expect(deck.text()).toContain('counted over the 3 events here, most frequent first');
  expect(deck.text()).toMatch(/Shell in a container.* 2 +66.7%.*Outbound connection.* 1 +33.3%/s);
  await deck.press('events.sort-next');
  expect(deck.text()).toMatch(/Outbound connection.*Shell in a container/s);
  await deck.press('events.reverse', 'shell.first', 'shell.open');
  expect(deck.events.tails.at(-1)?.filter).toBe('ruleName = "Shell in a container"');
  expect(deck.text()).toContain('rule: Shell in a container');
});

test('a column that a narrow screen gives up is not the one that is counted', async () => {
  deck = await openEventsDeck({}, [200, 60]);
  await push(items(3));
  await deck.press('events.right', 'events.right', 'events.right');
  await deck.resize(80, 24);
  await deck.press('events.count');
  expect(deck.text()).toMatch(/rule: 1 value/);
});

test('f counts thousands of rows as the filter leaves them, and says so', async () => {
  deck = await openEventsDeck();
  await push(items(4000));
  await deck.press('shell.filter');
  await deck.type('run 3...');
  await deck.keys('enter');
  await deck.press('events.right', 'events.right', 'events.right', 'events.count');
  expect(deck.text()).toContain('user: process: 1,111 values');
  expect(deck.text()).toContain('counted over 1,111 events of the 4,000 rows here');
  await deck.press('shell.open');
  expect(deck.text()).toContain("The server can't be asked for it; / filters the rows here");
});

test('what is on the screen is offered as a value of the server filter', async () => {
  deck = await openEventsDeck();
  await push(items(3));
  await deck.press('events.query');
  await deck.type('ruleName = "laun');
  expect(deck.text()).toContain('"Launch Package Management Process in Container"');
  await deck.keys('tab', 'enter');
  expect(deck.events.tails.at(-1)?.filter).toBe(
    'ruleName = "Launch Package Management Process in Container"',
  );
});

test('the server filter is checked as it is typed, pointed at, and completed', async () => {
  deck = await openEventsDeck();
  await push(items(3));
  await deck.press('events.query');
  await deck.type('severity = "3" and rulName = "x"');
  const line = deck.screen().findIndex((row) => row.includes('server filter:'));
  const at = deck.screen()[line]?.indexOf('rulName');
  expect(deck.screen()[line + 1]?.indexOf('^')).toBe(at);
  await deck.keys('enter');
  expect(deck.events.tails).toHaveLength(1);
  await deck.keys('ctrl-u');
  await deck.type('ruleN');
  await deck.keys('tab');
  expect(deck.text()).toMatch(/server filter: ruleName/);
  await deck.keys('ctrl-u');
  await deck.type('severity = "3"');
  await deck.keys('enter');
  expect(deck.events.tails.at(-1)?.filter).toBe('severity = "3"');
});

test('what an attacker wrote is inert', async () => {
  deck = await openEventsDeck({ report: () => sampleReport, activities: () => [hostile] });
  const evil = '\u001b[2J\u001b]0;gone\u0007\nsecond';
  const hostile = sampleActivity('a', start, { what: evil, user: evil });
  const event = sampleEvent(1, start, { process: evil, rule: evil, output: evil, tags: [evil] });
  await push([{ kind: 'event', event }]);
  expect(deck.text()).toContain('␛[2J');
  await deck.press('shell.open');
  expect(deck.text()).toContain('␛[2J');
  await deck.press('events.around');
  await deck.advance(100);
  expect(deck.text()).toContain('␛[2J');
});

test('a cursor move costs at most 300 bytes, a page 6,000, an idle second nothing', async () => {
  deck = await openEventsDeck();
  await push(items(200));
  await push([]);
  deck.bytes();
  const moves: number[] = [];
  // The first one leaves the end, and with it follow.
  for (const id of ['shell.up', 'shell.up', 'shell.down', 'shell.up', 'shell.up']) {
    await deck.press(id);
    moves.push(deck.bytes());
  }
  await deck.press('shell.page-up');
  const page = deck.bytes();
  await push([]);
  deck.bytes();
  await push([]);
  expect(deck.bytes()).toBe(0);
  expect(page).toBeLessThanOrEqual(6000);
  expect(Math.max(...moves)).toBeLessThanOrEqual(300);
  expect(Math.min(...moves)).toBeGreaterThan(0);
});

test('a stream of pages costs two frames a second, each with its rows and their count', async () => {
  deck = await openEventsDeck();
  await push(items(60));
  deck.takeWrites();
  for (let page = 1; page <= 20; page += 1) {
    deck.events.push(items(100, page * 100));
    await deck.advance(100);
  }
  const frames = deck.takeWrites().filter((write) => write.includes('run '));
  expect(frames.length).toBeGreaterThanOrEqual(4);
  expect(frames.length).toBeLessThanOrEqual(5);
  expect(frames.every((frame) => /\d rows/.test(frame))).toBe(true);
});
