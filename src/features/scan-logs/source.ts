import { carbonBlackApi, getMetadata } from '../../api/carbon-black/endpoints.ts';
import type { Session } from '../../api/session.ts';
import { countBuckets } from './counted-buckets.ts';
import { openCursor } from './cursor.ts';
import { createFacetReader } from './facets.ts';
import { readHistory } from './image-history.ts';
import type { LogCriteria, LogSort, ScanLog } from './model.ts';
import { createSearcher } from './search.ts';

/** How a search is read. */
export interface OpenOptions {
  /** @default newest first */
  readonly sort?: LogSort;
  /** Rows that one call asks for; 10,000 at most. */
  readonly pageRows: number;
  readonly signal?: AbortSignal;
  /** Keeps numbers as the vendor wrote them in `wire`; slower. */
  readonly exact?: boolean;
}

/** A search that is read page by page. What is known of it changes with every page. */
export interface LogCursor {
  /**
   * The next rows, never empty; null at the end. After a failure the same rows are asked for again.
   * Calls that overlap are answered one after the other.
   *
   * @throws ApiError; ScandeckError `unexpected-answer`; AbortError
   */
  next(): Promise<readonly ScanLog[] | null>;
  /** Rows that match; null before the first answer, and when the vendor does not tell. */
  readonly found: number | null;
  /** Rows that can be read without narrowing the time any further. */
  readonly reachable: number;
  /** What a reader has to know, in words, with how far the search reaches; texts are safe. */
  readonly notes: readonly string[];
  /** Of these, what is odd or missing in the rows. */
  readonly warnings: readonly string[];
  /** Of these, how the order differs from what was asked for; null when it does not. */
  readonly order: string | null;
  /** Why the server does not sort, so that rows are sorted here; safe. Null when it does. */
  readonly unsorted: string | null;
  /** Rows that could not be read. */
  readonly undecoded: number;
  /** Whether rows are missing that cannot be had; the notes say which. */
  readonly incomplete: boolean;
  /** The time that is searched, epoch milliseconds, once it is known. */
  readonly window: { readonly since: number; readonly until: number } | null;
}

/** The values of one field, the most frequent first. Names are hostile. */
export interface Facet {
  /** In the vendor's words: a LogField, `scan_status`, or whatever else this server counts. */
  readonly field: string;
  readonly values: readonly { readonly name: string; readonly total: number }[];
  /** Values that can't be read; none where it is absent. */
  readonly undecoded?: number;
}

/** How facets are asked for. */
export interface FacetOptions {
  /** Values a field. @default 20 */
  readonly rows?: number;
  readonly signal?: AbortSignal;
}

/** The vendor's clusters, namespaces and hosts; a list is null where the server tells none. */
export interface LogMetadata {
  readonly clusters: readonly string[] | null;
  readonly namespaces: readonly string[] | null;
  readonly hostnames: readonly string[] | null;
  /** Names that can't be read; none where it is absent. */
  readonly undecoded?: number;
}

/** The image whose scans are asked for: of its digest, of its tag, or of either. */
export interface HistoryImage {
  readonly fullTag?: string | null;
  readonly digest?: string | null;
}

/** What is different from the last scan before that told it. */
export interface HistoryChange {
  /** Signed differences; null when this scan, or every one before, tells no vulnerabilities. */
  readonly vulnerabilities: ScanLog['vulnerabilities'];
  /** The tag points to another image than before; null when a digest is not known. */
  readonly digestChanged: boolean | null;
  /** Malware came (`found`) or went (`gone`); null when it is not told. */
  readonly malware: 'found' | 'gone' | 'same' | null;
}

/** One scan of an image's history. */
export interface HistoryEntry {
  readonly log: ScanLog;
  /** Null for the oldest scan that is known. */
  readonly change: HistoryChange | null;
}

/** The scans of an image, newest first. */
export interface LogHistory {
  readonly entries: readonly HistoryEntry[];
  /** Scans that there are; null when the vendor does not tell. */
  readonly found: number | null;
  readonly truncated: boolean;
  readonly notes: readonly string[];
  readonly undecoded: number;
  readonly incomplete: boolean;
}

/** How a history is asked for. */
export interface HistoryOptions {
  /** @default the last twelve months */
  readonly time?: LogCriteria['time'];
  /** The newest scans that are wanted; 0 for all. @default 200 */
  readonly limit?: number;
  readonly signal?: AbortSignal;
  readonly exact?: boolean;
}

/** A stretch of time, and how many scans fell into it; null where that could not be counted. */
export interface HistogramBucket {
  /** Epoch milliseconds of its start. */
  readonly at: number;
  readonly spanMs: number;
  readonly count: number | null;
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
