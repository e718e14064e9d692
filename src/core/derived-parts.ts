import type { ListState } from './list.ts';
import { createStore, type Readable } from './store.ts';
import { compileFilter } from './text-filter.ts';

/** What every pane's snapshot has: a list with a cursor, and a filter over its rows. */
export interface FilteredSnapshot {
  readonly view: {
    readonly list: ListState;
    readonly filter: { readonly text: string; readonly error: string | null };
  };
}

/** What a snapshot is derived with, beside itself. */
export interface Deriving<Room> {
  /** How much of it can be seen. */
  readonly room: Room;
  /** The filter in force. */
  readonly matches: (text: string) => boolean;
  /** The row to select as soon as it is there; null for none. */
  readonly wanted: string | null;
}

/** A snapshot whose every change derives what follows from it, and publishes all at once. */
export interface DerivedParts<Snapshot extends FilteredSnapshot, Room> {
  readonly snapshot: Readable<Snapshot>;
  get(): Snapshot;
  change(part: Partial<Snapshot>): void;
  view(part: Partial<Snapshot['view']>): void;
  /** An invalid pattern leaves the rows as they are. */
  filter(text: string): void;
  room(): Room;
  setRoom(room: Room): void;
  /** Selects a row now, or as soon as it is there. */
  want(id: string | null): void;
}

/** How a pane's snapshot begins, and how it follows from its parts. */
export interface DerivedPartsOptions<Snapshot, Room> {
  readonly initial: Snapshot;
  readonly room: Room;
  readonly derive: (before: Snapshot, changed: Snapshot, deriving: Deriving<Room>) => Snapshot;
}

/** Creates the parts of an empty pane. */
export function createDerivedParts<Snapshot extends FilteredSnapshot, Room>(
  options: DerivedPartsOptions<Snapshot, Room>,
): DerivedParts<Snapshot, Room> {
  const { derive } = options;
  const snapshot = createStore(options.initial);
  let deriving: Deriving<Room> = { room: options.room, matches: () => true, wanted: null };
  const change = (part: Partial<Snapshot>) => {
    const before = snapshot.get();
    const after = derive(before, { ...before, ...part }, deriving);
    if (after.view.list.selected === deriving.wanted) deriving = { ...deriving, wanted: null };
    snapshot.set(after);
  };
  const view = (part: Partial<Snapshot['view']>) => {
    const now = snapshot.get();
    change({ ...now, view: { ...now.view, ...part } });
  };
  return {
    snapshot,
    get: snapshot.get,
    change,
    view,
    filter: (text) => {
      const { matches, error } = compileFilter(text);
      if (error === null) deriving = { ...deriving, matches };
      view({ filter: { text, error } } as Partial<Snapshot['view']>);
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
