import type { SavedView, Session } from '../../api/session.ts';
import type { Readable } from '../../core/store.ts';
import type { ScanLog } from './model.ts';
import { createLogsSource, type LogsSource } from './source.ts';
import { createAsking } from './store-asking.ts';
import { type Choices, createChoices, focusedLog } from './store-choices.ts';
import type { LogsRoom } from './store-derive.ts';
import { createMoves, type Moves } from './store-moves.ts';
import { createLogsParts } from './store-parts.ts';
import { createPlaces, type Places } from './store-place.ts';
import { createSaved, type Saved } from './store-saved.ts';
import type { LogsSnapshot } from './store-state.ts';

/** What a store is made of. */
export interface LogsStoreOptions {
  readonly session: Session;
  /** @default a source of the session's own */
  readonly source?: LogsSource;
  /** Told before what is asked, or in front, becomes another: the place to come back to. */
  readonly onLeave?: () => void;
  /** Something that the user should know, in one line. */
  readonly onNotice?: (text: string, tone: 'plain' | 'good' | 'warn' | 'bad') => void;
}

/** State and actions of the Scan logs pane. */
export interface LogsStore extends Readable<LogsSnapshot>, Moves, Choices, Places {
  readonly views: Readable<readonly SavedView[]> & Omit<Saved, 'load'>;
  /** Asks for rows and facets. */
  start(): void;
  /** Ends every call; resolves when they have ended. It may be started again. */
  stop(): Promise<void>;
  refresh(): void;
  /** Filters the loaded rows. An invalid pattern leaves them as they are. */
  filter(text: string): void;
  setRoom(room: LogsRoom): void;
  /** The row that the cursor is on. */
  focused(): ScanLog | null;
  /** The marked rows that are loaded, in their order. */
  marked(): readonly ScanLog[];
}

/** Creates the pane's store; nothing is asked before `start`. */
export function createLogsStore(options: LogsStoreOptions): LogsStore {
  const { session, onLeave = () => {}, onNotice = () => {} } = options;
  const source = options.source ?? createLogsSource(session);
  const parts = createLogsParts();
  const asking = createAsking({ clock: session.clock, source, parts });
  const saved = createSaved({ session, parts, asking, onLeave, onNotice });
  const choices = createChoices({
    parts,
    asking,
    onLeave,
    onNotice: (text) => onNotice(text, 'plain'),
  });
  return {
    get: parts.get,
    subscribe: parts.snapshot.subscribe,
    ...createMoves(parts, asking),
    ...choices,
    ...createPlaces(parts, asking),
    views: saved,
    start: () => {
      saved.load();
      asking.start();
    },
    stop: asking.stop,
    refresh: asking.refresh,
    filter: parts.filter,
    setRoom: parts.setRoom,
    focused: () => focusedLog(parts),
    marked: () => {
      const { rows, view } = parts.get();
      return rows.logs.filter(({ key }) => view.marks.has(key));
    },
  };
}
