import type { Facet } from '../../../../src/features/scan-logs/facets.ts';
import type { HistogramBucket } from '../../../../src/features/scan-logs/histogram.ts';
import type { LogHistory } from '../../../../src/features/scan-logs/log-history.ts';
import type { LogCriteria, LogSort, ScanLog } from '../../../../src/features/scan-logs/model.ts';
import type { LogsSource } from '../../../../src/features/scan-logs/source.ts';

/** A call that is answered, or refused, by hand. */
export interface HeldCall {
  readonly criteria: LogCriteria;
  readonly sort: LogSort | null;
  readonly aborted: () => boolean;
  answer(): Promise<void>;
  fail(error: unknown): Promise<void>;
}

/** A source whose answers come when the test wants them to. */
export interface HeldSource extends LogsSource {
  readonly searches: HeldCall[];
  readonly facetCalls: HeldCall[];
  readonly histories: HeldCall[];
  readonly histograms: HeldCall[];
  /** The rows that match, by criteria. */
  rows: (criteria: LogCriteria) => readonly ScanLog[];
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Holds every call back. @param rows what matches */
export function heldSource(rows: HeldSource['rows']): HeldSource {
  const calls = {
    searches: [] as HeldCall[],
    facetCalls: [] as HeldCall[],
    histories: [] as HeldCall[],
    histograms: [] as HeldCall[],
  };
  const source: HeldSource = {
    ...calls,
    rows,
    open: (criteria, { sort, pageRows, signal }) => {
      let start = 0;
      let found: number | null = null;
      return {
        next: async () => {
          const all = source.rows(criteria);
          const page = all.slice(start, start + pageRows);
          await held(calls.searches, { criteria, sort: sort ?? null, signal });
          start += page.length;
          found = all.length;
          return page.length === 0 ? null : page;
        },
        get found() {
          return found;
        },
        reachable: 10_000,
        notes: [],
        warnings: [],
        order: null,
        unsorted: null,
        undecoded: 0,
        incomplete: false,
        window: { since: 0, until: 1_000_000 },
      };
    },
    facets: async (criteria, _fields, { signal } = {}): Promise<readonly Facet[]> => {
      await held(calls.facetCalls, { criteria, sort: null, signal });
      const total = source.rows(criteria).length;
      return [
        { field: 'sources', values: [{ name: 'CLI', total }] },
        {
          field: 'clusters',
          values: [
            { name: 'a', total },
            { name: 'b', total },
          ],
        },
      ];
    },
    refusedFields: () => [],
    metadata: async () => ({ clusters: null, namespaces: null, hostnames: null }),
    history: async (image): Promise<LogHistory> => {
      const criteria = { ...blank, query: image.fullTag ?? '' };
      await held(calls.histories, { criteria, sort: null, signal: undefined });
      const entries = source.rows(blank).map((log) => ({ log, change: null }));
      return {
        entries,
        found: entries.length,
        truncated: false,
        notes: [],
        undecoded: 0,
        incomplete: false,
      };
    },
    histogram: async (criteria, _buckets, signal): Promise<readonly HistogramBucket[]> => {
      await held(calls.histograms, { criteria, sort: null, signal });
      return [
        { at: 0, spanMs: 500_000, count: 3 },
        { at: 500_000, spanMs: 500_000, count: 5 },
      ];
    },
  };
  return source;
}

const blank: LogCriteria = { query: '', time: { kind: 'range', range: '-24h' }, values: {} };

interface Held {
  readonly criteria: LogCriteria;
  readonly sort: LogSort | null;
  readonly signal: AbortSignal | undefined;
}

/** An aborted call ends as fetch does; the answer comes all the same if the source ignores that. */
function held(calls: HeldCall[], { criteria, sort, signal }: Held): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const settle = async (task: () => void) => {
    task();
    await turn();
  };
  calls.push({
    criteria,
    sort,
    aborted: () => signal?.aborted === true,
    answer: () => settle(resolve),
    fail: (error) => settle(() => reject(error)),
  });
  return promise;
}
