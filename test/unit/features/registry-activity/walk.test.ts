import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Stretch } from '../../../../src/features/registry-activity/stretch.ts';
import { createWalk, doubtedCut } from '../../../../src/features/registry-activity/walk.ts';

const dayMs = 86_400_000;

/** Walks a day over rows at these times, by a server that warns as it likes. */
async function walked(
  times: readonly number[],
  {
    limit,
    warns,
    named = null,
  }: {
    readonly limit: number;
    readonly warns: 'always' | 'when-cut';
    /** The limit that its warning names. */
    readonly named?: number | null;
  },
) {
  const found: number[] = [];
  const warnings: string[] = [];
  let queries = 0;
  const walk = createWalk({
    ...{ fromMs: 0, toMs: dayMs, cap: 12_000, order: 'newest-first', maxSpanMs: 8 * dayMs },
    ask: async ({ fromMs, toMs }: Stretch) => {
      queries += 1;
      const all = times.filter((at) => at >= fromMs && at < toMs);
      const rows = Math.min(all.length, limit);
      const isTold = rows > 0 && (warns === 'always' || all.length > limit);
      const cut = isTold ? ('rows' as const) : null;
      return { all, rows, cut, limit: isTold ? named : null, warnings: [] as string[] };
    },
  });
  for (let step = await walk.step(); step !== null; step = await walk.step()) {
    if (step.kind === 'split') continue;
    expect(step.answer.rows).toBe(step.answer.all.length);
    found.push(...step.answer.all);
    warnings.push(...step.answer.warnings);
  }
  return { found: found.toSorted((a, b) => a - b), queries, warnings: [...new Set(warnings)] };
}

const spread = (count: number) =>
  Array.from({ length: count }, (_, index) => Math.floor(((index + 0.5) * dayMs) / count));

test.each([
  ['one row', [40_000_000]],
  ['a few rows', spread(30)],
  ['many rows', spread(900)],
  ['most of them at once', [...spread(80), ...Array.from({ length: 600 }, () => 70_000_000)]],
])(
  'a warning that comes with every result costs few queries, and is told: %s',
  async (_, times) => {
    const { found, queries, warnings } = await walked(times, { limit: 12_000, warns: 'always' });
    expect(found).toEqual(times.toSorted((a, b) => a - b));
    expect(queries).toBeLessThan(60);
    expect(warnings).toEqual([doubtedCut]);
  },
);

test('a limit that is named and was reached is believed, however low it is', async () => {
  const times = spread(100);
  const { found, warnings } = await walked(times, { limit: 7, warns: 'when-cut', named: 7 });
  expect(found).toEqual(times);
  expect(warnings).toEqual([]);
});

test('a limit that is named and was not reached is doubted', async () => {
  const { queries } = await walked(spread(30), { limit: 12_000, warns: 'always', named: 12_000 });
  expect(queries).toBe(1);
});

/** Walks a day by a server that can't look through some of it. */
async function scanned(isTooMuch: (stretch: Stretch) => boolean) {
  const passed: (Stretch & { readonly isCut: boolean })[] = [];
  let queries = 0;
  const walk = createWalk({
    ...{ fromMs: 0, toMs: dayMs, cap: 12_000, order: 'oldest-first', maxSpanMs: 8 * dayMs },
    ask: async (stretch: Stretch) => {
      queries += 1;
      const cut = isTooMuch(stretch) ? ('scan' as const) : null;
      return { rows: 3, cut, limit: null, warnings: [] };
    },
  });
  for (let step = await walk.step(); step !== null; step = await walk.step()) {
    if (step.kind === 'window') passed.push({ ...step.window, isCut: step.answer.cut !== null });
  }
  return { passed, queries };
}

test('a service that can look through nothing is not asked minute by minute for ever', async () => {
  const { passed, queries } = await scanned(() => true);
  expect(queries).toBeLessThan(60);
  expect(passed.every(({ isCut }) => isCut)).toBe(true);
  expect(passed.at(-1)?.toMs).toBe(dayMs);
});

test('where shorter windows help, they are asked for down to a minute', async () => {
  const hourMs = 3_600_000;
  const isBusy = ({ fromMs, toMs }: Stretch) => fromMs < 11 * hourMs && toMs > 10 * hourMs;
  const { passed } = await scanned(
    (stretch) => isBusy(stretch) && stretch.toMs - stretch.fromMs > 100_000,
  );
  expect(passed.filter(({ isCut }) => isCut)).toEqual([]);
});

test('a minute that is too much for the service costs nothing of the time around it', async () => {
  const atMs = 43_210_000;
  const { passed } = await scanned(({ fromMs, toMs }) => fromMs <= atMs && toMs > atMs);
  const cut = passed.filter(({ isCut }) => isCut);
  expect(cut).toHaveLength(1);
  expect(cut.every(({ fromMs, toMs }) => toMs - fromMs <= 60_000)).toBe(true);
});

test('what is cut is never taken as whole, wherever the rows are', async () => {
  const crowds = fc.array(
    fc.record({
      at: fc.integer({ min: 0, max: dayMs - 1 }),
      count: fc.integer({ min: 1, max: 390 }),
    }),
    { maxLength: 12 },
  );
  await fc.assert(
    fc.asyncProperty(crowds, fc.constantFrom('always', 'when-cut'), async (crowds, warns) => {
      const times = crowds.flatMap(({ at, count }) => Array.from({ length: count }, () => at));
      fc.pre(new Set(crowds.map(({ at }) => at)).size === crowds.length);
      const { found } = await walked(times, { limit: 400, warns });
      expect(found).toEqual(times.toSorted((a, b) => a - b));
    }),
    { numRuns: 60 },
  );
});
