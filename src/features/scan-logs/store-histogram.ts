import type { HistogramBucket } from './histogram.ts';
import { bucketsOf, countLoaded, type TimeWindow } from './histogram.ts';
import type { LogTime } from './model.ts';
import { type LogsSnapshot, rowsAreCurrent, sameCriteria } from './store-state.ts';

/** Scans over time, and how much of it is known. */
export interface Histogram {
  readonly buckets: readonly HistogramBucket[];
  /** `whole`: every scan is counted; `loaded`: the buckets end with the loaded rows; `none`. */
  readonly known: 'whole' | 'loaded' | 'none';
}

/** Stretches that a time is divided into; the server counts fewer, since each costs a call. */
export const wantedBuckets = 24;

/**
 * The histogram of the criteria on the screen, without a call: what the server counted before, else
 * what the loaded rows tell. While rows are missing, that is the time that the loaded ones cover.
 */
export function histogramOf(snapshot: LogsSnapshot, buckets: number): Histogram {
  const { question, rows, histogram, view } = snapshot;
  if (sameCriteria(histogram.of, question.criteria)) {
    return { buckets: histogram.buckets, known: 'whole' };
  }
  const { window, logs, isComplete } = rows;
  if (!rowsAreCurrent(snapshot) || window === null) return { buckets: [], known: 'none' };
  if (isComplete) return { buckets: countLoaded(logs, window, buckets), known: 'whole' };
  const covered = coveredTime(snapshot);
  if (view.region === 'histogram' || covered === null) {
    return { buckets: bucketsOf(window, buckets), known: 'none' };
  }
  return { buckets: countLoaded(logs, covered, buckets), known: 'loaded' };
}

/** The time of which every scan is loaded; null when rows of any time may be missing. */
function coveredTime({ question, rows }: LogsSnapshot): TimeWindow | null {
  const { sort } = question;
  const { window, logs } = rows;
  const last = logs.at(-1)?.scannedAt ?? null;
  if (sort.field !== 'scan_time' || window === null || last === null) return null;
  // Of the very time of the last row, more may be missing.
  const covered =
    sort.order === 'DESC' ? { ...window, since: last + 1 } : { ...window, until: last - 1 };
  return covered.since < covered.until ? covered : null;
}

/** The bucket that a time falls into; the last one when it falls into none. */
export function bucketAt(buckets: readonly HistogramBucket[], time: number | null): number {
  const index = buckets.findIndex(
    ({ at, spanMs }) => time !== null && time >= at && time < at + spanMs,
  );
  return index < 0 ? buckets.length - 1 : index;
}

/** The stretch from one chosen bucket to another, as a criterion. */
export function stretchTime(
  buckets: readonly HistogramBucket[],
  stretch: LogsSnapshot['view']['stretch'],
): LogTime | null {
  const at = bucketAt(buckets, stretch?.at ?? null);
  const anchor = stretch?.anchor == null ? at : bucketAt(buckets, stretch.anchor);
  const first = buckets[Math.min(at, anchor)];
  const last = buckets[Math.max(at, anchor)];
  if (first === undefined || last === undefined) return null;
  // Whole seconds, as the vendor's times are, and as people can read them.
  const since = Math.floor(first.at / 1000) * 1000;
  const until = Math.ceil((last.at + last.spanMs) / 1000) * 1000;
  return { kind: 'bounds', since, until };
}
