import { carbonBlackApi, getMetadata } from '../../api/carbon-black/endpoints.ts';
import type { Session } from '../../api/session.ts';
import { countBuckets } from './counted-buckets.ts';
import { openCursor } from './cursor.ts';
import { createFacetReader, type Facet, type FacetOptions } from './facets.ts';
import type { HistogramBucket } from './histogram.ts';
import { readHistory } from './image-history.ts';
import type { LogCursor, OpenOptions } from './log-cursor.ts';
import type { HistoryImage, HistoryOptions, LogHistory } from './log-history.ts';
import type { LogCriteria } from './model.ts';
import { createSearcher } from './search.ts';

/** The vendor's clusters, namespaces and hosts; a list is null where the server tells none. */
export interface LogMetadata {
  readonly clusters: readonly string[] | null;
  readonly namespaces: readonly string[] | null;
  readonly hostnames: readonly string[] | null;
  /** Names that can't be read; none where it is absent. */
  readonly undecoded?: number;
}

/** The only way of this feature to the vendor. What a server refuses is remembered. */
export interface LogsSource {
  /** Begins a search; nothing is asked before `next`. */
  open(criteria: LogCriteria, options: OpenOptions): LogCursor;
  /**
   * Counts values, by one call. The answer is in the order of `fields`; a field that the server
   * does not count is left out, and `refusedFields` names it.
   *
   * @throws ApiError, also when it counts none of them
   */
  facets(
    criteria: LogCriteria,
    fields: readonly string[],
    options?: FacetOptions,
  ): Promise<readonly Facet[]>;
  /** Fields that this server was seen to refuse in `facets`; they are not asked for again. */
  refusedFields(): readonly string[];
  /** @throws ApiError */
  metadata(signal?: AbortSignal): Promise<LogMetadata>;
  /** All scans of a digest or tag, with what changed between them. @throws ApiError */
  history(image: HistoryImage, options?: HistoryOptions): Promise<LogHistory>;
  /**
   * Counts the scans in equal stretches of time by searches without rows, oldest first. It asks 12
   * times at most, so there may be fewer buckets than wanted. For rows that are all loaded,
   * `countLoaded` in histogram.ts costs no call.
   *
   * @throws ApiError when nothing could be counted
   */
  histogram(
    criteria: LogCriteria,
    buckets: number,
    signal?: AbortSignal,
  ): Promise<readonly HistogramBucket[]>;
}

/** Creates a source; nothing is asked, and no client is made, before its first call. */
export function createLogsSource(session: Session): LogsSource {
  const { clock } = session;
  const api = () => carbonBlackApi(session);
  const ports = { searcher: createSearcher(api), clock };
  const facets = createFacetReader(api);
  const open: LogsSource['open'] = (criteria, options) => openCursor(ports, criteria, options);
  return {
    open,
    facets: (criteria, fields, options = {}) => facets.read(criteria, fields, options),
    refusedFields: facets.refused,
    metadata: async (signal) => {
      const told = await getMetadata(api(), signal === undefined ? {} : { signal });
      const { clusters = null, namespaces = null, hostnames = null, undecoded } = told;
      return { clusters, namespaces, hostnames, undecoded };
    },
    history: (image, options = {}) => readHistory(open, image, options),
    histogram: (criteria, buckets, signal) => countBuckets(ports, criteria, { buckets, signal }),
  };
}
