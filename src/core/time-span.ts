import { usageError } from './errors.ts';
import { formatTime, parseTime } from './time.ts';

/** The time that is looked at: so long until now, or between two moments in epoch milliseconds. */
export type TimeSpan =
  | { readonly kind: 'range'; readonly range: string }
  | { readonly kind: 'bounds'; readonly sinceMs: number; readonly untilMs: number };

/**
 * Reads a time as it is typed: a range backwards from now (`24h`, `-15m`), a moment since which, or
 * both ends with `..` between them, in the grammar of `parseTime`.
 *
 * @returns null for an empty text
 * @throws ScandeckError `usage`
 */
export function readTimeSpan(text: string, nowMs: number): TimeSpan | null {
  const [since = '', until = ''] = text.split('..').map((part) => part.trim());
  if (since === '' && until === '') return null;
  const range = since.replace(/^-/, '');
  if (until === '' && /^\d+[smhdwM]$/.test(range)) {
    parseTime(range, nowMs);
    return { kind: 'range', range };
  }
  const untilMs = until === '' ? nowMs : parseTime(until, nowMs);
  const sinceMs = since === '' ? untilMs - dayMs : parseTime(since, nowMs);
  if (sinceMs < untilMs) return { kind: 'bounds', sinceMs, untilMs };
  throw usageError('the time ends before it begins', 'Name the earlier moment first.');
}

/** The moments of a span; a range ends now. */
export function boundsOf(
  span: TimeSpan,
  nowMs: number,
): { readonly sinceMs: number; readonly untilMs: number } {
  if (span.kind === 'bounds') return span;
  return { sinceMs: parseTime(span.range, nowMs), untilMs: nowMs };
}

/** A span in words: `last 24h`, or its two ends. */
export function spanWords(span: TimeSpan): string {
  if (span.kind === 'range') return `last ${span.range}`;
  return `${exactTime(span.sinceMs)} to ${exactTime(span.untilMs)}`;
}

/** A span as it would be typed. */
export function typedSpan(span: TimeSpan): string {
  if (span.kind === 'range') return span.range;
  return `${exactTime(span.sinceMs)}..${exactTime(span.untilMs)}`;
}

/** RFC 3339 in UTC, to the millisecond where there are some, so that times survive. */
export function exactTime(ms: number): string {
  return ms % 1000 === 0 ? formatTime(ms) : new Date(ms).toISOString();
}

const dayMs = 86_400_000;
