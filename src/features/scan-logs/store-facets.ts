import type { Clock } from '../../core/clock.ts';
import { facetFields, remember } from './facet-state.ts';
import type { LogCriteria } from './model.ts';
import type { LogsSource } from './source.ts';
import { createAgain, failureOf } from './store-failure.ts';
import { createLatest } from './store-latest.ts';
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
  readonly source: LogsSource;
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
      await latest.stop();
      put({ loading: false });
    },
  };
}
