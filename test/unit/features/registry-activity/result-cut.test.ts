import { expect, test } from 'vitest';
import type { QueryWarning } from '../../../../src/api/activity-tracking/messages.ts';
import { judgeResult } from '../../../../src/features/registry-activity/result-cut.ts';

const stretch = { fromMs: 100_000, toMs: 200_000 };
const limitWarning = {
  ...{ kind: 'number_of_results_limit_warning', text: 'cut', cut: 'rows', limit: 2 },
} as const satisfies QueryWarning;
const scanWarning = {
  ...{ kind: 'blocks_limit_warning', text: 'too much', cut: 'scan', limit: null },
} as const satisfies QueryWarning;

test.each([
  ['a limit that is told', { times: [150_000, 160_000], warnings: [limitWarning] }, 'rows'],
  ['as many rows as were asked for', { times: [1, 2, 3].map(() => 150_000), warnings: [] }, 'rows'],
  ['a limit that nothing can have reached', { times: [], warnings: [limitWarning] }, null],
  ['too much to look through', { times: [150_000], warnings: [scanWarning] }, 'scan'],
  ['nothing at all', { times: [], warnings: [scanWarning] }, 'scan'],
  ['rows at both ends', { times: [100_000, 200_000, null], warnings: [scanWarning] }, 'rows'],
])('tells what is missing: %s', (_, result, cut) => {
  expect(judgeResult({ stretch, cap: 3, ...result }).cut).toBe(cut);
});

test.each([[limitWarning], [scanWarning]])(
  'a shorter window does not help where the window is not looked at',
  (warning) => {
    const times = [150_000, 900_000, 1, null];
    const { cut, warnings } = judgeResult({ stretch, cap: 100, times, warnings: [warning] });
    expect(cut).toBe('lost');
    expect(warnings.join()).toContain('gave 2 records of another time than was asked for');
  },
);

test.each<[string, NonNullable<QueryWarning['looked']>, 'lost' | null]>([
  ['all of it', { fromMs: 100_000, toMs: 2_000_000 }, null],
  ['all but what a clock may be behind', { toMs: 1_800_000 }, null],
  ['its beginning alone', { fromMs: 100_000, toMs: 1_000_000 }, 'lost'],
  ['its end alone', { fromMs: 1_000_000 }, 'lost'],
])('a service that says that it looked at %s', (_name, looked, cut) => {
  const warning = { kind: 'time_range_warning', text: 'short', cut: null, limit: null, looked };
  const asked = { fromMs: 100_000, toMs: 2_000_000 };
  const judged = judgeResult({ stretch: asked, cap: 9, times: [], warnings: [warning] });
  expect(judged.cut).toBe(cut);
});

test('records of another time are told of, whatever else there is', () => {
  const { cut, warnings } = judgeResult({ stretch, cap: 100, times: [5], warnings: [] });
  expect({ cut, warnings }).toEqual({
    cut: null,
    warnings: ['the log service gave 1 record of another time than was asked for: left out'],
  });
});
