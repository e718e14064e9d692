import { createStore, type Readable } from '../../core/store.ts';
import { compileFilter } from '../../core/text-filter.ts';
import { columnNames } from './store-columns.ts';
import { type Deriving, derive, emptySnapshot, type LogsRoom } from './store-derive.ts';
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
export interface LogsParts {
  readonly snapshot: Readable<LogsSnapshot>;
  get(): LogsSnapshot;
  ask(question: Question): void;
  rows(change: Partial<RowsState>): void;
  facets(change: Partial<FacetsState>): void;
  histogram(change: Partial<HistogramState>): void;
  view(change: Partial<LogsView>): void;
  facetView(change: Partial<LogsView['facets']>): void;
  /** Replaces the uppermost front. */
  front(next: Front): void;
  /** An invalid pattern leaves the rows as they are. */
  filter(text: string): void;
  room(): LogsRoom;
  setRoom(room: LogsRoom): void;
  /** Selects a row now, or as soon as it is loaded. */
  want(key: string | null): void;
}

/** Creates the parts of an empty pane. */
export function createLogsParts(): LogsParts {
  const snapshot = createStore(emptySnapshot);
  let deriving: Deriving = {
    room: { rows: 10, facets: 10, front: 10, columns: columnNames },
    matches: () => true,
    wanted: null,
  };
  const change = (part: Partial<LogsSnapshot>) => {
    const before = snapshot.get();
    const after = derive(before, { ...before, ...part }, deriving);
    if (after.view.list.selected === deriving.wanted) deriving = { ...deriving, wanted: null };
    snapshot.set(after);
  };
  const view = (part: Partial<LogsView>) => change({ view: { ...snapshot.get().view, ...part } });
  return {
    snapshot,
    get: snapshot.get,
    ask: (question) => change({ question }),
    rows: (part) => change({ rows: { ...snapshot.get().rows, ...part } }),
    facets: (part) => change({ facets: { ...snapshot.get().facets, ...part } }),
    histogram: (part) => change({ histogram: { ...snapshot.get().histogram, ...part } }),
    view,
    facetView: (part) => view({ facets: { ...snapshot.get().view.facets, ...part } }),
    front: (next) => view({ fronts: [...snapshot.get().view.fronts.slice(0, -1), next] }),
    filter: (text) => {
      const { matches, error } = compileFilter(text);
      if (error === null) deriving = { ...deriving, matches };
      view({ filter: { text, error } });
    },
    room: () => deriving.room,
    setRoom: (room) => {
      if (JSON.stringify(room) === JSON.stringify(deriving.room)) return;
      deriving = { ...deriving, room };
      change({});
    },
    want: (key) => {
      deriving = { ...deriving, wanted: key };
      change({});
    },
  };
}
