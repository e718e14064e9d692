import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ExportPage, Json } from '../../../src/export-engine/kind.ts';
import { dayWindows, type TimedRow, timeSlices } from '../../../src/export-engine/time-slices.ts';

const bytes = new Uint8Array();
const window = { id: 'w', fromMs: 1500, toMs: 60_700 };

/** A vendor that gives at most `limit` rows, in any order, of bounds that it takes as wider ones. */
function vendor(rows: readonly TimedRow[], limit: number) {
  return async ({ since, until }: { since: number; until: number }) => {
    const found = rows.filter(({ at }) => at >= since - 700 && at <= until + 700);
    const given = found.slice(0, limit);
    const isWhole = given.length === found.length;
    return { rows: given.toReversed(), undecodable: [], isWhole, found: found.length };
  };
}

async function all(pages: AsyncGenerator<ExportPage>): Promise<readonly ExportPage[]> {
  const read: ExportPage[] = [];
  for await (const page of pages) read.push(page);
  return read;
}

const idsOf = (pages: readonly ExportPage[]) =>
  pages.flatMap(({ rows }) => rows.map(({ id }) => id));

const someRows = fc
  .array(fc.integer({ min: 0, max: 63_000 }), { maxLength: 60 })
  .map((times) => times.map((at, index): TimedRow => ({ id: `r${100 + index}`, at, bytes })));

const truth = (rows: readonly TimedRow[]) =>
  rows
    .filter(({ at }) => at >= window.fromMs && at < window.toMs)
    .toSorted((a, b) => Number(a.at) - Number(b.at) || (a.id < b.id ? -1 : 1))
    .map(({ id }) => id);

test('every row of the window comes once, in one order, however it is sliced', async () => {
  await fc.assert(
    fc.asyncProperty(someRows, fc.integer({ min: 60, max: 80 }), async (rows, limit) => {
      const read = vendor(rows, limit);
      const options = { window, checkpoint: null, limit: 5, stepMs: 1000, read };
      const pages = await all(timeSlices(options));
      expect(idsOf(pages)).toEqual(truth(rows));
    }),
  );
});

test('slices that are too large are cut, and from each checkpoint the rest comes', async () => {
  const at = (index: number) => 1600 + index * 480;
  const rows = Array.from({ length: 120 }, (_, index) => ({
    id: `r${100 + index}`,
    at: at(index),
    bytes,
  }));
  const asked: number[] = [];
  const read = async (slice: { since: number; until: number }) => {
    asked.push(slice.until - slice.since);
    return vendor(rows, 10)(slice);
  };
  const from = (checkpoint: Json) =>
    all(timeSlices({ window, checkpoint, limit: 10, stepMs: 1000, read }));
  const whole = await from(null);
  expect(idsOf(whole)).toEqual(truth(rows));
  expect(Math.max(...asked)).toBeGreaterThan(10_000);
  expect(whole.length).toBeGreaterThan(10);
  const shares = whole.map(({ share = -1 }) => share);
  expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  expect(shares.filter((share) => share > 0 && share < 1).length).toBeGreaterThan(8);
  expect(shares.at(-1)).toBe(1);
  for (const [index, { checkpoint }] of whole.entries()) {
    const rest = await from(checkpoint);
    expect([...idsOf(whole.slice(0, index + 1)), ...idsOf(rest)]).toEqual(truth(rows));
  }
});

test('a step that the vendor can not give whole is said to lack rows', async () => {
  const rows = Array.from({ length: 9 }, (_, index) => ({ id: `r${index}`, at: 30_500, bytes }));
  const read = vendor(rows, 5);
  const pages = await all(timeSlices({ window, checkpoint: null, limit: 5, stepMs: 1000, read }));
  expect(pages.flatMap(({ warnings = [] }) => warnings).join()).toMatch(
    /9 rows.*gives 5 .*missing/,
  );
});

test('a row that comes twice is counted and left out', async () => {
  const row = { id: 'same', at: 2000, bytes };
  const read = vendor([row, row], 9);
  const pages = await all(timeSlices({ window, checkpoint: null, limit: 9, stepMs: 1000, read }));
  expect(idsOf(pages)).toEqual(['same']);
  expect(pages.reduce((sum, { duplicates = 0 }) => sum + duplicates, 0)).toBe(1);
});

test('times finer than a millisecond order rows and are cut by their millisecond', async () => {
  const at = (text: string) => BigInt(text);
  const rows = [
    { id: 'b', at: at('30500000000001'), bytes },
    { id: 'a', at: at('30500000000002'), bytes },
    { id: 'out', at: at('60700000000000'), bytes },
  ];
  const read = async () => ({ rows, undecodable: [], isWhole: true, found: 3 });
  const msOf = (time: number | bigint) => Number(BigInt(time) / 1_000_000_000n);
  const options = { window, checkpoint: null, limit: 9, stepMs: 60_700, msOf, read };
  expect(idsOf(await all(timeSlices(options)))).toEqual(['b', 'a']);
});

test('windows of a day cover a range without gap and overlap', () => {
  const day = 86_400_000;
  const windows = dayWindows(5, 5 + 3.5 * day);
  expect(windows.map(({ fromMs }) => fromMs)).toEqual([5, 5 + day, 5 + 2 * day, 5 + 3 * day]);
  expect(windows.map(({ toMs }) => toMs)).toEqual([
    ...windows.slice(1).map(({ fromMs }) => fromMs),
    5 + 3.5 * day,
  ]);
  expect(dayWindows(0, 4000 * day).length).toBeLessThanOrEqual(400);
});
