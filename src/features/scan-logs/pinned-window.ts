import { parseTime } from '../../core/time.ts';
import type { Stretch } from '../../core/time-parts.ts';
import type { LogTime } from './model.ts';
import type { LogPage } from './search.ts';

/**
 * The window that a search's first answer was about. A range moves on with the vendor's clock, and
 * under a moving window rows would slip from page to page; so further pages ask for this one.
 *
 * @param nowMs our clock, for an answer without a date
 */
export function pinnedWindow(time: LogTime, page: LogPage, nowMs: number): Stretch {
  if (time.kind === 'bounds') return { since: time.since, until: time.until };
  const answeredAt = page.answeredAt ?? nowMs;
  // The date is cut to the second; and a scanner's clock may be ahead of the vendor's.
  const newest = page.logs.reduce((most, { scannedAt }) => Math.max(most, scannedAt ?? 0), 0);
  const until = Math.max(answeredAt + 1000, newest + 1);
  return { since: parseTime(time.range, answeredAt), until };
}
