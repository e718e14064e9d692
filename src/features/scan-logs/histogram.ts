import type { ScanLog } from './model.ts';

/** A stretch of time, and how many scans fell into it; null where that could not be counted. */
export interface HistogramBucket {
  /** Epoch milliseconds of its start. */
  readonly at: number;
  readonly spanMs: number;
  readonly count: number | null;
}

/** A time that is divided into buckets, epoch milliseconds. */
export interface TimeWindow {
  readonly since: number;
  readonly until: number;
}

/** Divides a window into equal buckets, oldest first, without counts. */
export function bucketsOf(window: TimeWindow, buckets: number): readonly HistogramBucket[] {
  const span = Math.max(1, window.until - window.since);
  const count = Math.max(1, Math.min(Math.floor(buckets), span));
  return Array.from({ length: count }, (_, index) => {
    const at = window.since + Math.floor((span * index) / count);
    const end = window.since + Math.floor((span * (index + 1)) / count);
    return { at, spanMs: end - at, count: null };
  });
}

/** Counts loaded rows. It is the truth only when every row that matches is loaded. */
export function countLoaded(
  logs: readonly Pick<ScanLog, 'scannedAt'>[],
  window: TimeWindow,
  buckets: number,
): readonly HistogramBucket[] {
  const empty = bucketsOf(window, buckets);
  const counts = empty.map(() => 0);
  const span = Math.max(1, window.until - window.since);
  for (const { scannedAt } of logs) {
    if (scannedAt === null || scannedAt < window.since || scannedAt > window.until) continue;
    const guess = Math.floor(((scannedAt - window.since) * empty.length) / span);
    const index = Math.min(guess, empty.length - 1);
    // Buckets begin at whole milliseconds, so the next one may have begun already.
    const next = empty[index + 1];
    const at = next !== undefined && scannedAt >= next.at ? index + 1 : index;
    counts[at] = (counts[at] ?? 0) + 1;
  }
  return empty.map((bucket, index) => ({ ...bucket, count: counts[index] ?? 0 }));
}
