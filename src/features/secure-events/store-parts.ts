import { createStore, type Readable } from '../../core/store.ts';
import { compileFilter } from '../../core/text-filter.ts';
import { type Deriving, derive, type EventsRoom, emptySnapshot } from './store-derive.ts';
import type { EventsQuestion } from './store-question.ts';
import type { EventsSnapshot, EventsView, Front, StreamState } from './store-state.ts';

/** The snapshot in its parts, each with one way to change it. All publish at once. */
export interface EventsParts {
  readonly snapshot: Readable<EventsSnapshot>;
  get(): EventsSnapshot;
  ask(question: EventsQuestion): void;
  stream(change: Partial<StreamState>): void;
  put(change: Partial<Pick<EventsSnapshot, 'counts' | 'series' | 'top' | 'fields'>>): void;
  view(change: Partial<EventsView>): void;
  /** Changes a front that is still there; another one in its place stays. */
  front(before: Front, next: Front): void;
  /** An invalid pattern leaves the rows as they are. */
  filter(text: string): void;
  room(): EventsRoom;
  setRoom(room: EventsRoom): void;
  /** Selects a row now, or as soon as it is there. */
  want(id: string | null): void;
}

/** Creates the parts of an empty pane. */
export function createEventsParts(): EventsParts {
  const snapshot = createStore(emptySnapshot);
  let deriving: Deriving = {
    room: { rows: 10, top: 10, front: 10 },
    matches: () => true,
    wanted: null,
  };
  const change = (part: Partial<EventsSnapshot>) => {
    const before = snapshot.get();
    const after = derive(before, { ...before, ...part }, deriving);
    if (after.view.list.selected === deriving.wanted) deriving = { ...deriving, wanted: null };
    snapshot.set(after);
  };
  const view = (part: Partial<EventsView>) => change({ view: { ...snapshot.get().view, ...part } });
  return {
    snapshot,
    get: snapshot.get,
    ask: (question) => change({ question }),
    stream: (part) => change({ stream: { ...snapshot.get().stream, ...part } }),
    put: change,
    view,
    front: (before, next) => {
      const { fronts } = snapshot.get().view;
      const at = fronts.indexOf(before);
      if (at >= 0) view({ fronts: fronts.with(at, next) });
    },
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
    want: (id) => {
      deriving = { ...deriving, wanted: id };
      change({});
    },
  };
}
