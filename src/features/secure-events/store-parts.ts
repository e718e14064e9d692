import type { Activity } from '../../core/activity.ts';
import { createStore, type Readable } from '../../core/store.ts';
import { compileFilter } from '../../core/text-filter.ts';
import type { StreamEntry } from './store-buffer.ts';
import { columnNames } from './store-columns.ts';
import { type Deriving, derive, type EventsRoom, emptySnapshot } from './store-derive.ts';
import type { EventsQuestion } from './store-question.ts';
import { createSieve, createSifter, openSieve } from './store-sieve.ts';
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
  /** An invalid pattern leaves the rows as they are; so does any until all rows were asked. */
  filter(text: string): void;
  /** Asks rows whether the filter leaves them, so that showing them costs nothing more. */
  sift(entries: readonly StreamEntry[]): void;
  room(): EventsRoom;
  setRoom(room: EventsRoom): void;
  /** Selects a row now, or as soon as it is there. */
  want(id: string | null): void;
}

/** Creates the parts of an empty pane. */
export function createEventsParts(activity: Pick<Activity, 'begin'>): EventsParts {
  const snapshot = createStore(emptySnapshot);
  let deriving: Deriving = {
    room: { rows: 10, top: 10, front: 10, columns: columnNames },
    sieve: openSieve,
    wanted: null,
  };
  const change = (part: Partial<EventsSnapshot>) => {
    const before = snapshot.get();
    const after = derive(before, { ...before, ...part }, deriving);
    if (after.view.list.selected === deriving.wanted) deriving = { ...deriving, wanted: null };
    snapshot.set(after);
  };
  const sifter = createSifter(activity);
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
      if (error !== null) return view({ filter: { text, error, isPending: false } });
      const sieve = text === '' ? openSieve : createSieve(matches);
      const { entries } = snapshot.get().stream;
      sifter.begin(sieve, entries, (isPending) => {
        if (!isPending) deriving = { ...deriving, sieve };
        view({ filter: { text, error: null, isPending } });
      });
    },
    sift: (entries) => {
      for (const entry of entries) {
        deriving.sieve.passes(entry);
        sifter.sieve()?.passes(entry);
      }
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
