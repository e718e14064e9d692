import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openCursor } from '../../../../src/features/scan-logs/cursor.ts';
import type { LogCursor } from '../../../../src/features/scan-logs/log-cursor.ts';
import {
  type LogCriteria,
  type LogSort,
  newestFirst,
  type ScanLog,
} from '../../../../src/features/scan-logs/model.ts';
import { compareLogs } from '../../../../src/features/scan-logs/sort.ts';
import { createManualClock } from '../../../support/manual-clock.ts';
import { startMs } from './carbon-black-session.ts';
import { fakeVendor, scanAt, type VendorTraits } from './fake-vendor.ts';

const limit = 40;
const since = startMs - 10_000;
const bounds: LogCriteria = {
  query: '',
  time: { kind: 'bounds', since, until: startMs },
  values: {},
};
const range: LogCriteria = { ...bounds, time: { kind: 'range', range: '-10s' } };

interface Setting extends Partial<VendorTraits> {
  readonly sort?: LogSort;
  readonly pageRows?: number;
  readonly criteria?: LogCriteria;
}

function open(rows: readonly ScanLog[], setting: Setting = {}) {
  const { sort = newestFirst, pageRows = 15, criteria = bounds, ...traits } = setting;
  const vendor = fakeVendor(rows, { limit, ...traits });
  const ports = { searcher: vendor.searcher, clock: createManualClock(startMs), limit };
  return { cursor: openCursor(ports, criteria, { sort, pageRows }), ...vendor };
}

/** Reads to the end, trying again what fails. */
async function readAll(cursor: LogCursor): Promise<readonly ScanLog[]> {
  const logs: ScanLog[] = [];
  for (;;) {
    try {
      const rows = await cursor.next();
      if (rows === null) return logs;
      expect(rows.length).toBeGreaterThan(0);
      logs.push(...rows);
    } catch (error) {
      if (!(error instanceof Error) || error.message !== 'no answer') throw error;
    }
  }
}

const keys = (logs: readonly ScanLog[]) => logs.map(({ key }) => key).sort();
const times = (logs: readonly ScanLog[]) => logs.map(({ scannedAt }) => scannedAt);

/** Rows at these distances from the window's end, in milliseconds. */
const rowsAt = (ages: readonly number[]) => ages.map((age, id) => scanAt(startMs - age, id));
const spread = (count: number, stepMs = 50) =>
  rowsAt(Array.from({ length: count }, (_, index) => index * stepMs + 1));

/** Ages of rows, crowded around a few moments, but with no more than `crowd` at one of them. */
const agesUpTo = (crowd: number) =>
  fc
    .array(
      fc.oneof(
        fc.integer({ min: 1, max: 9_999 }),
        fc.constantFrom(100, 101, 102, 2500, 2501, 7000),
      ),
      { maxLength: 220, size: 'max' },
    )
    .map((all) =>
      all.filter((age, at) => all.slice(0, at).filter((other) => other === age).length < crowd),
    );

const ages = agesUpTo(limit);
/** Without an order, a server with closed bounds can't give a millisecond without its neighbours. */
const looseAges = agesUpTo(12);

const boundKinds = fc.record({ since: fc.boolean(), until: fc.boolean() });

describe('a search of any size', () => {
  test('gives every row once and the newest first, however bounds are meant', () =>
    fc.assert(
      fc.asyncProperty(
        ages,
        boundKinds,
        fc.integer({ min: 1, max: 60 }),
        fc.constantFrom(bounds, range),
        async (someAges, closed, pageRows, criteria) => {
          const rows = rowsAt(someAges);
          const { cursor } = open(rows, { closed, pageRows, criteria });
          const read = await readAll(cursor);
          expect(keys(read)).toEqual(keys(rows));
          expect(times(read)).toEqual(times(rows.toSorted(compareLogs(newestFirst))));
          expect(cursor.found).toBe(rows.length);
          expect(cursor.incomplete).toBe(false);
          expect(cursor.warnings).toEqual([]);
        },
      ),
      { numRuns: 150 },
    ));

  test.each([
    [{ field: 'scan_time', order: 'ASC' } as const],
    [{ field: 'workloads', order: 'DESC' } as const],
  ])('gives every row once in the order %j, whether the server sorts or not', (sort) =>
    fc.assert(
      fc.asyncProperty(
        looseAges,
        fc.constantFrom<readonly string[] | null>([sort.field], ['full_tag'], null),
        async (someAges, sorts) => {
          const rows = rowsAt(someAges);
          const { cursor } = open(rows, { sort, sorts });
          const read = await readAll(cursor);
          expect(keys(read)).toEqual(keys(rows));
          expect(cursor.incomplete).toBe(false);
          const isKnown = sorts !== null || sort.field === 'scan_time';
          if (isKnown && (rows.length < limit || sort.field === 'scan_time')) {
            const compare = compareLogs(sort);
            const wrong = read.slice(1).filter((log, at) => compare(read[at] ?? log, log) > 0);
            expect(wrong).toEqual([]);
          }
        },
      ),
      { numRuns: 80 },
    ),
  );

  test('gives every row once when calls fail on the way', () =>
    fc.assert(
      fc.asyncProperty(ages, fc.integer({ min: 2, max: 5 }), async (someAges, every) => {
        const rows = rowsAt(someAges);
        const { cursor } = open(rows, { fails: (call) => call % every === 0 });
        expect(keys(await readAll(cursor))).toEqual(keys(rows));
      }),
      { numRuns: 60 },
    ));

  test('gives every row once when the server counts no further than it gives', () =>
    fc.assert(
      fc.asyncProperty(ages, async (someAges) => {
        const rows = rowsAt(someAges);
        const { cursor } = open(rows, { countsTo: limit });
        expect(keys(await readAll(cursor))).toEqual(keys(rows));
        expect(cursor.found).toBe(rows.length);
      }),
      { numRuns: 60 },
    ));
});

describe('a search within reach', () => {
  test.each([true, false])(
    'is read to its end from a server that gives few rows a call, told how many (%j) or not',
    async (tellsFound) => {
      const { cursor } = open(spread(31), { tellsFound, givesAtMost: 4 });
      expect(await readAll(cursor)).toHaveLength(31);
      expect(cursor.found).toBe(31);
    },
  );

  test('asks for pages of one window, which stands still', async () => {
    const { cursor, questions } = open(spread(31), { criteria: range });
    await readAll(cursor);
    const pinned = { kind: 'bounds', since, until: startMs + 1000 };
    expect(questions.map(({ time, start, rows }) => ({ time, start, rows }))).toEqual([
      { time: range.time, start: 0, rows: 15 },
      { time: pinned, start: 15, rows: 15 },
      { time: pinned, start: 30, rows: 10 },
    ]);
    expect(cursor.window).toEqual({ since, until: startMs + 1000 });
  });

  test('covers what a scanner with a fast clock has logged', async () => {
    const rows = [scanAt(startMs + 60_000, 1), ...spread(20)];
    const { cursor } = open(rows, { criteria: range });
    expect(keys(await readAll(cursor))).toEqual(keys(rows));
  });

  test('says nothing of reach', async () => {
    const { cursor } = open(spread(20));
    expect([cursor.found, cursor.reachable, cursor.window]).toEqual([null, 0, null]);
    await cursor.next();
    expect([cursor.found, cursor.reachable, cursor.notes]).toEqual([20, 20, []]);
  });

  test('asks one call after the other, also when pages are wanted at once', async () => {
    const { cursor, questions } = open(spread(31));
    const pages = await Promise.all([cursor.next(), cursor.next(), cursor.next(), cursor.next()]);
    expect(pages.map((page) => page?.length)).toEqual([15, 15, 1, undefined]);
    expect(questions).toHaveLength(3);
  });
});

describe('a search beyond reach', () => {
  test('shows its first page at once, then narrows by time', async () => {
    const { cursor, questions } = open(spread(190));
    await cursor.next();
    expect(questions).toHaveLength(1);
    expect(cursor.notes).toEqual(['40 of 190 reachable; narrowing by time']);
    await cursor.next();
    expect(cursor.reachable).toBeGreaterThanOrEqual(40);
    await readAll(cursor);
    expect([cursor.reachable, cursor.notes]).toEqual([190, []]);
  });

  test('costs few calls more than its pages', async () => {
    const { cursor, questions } = open(spread(190), { pageRows: limit });
    await readAll(cursor);
    expect(questions.length).toBeLessThanOrEqual(12);
  });

  test('crosses empty time in great steps', async () => {
    const rows = rowsAt(Array.from({ length: 120 }, (_, index) => 9_000 + index * 5));
    const { cursor, questions } = open(rows, { pageRows: limit });
    expect(await readAll(cursor)).toHaveLength(120);
    expect(questions.length).toBeLessThanOrEqual(24);
  });

  test('says which millisecond holds more than can be read', async () => {
    const crowd = Array.from({ length: 55 }, () => 4_000);
    const rows = rowsAt([10, 3_999, ...crowd, 4_001, 8_000]);
    const { cursor } = open(rows);
    const read = await readAll(cursor);
    expect(read).toHaveLength(44);
    expect(new Set(keys(read)).size).toBe(44);
    expect(cursor.incomplete).toBe(true);
    expect(cursor.found).toBe(59);
    expect(cursor.warnings).toEqual([
      "more than 40 scans share the millisecond 2026-11-21T11:59:56.000Z; the others can't be read",
    ]);
  });

  test('gives up on a server that does not narrow by time', async () => {
    const { cursor, questions } = open(spread(190), { ignoresTime: true });
    const read = await readAll(cursor);
    expect(new Set(keys(read)).size).toBe(read.length);
    expect(questions.length).toBeLessThan(160);
    expect(cursor.incomplete).toBe(true);
    expect(cursor.warnings.join()).toMatch(/outside of the time/);
  });

  test('reads on when the server does not tell how many there are', async () => {
    const { cursor } = open(spread(190), { tellsFound: false });
    expect(await readAll(cursor)).toHaveLength(190);
    expect([cursor.found, cursor.incomplete]).toEqual([190, false]);
  });
});

describe('what is odd', () => {
  test('is said: rows that came twice are given once', async () => {
    const [row] = spread(1);
    if (row === undefined) throw new Error('no row');
    const { cursor } = open([row, row, ...spread(3).slice(1)]);
    expect(await readAll(cursor)).toHaveLength(3);
    expect(cursor.warnings).toEqual([
      '1 row came more than once (same digest, tag, time and source)',
    ]);
    expect([cursor.found, cursor.incomplete]).toEqual([3, false]);
  });

  test('is said: rows that were announced and did not come', async () => {
    const vendor = fakeVendor(spread(20), { limit });
    const searcher = {
      ...vendor.searcher,
      ask: async (question: Parameters<typeof vendor.searcher.ask>[0]) => {
        const page = await vendor.searcher.ask(question);
        return { ...page, found: 25 };
      },
    };
    const ports = { searcher, clock: createManualClock(startMs), limit };
    const cursor = openCursor(ports, bounds, { pageRows: 15 });
    expect(await readAll(cursor)).toHaveLength(20);
    expect(cursor.incomplete).toBe(true);
    expect(cursor.warnings).toEqual(['the server counts 25 rows and gave 5 fewer']);
  });

  test('is said: who sorts, and why', async () => {
    const sort: LogSort = { field: 'workloads', order: 'DESC' };
    const { cursor } = open(spread(100), { sort });
    const read = await readAll(cursor);
    expect(read).toHaveLength(100);
    expect(cursor.unsorted).toBe('the server does not sort by it');
    expect(cursor.notes).toEqual([
      'sorted here, each stretch of time by itself: the server does not sort by it',
    ]);
  });

  test('is said: an order that ends at the last row', async () => {
    const sort: LogSort = { field: 'workloads', order: 'DESC' };
    const { cursor } = open(spread(100), { sort, sorts: ['workloads'] });
    const first: ScanLog[] = [];
    while (first.length < limit) first.push(...((await cursor.next()) ?? []));
    expect(new Set(first.map(({ workloads }) => workloads))).toEqual(new Set([4, 3]));
    await readAll(cursor);
    expect(cursor.order).toMatch(/sorted by workloads up to row 40, then/);
  });
});

test('an aborted search rejects, and asks nothing', async () => {
  const controller = new AbortController();
  const vendor = fakeVendor(spread(20), { limit });
  const ports = { searcher: vendor.searcher, clock: createManualClock(startMs), limit };
  const cursor = openCursor(ports, bounds, { pageRows: 15, signal: controller.signal });
  controller.abort();
  await expect(cursor.next()).rejects.toMatchObject({ name: 'AbortError' });
  expect(vendor.questions).toEqual([]);
});
