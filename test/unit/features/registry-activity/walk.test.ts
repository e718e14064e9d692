import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createWalk, doubtedCut } from '../../../../src/features/registry-activity/walk.ts';
import type { Stretch } from '../../../../src/features/registry-activity/window.ts';

const dayMs = 86_400_000;

/** Walks a day over rows at these times, by a server that warns as it likes. */
async function walked(
  times: readonly number[],
  { limit, warns }: { readonly limit: number; readonly warns: 'always' | 'when-cut' },
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
      return { all, rows, cut: isTold ? ('rows' as const) : null, warnings: [] as string[] };
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
