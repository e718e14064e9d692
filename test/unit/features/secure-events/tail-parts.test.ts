import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { wordsOfId } from '../../../../src/api/workload-protection/id-words.ts';
import { createPlaces, noPlaces } from '../../../../src/api/workload-protection/known-places.ts';
import type { WirePage, WireRow } from '../../../../src/api/workload-protection/schema.ts';
import { createLedger, halvesOf } from '../../../../src/features/secure-events/event-ledger.ts';
import { createKnownIds } from '../../../../src/features/secure-events/known-ids.ts';
import { findLate } from '../../../../src/features/secure-events/late-check.ts';
import { type AskPage, walkBack } from '../../../../src/features/secure-events/walk.ts';

const minute = 60_000_000_000n;
const second = 1_000_000_000n;
/** A whole minute. */
const startNs = 29_333_334n * minute;

const rowAt = (atNs: bigint): WireRow => {
  const id = `${atNs.toString(16).padStart(16, '0')}${'0'.repeat(16)}`;
  return { id, atNs, wire: { id } };
};

describe('known ids', () => {
  const times = fc.array(fc.bigInt(0n, 5n * second), { maxLength: 60 });

  test.each([
    ['that carry their times', (at: bigint) => rowAt(startNs + at).id],
    ['that carry other times', (at: bigint) => rowAt(at).id],
    ['of all kinds', (at: bigint) => (at % 2n === 0n ? String(at) : rowAt(startNs + at).id)],
  ])('%s are counted as a plain filter counts them', (_kind, idAt) => {
    fc.assert(
      fc.property(times, fc.bigInt(0n, 5n * second), fc.bigInt(0n, 5n * second), (all, a, b) => {
        const known = createKnownIds(all.map((at) => [idAt(at), startNs + at]));
        const stretch = { fromNs: startNs + a, toNs: startNs + b };
        const inside = new Set(all.filter((at) => at >= a && at <= b));
        expect(known.countIn(stretch)).toBe(a > b ? 0 : inside.size);
        expect(new Map(known).size).toBe(known.size);
      }),
    );
  });

  test('that differ in any digit are not taken for one another', () => {
    const digits = fc.string({
      unit: fc.constantFrom('0', '1', 'f'),
      minLength: 18,
      maxLength: 18,
    });
    const ids = fc.array(
      digits.map((text) => `${startNs.toString(16).padStart(16, '0').slice(0, 14)}${text}`),
      { maxLength: 300 },
    );
    fc.assert(
      fc.property(ids, ids, (added, asked) => {
        const place = (id: string) => ({ id, atNs: BigInt(`0x${id.slice(0, 16)}`) });
        const plain = new Set<string>();
        const known = createKnownIds([]);
        for (const id of added) {
          expect(known.add(place(id))).toBe(!plain.has(id));
          plain.add(id);
        }
        const words = new Uint32Array(4);
        for (const id of [...asked, ...added]) {
          expect(known.has(place(id))).toBe(plain.has(id));
          expect(wordsOfId(id, words) && known.hasWords(words)).toBe(plain.has(id));
        }
        expect([...known]).toEqual([...plain].map((id) => [id, place(id).atNs]));
      }),
    );
  });

  test('are forgotten second by second, the oldest first, but for some', () => {
    const rows = Array.from({ length: 30 }, (_, n) => rowAt(startNs + BigInt(n) * second));
    const known = createKnownIds(rows.map(({ id, atNs }) => [id, atNs]));
    expect(known.reaches(startNs)).toBe(true);
    known.forget(startNs + 20n * second, 15);
    expect(known.size).toBe(15);
    expect(rows.map((row) => known.has(row)).indexOf(true)).toBe(15);
    known.forget(startNs + 20n * second, 0);
    expect(known.size).toBe(10);
    expect([known.reaches(startNs + 19n * second), known.reaches(startNs + 20n * second)]).toEqual([
      false,
      true,
    ]);
  });
});

test('a late id of a second that was forgotten makes no time known again', () => {
  const rows = Array.from({ length: 30 }, (_, n) => rowAt(startNs + BigInt(n) * second));
  const known = createKnownIds(rows.map(({ id, atNs }) => [id, atNs]));
  known.forget(startNs + 20n * second, 0);
  known.add(rowAt(startNs + 5n * second));
  known.forget(startNs + 20n * second, 0);
  expect(known.reaches(startNs + 19n * second)).toBe(false);
});

describe('the ledger', () => {
  test('compares whole minutes from the first one on, and none with a gap', () => {
    const ledger = createLedger(startNs - second);
    for (const minutes of [0n, 1n, 1n, 3n]) ledger.add(startNs + minutes * minute + 5n);
    ledger.add(startNs - 1n);
    ledger.doubt({ fromNs: startNs + 2n * minute, toNs: startNs + 2n * minute + 7n, reason: '' });
    expect(ledger.comparable(startNs + 4n * minute + 9n)).toEqual([
      { fromNs: startNs, toNs: startNs + 2n * minute - 1n, told: 3 },
      { fromNs: startNs + 3n * minute, toNs: startNs + 4n * minute - 1n, told: 1 },
    ]);
  });

  test('forgets what is older than a day, and is kept by a cursor', () => {
    const ledger = createLedger(startNs);
    ledger.add(startNs);
    ledger.add(startNs + 1441n * minute);
    const again = createLedger(0n, { from: ledger.from, counts: [...ledger.counts] });
    const day = again.comparable(startNs + 1442n * minute - 1n);
    expect(day).toEqual([
      { fromNs: startNs + 2n * minute, toNs: startNs + 1442n * minute - 1n, told: 1 },
    ]);
  });

  test('halves down to single minutes', () => {
    const whole = { fromNs: startNs, toNs: startNs + 3n * minute - 1n };
    const [left, right] = halvesOf(whole) ?? [];
    expect(left).toEqual({ fromNs: startNs, toNs: startNs + minute - 1n });
    expect(right).toEqual({ fromNs: startNs + minute, toNs: whole.toNs });
    expect(left && halvesOf(left)).toBeNull();
  });
});

describe('what comes too late', () => {
  const told = Array.from({ length: 600 }, (_, n) => rowAt(startNs + BigInt(n) * 2n * second));

  /** A server that has these rows, and some of them twice. */
  function setUp(rows: readonly WireRow[], keep: number, twice?: WireRow) {
    const known = createKnownIds(told.map(({ id, atNs }) => [id, atNs]));
    known.forget(startNs + 20n * minute, keep);
    const ledger = createLedger(startNs);
    for (const { atNs } of told) ledger.add(atNs);
    let calls = 0;
    const ask: AskPage = async (place, limit): Promise<WirePage> => {
      calls += 1;
      if ('cursor' in place) throw new Error('one page is enough');
      const found = rows.filter(({ atNs }) => atNs >= place.fromNs && atNs <= place.toNs);
      const none = { known: noPlaces, unreadable: [], prev: null, next: null };
      const extra = twice !== undefined && found.includes(twice) ? 1 : 0;
      return {
        ...none,
        total: found.length + extra,
        rows: [...found.toReversed(), ...(extra === 1 ? [twice] : [])]
          .flatMap((row) => row ?? [])
          .slice(0, limit),
      };
    };
    const check = { ask, pageRows: 999, ledger, seen: known };
    return { check, calls: () => calls, find: () => findLate(check, startNs + 20n * minute) };
  }
  const late = rowAt(startNs + 7n * minute + 3n);

  test('nothing: one call', async () => {
    const { find, calls } = setUp(told, 600);
    expect(await find()).toEqual({ rows: [], gaps: [], settled: [] });
    expect(calls()).toBe(1);
  });

  test('is a row where all ids of its minute are known', async () => {
    const { find, calls } = setUp([...told, late], 600);
    const found = await find();
    expect(found.rows).toEqual([late]);
    expect(found.gaps).toEqual([]);
    expect(calls()).toBeLessThan(15);
  });

  test('is a gap of its minute where they are forgotten', async () => {
    const { find } = setUp([...told, late], 10);
    expect((await find()).gaps).toEqual([
      {
        fromNs: startNs + 7n * minute,
        toNs: startNs + 8n * minute - 1n,
        reason: 'late: the server counts 31 events, 30 were told',
      },
    ]);
  });

  test('is no row that was told where a cursor kept the newest ids alone', async () => {
    const kept = told.slice(300).map(({ id, atNs }) => [id, atNs] as const);
    const { check } = setUp([...told, late], 600);
    const seen = createKnownIds(kept);
    seen.doubt(told[300]?.atNs ?? 0n);
    const { rows, gaps } = await findLate({ ...check, seen }, startNs + 20n * minute);
    expect(rows).toEqual([]);
    expect(gaps).toMatchObject([{ fromNs: startNs + 7n * minute }]);
  });

  test('is nothing where the server counts a row twice, and is not asked for again', async () => {
    const { check, find, calls } = setUp(told, 10, told[100]);
    const { rows, gaps, settled } = await find();
    expect({ rows, gaps }).toEqual({ rows: [], gaps: [] });
    for (const each of settled) check.ledger.settle(each, each.told);
    const before = calls();
    await find();
    expect(calls() - before).toBeLessThan(before);
  });
});

describe('a walk over rows that are known', () => {
  const stretch = { fromNs: startNs, toNs: startNs + second };
  const idOf = (n: number) =>
    `${startNs.toString(16).padStart(16, '0')}${`${n}`.padStart(16, '0')}`;

  /** Pages of one row each, one after the other, and the last of them for ever; all in one nanosecond. */
  async function walkOver(numbers: readonly number[], total: number) {
    const words = new Uint32Array(4);
    let calls = 0;
    const ask: AskPage = async () => {
      const n = numbers[Math.min(calls, numbers.length - 1)];
      calls += 1;
      const known = createPlaces(1);
      if (n !== undefined && wordsOfId(idOf(n), words)) known.addWords(words);
      const isEnd = calls > numbers.length && new Set(numbers).size === numbers.length;
      const found = isEnd ? noPlaces : known;
      return { rows: [], known: found, unreadable: [], total, prev: 'older', next: null };
    };
    const walk = walkBack(stretch, 1, ask);
    while ((await walk.next()) !== null && calls < 50);
    return { calls, gaps: walk.gaps };
  }

  test('goes on while they are others, also in one nanosecond', async () => {
    expect(await walkOver([1, 2, 3], 3)).toEqual({ calls: 4, gaps: [] });
  });

  test('ends, with a gap, where the same come again and again', async () => {
    const { calls, gaps } = await walkOver([1, 2, 1], 9);
    expect(calls).toBeLessThan(6);
    expect(gaps).toMatchObject([{ fromNs: startNs, reason: expect.stringContaining('no way') }]);
  });
});
