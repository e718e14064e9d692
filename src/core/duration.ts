import { usageError } from './errors.ts';
import { safeText } from './safe-text.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

const unitMs: Readonly<Record<string, number>> = {
  ms: 1,
  s: second,
  m: minute,
  h: hour,
  d: day,
  w: 7 * day,
};

/**
 * Reads a length of time: a whole number and a unit.
 *
 * @returns milliseconds
 * @throws ScandeckError `usage` that names the text and the grammar
 */
export function parseDuration(text: string): number {
  const ms = readDuration(text);
  if (ms !== null) return ms;
  throw usageError(
    `"${safeText(text, 80)}" is not a duration`,
    'Write a whole number and one of ms, s, m, h, d, w: 500ms, 2s, 15m, 3h, 2d, 2w.',
  );
}

/** Like `parseDuration`, but null for what is no duration. */
export function readDuration(text: string): number | null {
  const [, digits, unit] = /^(\d+)(ms|s|m|h|d|w)$/.exec(text) ?? [];
  const ms = Number(digits) * (unitMs[unit ?? ''] ?? Number.NaN);
  return Number.isSafeInteger(ms) ? ms : null;
}

/** Prints milliseconds for people, two units at most: `45s`, `12m`, `1h 04m`, `3d 2h`. */
export function formatDuration(ms: number): string {
  const whole = Math.max(0, ms);
  if (whole < minute) return `${Math.floor(whole / second)}s`;
  if (whole < hour) return `${Math.floor(whole / minute)}m`;
  if (whole < day) {
    const minutes = Math.floor((whole % hour) / minute);
    return `${Math.floor(whole / hour)}h ${String(minutes).padStart(2, '0')}m`;
  }
  return `${Math.floor(whole / day)}d ${Math.floor((whole % day) / hour)}h`;
}
