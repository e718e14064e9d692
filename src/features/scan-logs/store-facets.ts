import { isApiError } from '../../api/errors.ts';
import type { Clock } from '../../core/clock.ts';
import { createLatest } from '../../core/latest-call.ts';
import { type FacetMemory, facetFields, remember } from './facet-state.ts';
import type { LogCriteria } from './model.ts';
import type { LogMetadata, LogsSource } from './source.ts';
import { createAgain, failureOf } from './store-failure.ts';
import type { FacetsState } from './store-state.ts';

/** Counts the values of all fields, by one call for each settled choice. */
export interface FacetLoader {
  begin(criteria: LogCriteria, delayMs: number): void;
  /** Asks again what failed. @returns false when nothing had */
  retry(): boolean;
  stop(): Promise<void>;
}

/** What a loader works with. */
export interface FacetLoaderOptions {
  readonly source: Pick<LogsSource, 'facets' | 'refusedFields' | 'metadata'>;
  readonly clock: Clock;
  readonly get: () => FacetsState;
  readonly put: (change: Partial<FacetsState>) => void;
}

/** Values a field: enough to search in. */
const valuesAsked = 100;

/** No value, and nothing asked. */
export const noFacets: FacetsState = {
  of: null,
  facets: [],
  memory: {},
  refused: [],
  loading: false,
  failure: null,
};

/** Creates a loader at rest. */
export function createFacetLoader(options: FacetLoaderOptions): FacetLoader {
  const { source, clock, get, put } = options;
  const latest = createLatest(clock);
  const again = createAgain(clock);
  const names = createNames(options);
  let wanted: LogCriteria | null = null;
  const begin = (criteria: LogCriteria, delayMs: number) => {
    wanted = criteria;
    again.at(null, () => {});
    put({ loading: true, failure: null });
    latest.ask(
      (signal) => source.facets(criteria, facetFields, { rows: valuesAsked, signal }),
      (outcome) => {
        if (outcome.kind === 'failure') {
          const failure = failureOf(outcome.error, clock);
          again.at(failure.againAt, () => begin(criteria, 0));
          put({ loading: false, failure });
          return;
        }
        put({
          of: criteria,
          facets: outcome.value,
          memory: remember(get().memory, outcome.value),
          refused: source.refusedFields(),
          loading: false,
        });
        names.learn();
      },
      delayMs,
    );
  };
  return {
    begin,
    retry: () => {
      if (wanted === null || get().failure === null) return false;
      begin(wanted, 0);
      return true;
    },
    stop: async () => {
      again.at(null, () => {});
      await Promise.all([latest.stop(), names.stop()]);
      put({ loading: false });
    },
  };
}

/** Fields whose names the vendor lists without counting them. */
const listedFields = ['clusters', 'namespaces', 'hostnames'] as const;

/**
 * Learns the names of fields that this server does not count, so that they can be chosen all the
 * same. That costs one call, and none where all are counted. Names that can't be had are no failure:
 * a value can be typed.
 */
function createNames({ source, clock, get, put }: FacetLoaderOptions) {
  const latest = createLatest(clock);
  let isSettled = false;
  return {
    learn: () => {
      const { memory } = get();
      if (isSettled || listedFields.every((field) => field in memory)) return;
      latest.ask(
        (signal) => source.metadata(signal),
        (outcome) => {
          isSettled = outcome.kind === 'answer' || isRefusal(outcome.error);
          if (outcome.kind === 'answer') put({ memory: withNames(get().memory, outcome.value) });
        },
      );
    },
    stop: latest.stop,
  };
}

const isRefusal = (error: unknown) =>
  isApiError(error) && error.status !== null && error.status < 500 && error.status !== 429;

function withNames(memory: FacetMemory, metadata: LogMetadata): FacetMemory {
  const learnt = listedFields.flatMap((field) => {
    const values = (metadata[field] ?? []).map((name) => ({ name, total: 0 }));
    return field in memory || values.length === 0 ? [] : [{ field, values }];
  });
  return remember(memory, learnt);
}
