import { readDuration } from './duration.ts';
import { usageError } from './errors.ts';
import { safeText } from './safe-text.ts';

const dayMs = 86_400_000;

/** What Go's encoders write for a time that was never set: 0001-01-01T00:00:00Z. */
const goZeroTime = -62_135_596_800_000;

const timePattern = /^(\d{4}-\d\d-\d\d)(?:[Tt ](\d\d:\d\d:\d\d)(?:\.(\d+))?(Z|z|[+-]\d\d:?\d\d))?$/;

/**
 * Reads a moment as `--since` and `--until` take it: `15m`, `-3h`, `2d`, `2w` and `1M` (calendar
 * months) ago, `now`, `yesterday` (its midnight UTC), RFC 3339, or a date (its midnight UTC).
 *
 * @returns epoch milliseconds
 * @throws ScandeckError `usage` that names the text and the grammar
 */
export function parseTime(text: string, nowMs: number): number {
  const time = readTime(text, nowMs);
  if (time !== null && !Number.isNaN(new Date(time).getTime())) return time;
  throw usageError(
    `"${safeText(text, 80)}" is not a time`,
    'Write how long ago (15m, 3h, 2d, 2w, 1M), now, yesterday, a date (2026-11-21) or RFC 3339 (2026-11-21T12:03:41Z).',
  );
}

/**
 * Prints a moment as RFC 3339 in UTC, to the second: `2026-11-21T12:03:41Z`.
 *
 * @throws RangeError when `ms` is no time
 */
export function formatTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, -5)}Z`;
}

/**
 * Prints a moment's time of day in UTC: `12:03:41Z`.
 *
 * @throws RangeError when `ms` is no time
 */
export function formatClock(ms: number): string {
  return formatTime(ms).slice(-9);
}

/**
 * Reads a vendor's time: RFC 3339 with any number of fraction digits, cut to milliseconds.
 *
 * @returns epoch milliseconds; null for what is absent, empty, no time, or Go's zero time
 */
export function parseWireTime(value: unknown): number | null {
  const time = typeof value === 'string' ? parseRfc3339(value) : null;
  return time === goZeroTime ? null : time;
}

function readTime(text: string, nowMs: number): number | null {
  if (text === 'now') return nowMs;
  if (text === 'yesterday') return Math.floor(nowMs / dayMs) * dayMs - dayMs;
  const [, count, unit] = /^-?(\d+)([smhdwM])$/.exec(text) ?? [];
  if (count === undefined) return parseRfc3339(text);
  if (unit === 'M') return monthsBefore(nowMs, Number(count));
  const ago = readDuration(`${count}${unit}`);
  return ago === null ? null : nowMs - ago;
}

function parseRfc3339(text: string): number | null {
  const [, date, clock = '00:00:00', fraction = '', zone = 'Z'] = timePattern.exec(text) ?? [];
  if (date === undefined) return null;
  const utc = Date.parse(`${date}T${clock}.${fraction.padEnd(3, '0').slice(0, 3)}Z`);
  // A day past the month's end would silently become one of the next month.
  if (Number.isNaN(utc) || new Date(utc).toISOString().slice(0, 10) !== date) return null;
  const offset = offsetMs(zone);
  return offset === null ? null : utc - offset;
}

function offsetMs(zone: string): number | null {
  if (/^z$/i.test(zone)) return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(-2));
  if (hours > 23 || minutes > 59) return null;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

/** The same day and time some months ago, or the last day of that month where it is shorter. */
function monthsBefore(nowMs: number, months: number): number {
  const date = new Date(nowMs);
  const day = date.getUTCDate();
  date.setUTCMonth(date.getUTCMonth() - months);
  if (date.getUTCDate() !== day) date.setUTCDate(0);
  return date.getTime();
}
