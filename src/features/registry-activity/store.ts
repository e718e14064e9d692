import type { Session } from '../../api/session.ts';
import type { Readable } from '../../core/store.ts';
import type { ActivityEvent } from './model.ts';
import type { ActivitySource, ReadActivityFile } from './source.ts';
import { type Choices, createChoices, focusedEvent } from './store-choices.ts';
import type { ActivityRoom } from './store-derive.ts';
import { createLoad } from './store-load.ts';
import { createMoves, type Moves } from './store-moves.ts';
import { createActivityParts } from './store-parts.ts';
import { createPlaces, type Places } from './store-place.ts';
import { createSaved, type Saved } from './store-saved.ts';
import type { ActivitySnapshot } from './store-state.ts';

/** What a store is made of. */
export interface ActivityStoreOptions {
  readonly session: Session;
  readonly source: ActivitySource;
  readonly readFile: ReadActivityFile;
  /** Told before what is asked, or in front, becomes another: the place to come back to. */
  readonly onLeave?: () => void;
  /** Something that the user should know, in one line. */
  readonly onNotice?: (text: string, tone: 'good' | 'warn' | 'bad') => void;
}

/** State and actions of the Activity pane. */
export interface ActivityStore extends Readable<ActivitySnapshot>, Moves, Choices, Places {
  /** Lists the window, and follows it. */
  start(): void;
  /** Ends every call; resolves when they have ended. It may be started again. */
  stop(): Promise<void>;
  refresh(): void;
  /** Filters the rows. An invalid pattern leaves them as they are. */
  filter(text: string): void;
  setRoom(room: ActivityRoom): void;
  focused(): ActivityEvent | null;
  readonly views: Saved;
}

/** Creates the pane's store; nothing is asked before `start`. */
export function createActivityStore(options: ActivityStoreOptions): ActivityStore {
  const { session, source, readFile, onLeave = () => {}, onNotice = () => {} } = options;
  const parts = createActivityParts(session.preferences.activity);
  const load = createLoad({ session, source, readFile, parts, onNotice });
  const views = createSaved({ session, parts, load, onLeave, onNotice });
  return {
    get: parts.get,
    subscribe: parts.snapshot.subscribe,
    ...createMoves(parts, load),
    ...createChoices({ parts, load, onLeave }),
    ...createPlaces(parts, load),
    start: () => {
      load.again();
      views.load();
    },
    stop: load.stop,
    refresh: load.refresh,
    filter: parts.filter,
    setRoom: parts.setRoom,
    focused: () => focusedEvent(parts),
    views,
  };
}
