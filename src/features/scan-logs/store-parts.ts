import { createDerivedParts, type DerivedParts } from '../../core/derived-parts.ts';
import { columnNames } from './store-columns.ts';
import { derive, emptySnapshot, type LogsRoom } from './store-derive.ts';
import type {
  FacetsState,
  Front,
  HistogramState,
  LogsSnapshot,
  LogsView,
  Question,
  RowsState,
} from './store-state.ts';

/** The snapshot in its parts, each with one way to change it. All publish at once. */
export interface LogsParts extends Omit<DerivedParts<LogsSnapshot, LogsRoom>, 'change'> {
  ask(question: Question): void;
  rows(change: Partial<RowsState>): void;
  facets(change: Partial<FacetsState>): void;
  histogram(change: Partial<HistogramState>): void;
  facetView(change: Partial<LogsView['facets']>): void;
  /** Replaces the uppermost front. */
  front(next: Front): void;
}

/** Creates the parts of an empty pane. */
export function createLogsParts(): LogsParts {
  const { change, ...parts } = createDerivedParts<LogsSnapshot, LogsRoom>({
    initial: emptySnapshot,
    room: { rows: 10, facets: 10, front: 10, columns: columnNames },
    derive,
  });
  const { get, view } = parts;
  return {
    ...parts,
    ask: (question) => change({ question }),
    rows: (part) => change({ rows: { ...get().rows, ...part } }),
    facets: (part) => change({ facets: { ...get().facets, ...part } }),
    histogram: (part) => change({ histogram: { ...get().histogram, ...part } }),
    facetView: (part) => view({ facets: { ...get().view.facets, ...part } }),
    front: (next) => view({ fronts: [...get().view.fronts.slice(0, -1), next] }),
  };
}
