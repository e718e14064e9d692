import { countLoaded } from './histogram.ts';
import type { LogTime } from './model.ts';
import type { HistogramBucket } from './source.ts';
import { type LogsSnapshot, rowsAreCurrent, sameCriteria } from './store-state.ts';

/** Scans over time, and how much of it is known. */
export interface Histogram {
  readonly buckets: readonly HistogramBucket[];
  /** `whole`: every scan is counted; `loaded`: only where all rows are loaded; `none`: nowhere. */
  readonly known: 'whole' | 'loaded' | 'none';
}

/** Buckets that the server is asked for: each costs a call. */
export const countedBuckets = 12;

/**
 * The histogram of the criteria on the screen, without a call: what the server counted before, else
 * what the loaded rows tell. Where rows may be missing, the count is null and not too small.
 */
export function histogramOf(snapshot: LogsSnapshot, buckets: number): Histogram {
  const { question, rows, histogram } = snapshot;
  if (sameCriteria(histogram.of, question.criteria)) {
    return { buckets: histogram.buckets, known: 'whole' };
  }
  const { window, logs, isComplete } = rows;
  if (!rowsAreCurrent(snapshot) || window === null) return { buckets: [], known: 'none' };
  const counted = countLoaded(logs, window, buckets);
  if (isComplete) return { buckets: counted, known: 'whole' };
  const { sort } = question;
  const oldest = logs.at(-1)?.scannedAt ?? null;
  if (sort.field !== 'scan_time' || oldest === null)
    return { buckets: unknown(counted), known: 'none' };
  const isLoaded = ({ at, spanMs }: HistogramBucket) =>
    sort.order === 'DESC' ? at > oldest : at + spanMs <= oldest;
  return {
    buckets: counted.map((bucket) => (isLoaded(bucket) ? bucket : { ...bucket, count: null })),
    known: 'loaded',
  };
}

const unknown = (buckets: readonly HistogramBucket[]) =>
  buckets.map((bucket) => ({ ...bucket, count: null }));

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
  return { kind: 'bounds', since: first.at, until: last.at + last.spanMs };
}
