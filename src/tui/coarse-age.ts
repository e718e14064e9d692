const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

interface Step {
  readonly fromMs: number;
  readonly text: string;
}

const stepsOf = (unitMs: number, unit: string, counts: readonly number[]): readonly Step[] =>
  counts.map((count) => ({ fromMs: count * unitMs, text: `${count}${unit}` }));

/** The ages that are ever shown: an age that does not tick is an age that costs nothing. */
const steps: readonly Step[] = [
  ...stepsOf(second, 's', [10, 30]),
  ...stepsOf(minute, 'm', [1, 2, 5, 10, 30]),
  ...stepsOf(hour, 'h', [1, 2, 6, 12]),
  ...stepsOf(day, 'd', [1, 2, 7, 30, 365]),
];

/** @returns the longest step that has passed, as `30s` or `2m`; null before the first */
export function coarseAge(ageMs: number): string | null {
  return steps.findLast(({ fromMs }) => fromMs <= ageMs)?.text ?? null;
}

/** @returns milliseconds until `coarseAge` reads differently; null when it never will */
export function untilNextAge(ageMs: number): number | null {
  const next = steps.find(({ fromMs }) => fromMs > ageMs);
  return next === undefined ? null : next.fromMs - ageMs;
}
