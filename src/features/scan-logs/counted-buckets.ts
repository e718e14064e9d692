import type { Clock } from '../../core/clock.ts';
import { isAbort } from '../../core/errors.ts';
import type { HistogramBucket } from './histogram.ts';
import { bucketsOf } from './histogram.ts';
import { type LogCriteria, type LogTime, newestFirst } from './model.ts';
import { pinnedWindow } from './pinned-window.ts';
import type { Searcher } from './search.ts';

/** Searches that one histogram may cost. */
export const mostSearches = 12;

/**
 * Counts the scans in equal stretches of time, one search for each, each with the single row that
 * is the least a search is documented to give. After a failure the other stretches stay null.
 *
 * @throws ApiError when none was counted; AbortError
 */
export async function countBuckets(
  { searcher, clock }: { readonly searcher: Searcher; readonly clock: Clock },
  criteria: LogCriteria,
  { buckets, signal }: { readonly buckets: number; readonly signal: AbortSignal | undefined },
): Promise<readonly HistogramBucket[]> {
  const { time } = criteria;
  const nothing = { found: null, logs: [], undecoded: 0, answeredAt: null };
  const window = pinnedWindow(time, nothing, clock.now());
  const question = { criteria, start: 0, rows: 1, sort: newestFirst, exact: false, signal };
  const empty = bucketsOf(window, Math.min(buckets, mostSearches));
  const counts: (number | null)[] = [];
  try {
    for (const bucket of empty) {
      const time = stretchOf(bucket, window.until);
      counts.push((await searcher.ask({ ...question, time })).found);
    }
  } catch (error) {
    if (isAbort(error) || counts.length === 0) throw error;
    // A source that fails is not asked for the rest.
  }
  return empty.map((bucket, index) => ({ ...bucket, count: counts[index] ?? null }));
}

/** Open at its end, so that no scan is counted in two buckets. */
function stretchOf({ at, spanMs }: HistogramBucket, last: number): LogTime {
  const end = at + spanMs;
  return { kind: 'bounds', since: at, until: end === last || spanMs < 2 ? end : end - 1 };
}
