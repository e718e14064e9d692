import { formatDuration } from '../core/duration.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** The ages that are ever shown: an age that does not tick is an age that costs nothing. */
const steps: readonly number[] = [
  10 * second,
  30 * second,
  ...[1, 2, 5, 10, 30].map((minutes) => minutes * minute),
  ...[1, 2, 6, 12].map((hours) => hours * hour),
  ...[1, 2, 7, 30, 365].map((days) => days * day),
];

/** @returns the longest step that has passed, as `30s` or `2m`; null before the first */
export function coarseAge(ageMs: number): string | null {
  const step = steps.findLast((candidate) => candidate <= ageMs);
  return step === undefined ? null : formatDuration(step);
}

/** @returns milliseconds until `coarseAge` reads differently; null when it never will */
export function untilNextAge(ageMs: number): number | null {
  const next = steps.find((candidate) => candidate > ageMs);
  return next === undefined ? null : next - ageMs;
}
