import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ApiError } from '../../../../src/api/errors.ts';
import { decodePage } from '../../../../src/api/xray/schema.ts';
import { ScandeckError } from '../../../../src/core/errors.ts';
import {
  type WalkPlace,
  walkPages,
  walkStart,
} from '../../../../src/features/audit-exports/page-walk.ts';

/** A row of a server's list; `text` tells rows of one id apart. */
interface Row {
  readonly id: number;
  readonly text?: string;
}

/** What is odd about a server. */
interface Oddity {
  /** What it makes of an offset. @default honest */
  readonly offsets?:
    | 'honest'
    | 'ignored'
    | 'whole-pages'
    | 'empty-between-pages'
    | 'refused-between-pages'
    | 'fails-between-pages'
    | 'next-page';
  /** Most rows of a page. */
  readonly clamp?: number;
  readonly tellsClamp?: boolean;
  /** How many rows less than asked for the pages have, in turn. */
  readonly shorter?: readonly number[];
  /** The last page's `next_offset`, or that of every page. */
  readonly next?: 'zero' | 'null' | 'absent' | 'always' | 'far' | 'text' | 'negative' | 'stuck';
  /** What it counts beside the truth; null counts nothing. */
  readonly miscounts?: number | null;
  readonly hasMeta?: boolean;
  /** How many rows go from the head before a call, by the call's number. */
  readonly purges?: readonly number[];
  readonly echoesOffset?: boolean;
}

interface Walked {
  readonly ids: readonly string[];
  readonly calls: number;
  readonly warnings: readonly string[];
  readonly duplicates: number;
  readonly places: readonly WalkPlace[];
  readonly error: unknown;
}

/** No walk may ask more often than this for so few rows. */
const mostCalls = 400;

async function walk(
  rows: readonly Row[],
  oddity: Oddity,
  size = 10,
  from?: WalkPlace,
): Promise<Walked> {
  let list = rows;
  let calls = 0;
  const ask = async (asked: { offset: number; rows: number; includeTotal: boolean }) => {
    if (calls >= mostCalls) throw new RangeError('the walk does not end');
    list = list.slice(oddity.purges?.[calls] ?? 0);
    const page = decodePage(Buffer.from(JSON.stringify(answer(list, asked, oddity, calls))));
    calls += 1;
    if (page === null) throw new RangeError('the test gives no page');
    return page;
  };
  const { signal } = new AbortController();
  const walked = { ids: [] as string[], warnings: [] as string[], places: [] as WalkPlace[] };
  let [error, duplicates]: [unknown, number] = [null, 0];
  try {
    for await (const page of walkPages({
      ask,
      direction: 'asc',
      place: from ?? walkStart(size),
      signal,
    })) {
      walked.ids.push(...page.read.rows.map(({ id }) => id));
      walked.warnings.push(...page.warnings);
      walked.places.push(page.place);
      duplicates += page.duplicates;
    }
  } catch (thrown) {
    error = thrown;
  }
  return { ...walked, calls, duplicates, error };
}

function answer(
  list: readonly Row[],
  asked: { readonly offset: number; readonly rows: number; readonly includeTotal: boolean },
  oddity: Oddity,
  call: number,
): object {
  const { offsets = 'honest', clamp = 2000, shorter = [], next = 'zero', miscounts = 0 } = oddity;
  const clamped = Math.min(asked.rows, clamp);
  const less = shorter.length === 0 ? 0 : (shorter[call % shorter.length] ?? 0);
  const count = Math.max(1, clamped - less);
  const start = offsetOf(asked.offset, clamped, offsets);
  const data = list.slice(start, start + count).map((row) => ({
    ...{ id: row.id, created_at: '2026-11-21T11:00:00Z' },
    ...(row.text === undefined ? {} : { reason: row.text }),
  }));
  const isMoved = offsets === 'whole-pages' || offsets === 'next-page';
  const end = (isMoved ? start : asked.offset) + data.length;
  const isLast = end >= list.length;
  const meta = {
    ...(asked.includeTotal && miscounts !== null ? { total_count: list.length + miscounts } : {}),
    result_count: data.length,
    ...nextOf(next, end, isLast),
    ...(oddity.tellsClamp === false ? {} : { num_of_rows: clamped }),
    ...(oddity.echoesOffset === true ? { offset: start } : {}),
  };
  const none = call % 2 === 0 ? null : [];
  return { data: data.length === 0 ? none : data, ...(oddity.hasMeta === false ? {} : { meta }) };
}

function offsetOf(offset: number, size: number, offsets: Oddity['offsets']): number {
  if (offsets === 'ignored') return 0;
  if (offsets === 'refused-between-pages' && offset % size > 0) throw answered(404);
  if (offsets === 'fails-between-pages' && offset % size > 0) throw answered(500);
  if (offsets === 'next-page') return Math.ceil(offset / size) * size;
  if (offsets === 'whole-pages') return Math.floor(offset / size) * size;
  if (offsets === 'empty-between-pages' && offset % size > 0) return Number.MAX_SAFE_INTEGER;
  return offset;
}

function nextOf(next: Oddity['next'], end: number, isLast: boolean): object {
  if (next === 'always') return { next_offset: end };
  if (next === 'far') return { next_offset: 10 ** 9 };
  if (next === 'stuck') return { next_offset: 1 };
  if (next === 'text') return { next_offset: isLast ? '0' : String(end) };
  if (next === 'negative') return { next_offset: isLast ? -1 : end };
  if (!isLast) return { next_offset: end };
  if (next === 'absent') return {};
  return { next_offset: next === 'zero' ? 0 : null };
}

const answered = (status: number) =>
  new ApiError(`answered ${status}`, {
    ...{ code: 'http-status', who: 'vendor', hint: '', exitCode: 1, retryable: false },
    ...{ method: 'GET', path: '/audit', status },
  });

const rowsTo = (count: number): readonly Row[] =>
  Array.from({ length: count }, (_, index) => ({ id: index + 1 }));
const idsOf = (rows: readonly Row[]) => rows.map(({ id }) => String(id));

describe('a walk through odd pages', () => {
  const isOdd = { code: 'unexpected-answer' };

  test.each([20, 21, 25, 40])(
    'takes what overlapping pages lack, and doubts it, of %i',
    async (count) => {
      for (const miscounts of [0, null]) {
        const odd = { offsets: 'empty-between-pages', miscounts } as const;
        const { error, ids, calls, warnings } = await walk(rowsTo(count), odd);
        expect({ error, ids }).toEqual({ error: null, ids: idsOf(rowsTo(count)) });
        expect(warnings).toEqual([expect.stringContaining('nothing proves')]);
        expect(calls).toBeLessThan(40);
      }
    },
  );

  test.each(['refused-between-pages', 'next-page'] as const)(
    'reads a server whole that knows no pages but those it names: %s',
    async (offsets) => {
      const rows = rowsTo(45);
      const odd = { offsets, echoesOffset: true } as const;
      const { error, ids, calls, warnings } = await walk(rows, odd);
      expect({ error, ids, warnings }).toEqual({ error: null, ids: idsOf(rows), warnings: [] });
      expect(calls).toBeLessThan(12);
      const uncounted = await walk(rows, { ...odd, miscounts: null });
      expect(uncounted.ids).toEqual(idsOf(rows));
      expect(uncounted.warnings).toEqual([expect.stringContaining('nothing proves')]);
    },
  );

  test.each(['zero', 'always', 'absent'] as const)(
    'ends when offsets are not what was asked for (%s)',
    async (next) => {
      const ignored = await walk(rowsTo(25), { offsets: 'ignored', next });
      expect(ignored.error).toMatchObject(isOdd);
      const whole = await walk(rowsTo(25), { offsets: 'whole-pages', next });
      expect({ error: whole.error, ids: whole.ids }).toEqual({
        error: null,
        ids: idsOf(rowsTo(25)),
      });
      expect(whole.warnings).toContainEqual(expect.stringContaining('nothing proves'));
      expect(Math.max(ignored.calls, whole.calls)).toBeLessThan(40);
    },
  );

  test('takes no failure of the server for a page that it does not know', async () => {
    const { error, calls } = await walk(rowsTo(25), { offsets: 'fails-between-pages' });
    expect(error).toMatchObject({ status: 500 });
    expect(calls).toBe(1);
  });

  test('asks on where a short page neither counts nor tells its size', async () => {
    const rows = rowsTo(25);
    const silent = { clamp: 4, hasMeta: false } as const;
    expect((await walk(rows, silent)).ids).toEqual(idsOf(rows));
  });

  test('asks on where a short page is less than what is counted', async () => {
    const rows = rowsTo(25);
    const { ids, warnings } = await walk(rows, { shorter: [0, 3], next: 'stuck' });
    expect(ids).toEqual(idsOf(rows));
    expect(warnings).toEqual([]);
  });

  test('goes on one by one where a page holds a single row without saying so', async () => {
    const rows = rowsTo(12);
    const single = { clamp: 1, tellsClamp: false, miscounts: null } as const;
    const { ids, warnings } = await walk(rows, single);
    expect(ids).toEqual(idsOf(rows));
    expect(warnings).toEqual([expect.stringContaining('one event a page')]);
  });

  test('leaves the very same row out, and keeps rows that only share their id', async () => {
    const same = { id: 5, text: 'a' };
    const rows = [{ id: 4 }, same, same, { id: 5, text: 'b' }, { id: 6 }, { id: 6 }, { id: 7 }];
    for (const size of [2, 3, 4, 5, 6, 7, 8]) {
      const { ids, duplicates } = await walk(rows, {}, size);
      expect([size, ...ids]).toEqual([size, '4', '5', '5', '6', '7']);
      expect(duplicates).toBe(2);
    }
  });

  test('is not misled by rows of one id where offsets are ignored', async () => {
    const rows = ['a', 'b', 'c', 'd'].map((text) => ({ id: 5, text }));
    const { error } = await walk(rows, { offsets: 'ignored', next: 'always', clamp: 3 }, 3);
    expect(error).toMatchObject(isOdd);
  });
});

const honest = fc.record({
  clamp: fc.option(fc.integer({ min: 2, max: 12 }), { nil: 2000 }),
  tellsClamp: fc.boolean(),
  shorter: fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 4 }),
  next: fc.constantFrom('zero', 'null', 'absent', 'always', 'far', 'text', 'negative'),
  miscounts: fc.constantFrom(0, null),
} as const);

const odd = fc.record({
  offsets: fc.constantFrom(
    ...(['honest', 'ignored', 'whole-pages', 'empty-between-pages'] as const),
    ...(['refused-between-pages', 'next-page'] as const),
  ),
  clamp: fc.option(fc.integer({ min: 1, max: 12 }), { nil: 2000 }),
  tellsClamp: fc.boolean(),
  shorter: fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 4 }),
  next: fc.constantFrom('zero', 'null', 'absent', 'always', 'far', 'text', 'negative', 'stuck'),
  miscounts: fc.constantFrom(0, 3),
  purges: fc.array(fc.integer({ min: 0, max: 12 }), { maxLength: 12 }),
  echoesOffset: fc.boolean(),
} as const);

const counts = fc.integer({ min: 0, max: 60 });
const sizes = fc.integer({ min: 2, max: 12 });

describe('whatever the pages are like', () => {
  test('a server that keeps its list and says how it goes on is read whole and once', async () => {
    await fc.assert(
      fc.asyncProperty(counts, sizes, honest, async (count, size, oddity) => {
        const rows = rowsTo(count);
        const { error, ids } = await walk(rows, oddity, size);
        expect(error).toBeNull();
        expect(ids).toEqual(idsOf(rows));
      }),
      { numRuns: 400 },
    );
  });

  test('a walk ends: whole, with an error, or with a warning', async () => {
    await fc.assert(
      fc.asyncProperty(counts, sizes, odd, async (count, size, oddity) => {
        const rows = rowsTo(count);
        const { error, ids, warnings } = await walk(rows, oddity, size);
        expect(new Set(ids).size).toBe(ids.length);
        expect(ids).toEqual(ids.toSorted((left, right) => Number(left) - Number(right)));
        if (error !== null) expect(error).toBeInstanceOf(ScandeckError);
        else if (warnings.length === 0) {
          // Without a word, only rows may lack that went before any page was asked for.
          expect(ids).toEqual(idsOf(rows.slice(oddity.purges[0] ?? 0)));
        }
      }),
      { numRuns: 1500 },
    );
  });

  test('from every place on, the rest is the same', async () => {
    await fc.assert(
      fc.asyncProperty(counts, sizes, honest, async (count, size, oddity) => {
        const { ids, places } = await walk(rowsTo(count), oddity, size);
        for (const place of places) {
          const rest = await walk(rowsTo(count), oddity, size, place);
          const seen = Number(place.last ?? 0);
          expect([rest.error, ...rest.ids]).toEqual([
            null,
            ...ids.filter((id) => Number(id) > seen),
          ]);
        }
      }),
      { numRuns: 100 },
    );
  });
});
