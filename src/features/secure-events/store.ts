import type { Session } from '../../api/session.ts';
import type { Readable } from '../../core/store.ts';
import type { AuditEntry } from './audit-model.ts';
import type { EventsSource } from './events-source.ts';
import type { FilterFields } from './filter-fields.ts';
import type { SecureEvent } from './model.ts';
import type { StreamEntry } from './store-buffer.ts';
import {
  type Choices,
  createChoices,
  focusedActivity,
  focusedEvent,
  focusedRow,
} from './store-choices.ts';
import { type Counts, createCounts } from './store-counts.ts';
import type { EventsRoom } from './store-derive.ts';
import { createFronts } from './store-fronts.ts';
import { createGaps } from './store-gaps.ts';
import { createMoves, type Moves } from './store-moves.ts';
import { createEventsParts } from './store-parts.ts';
import { createPlaces, type Places } from './store-place.ts';
import type { EventsQuestion } from './store-question.ts';
import { createSaved, type Saved } from './store-saved.ts';
import { type SeenValues, seenValues } from './store-seen.ts';
import type { EventsSnapshot } from './store-state.ts';
import { createStats } from './store-stats.ts';
import { createStream } from './store-stream.ts';

/** What a store is made of. */
export interface EventsStoreOptions {
  readonly session: Session;
  readonly source: EventsSource;
  /** Told before what is asked, or in front, becomes another: the place to come back to. */
  readonly onLeave?: () => void;
  /** Something that the user should know, in one line. */
  readonly onNotice?: (text: string, tone: 'good' | 'warn') => void;
}

/** State and actions of the Events pane. */
export interface EventsStore extends Readable<EventsSnapshot>, Moves, Choices, Counts, Places {
  /** Follows the stream and asks for the counts. */
  start(): void;
  /** Ends every call; resolves when they have ended. It may be started again. */
  stop(): Promise<void>;
  /** Asks again for what is in front, or for the counts, and for a stream that has ended. */
  refresh(): void;
  /** Filters the rows. An invalid pattern leaves them as they are. */
  filter(text: string): void;
  setRoom(room: EventsRoom): void;
  focusedRow(): StreamEntry | null;
  focusedEvent(): SecureEvent | null;
  focusedActivity(): AuditEntry | null;
  readonly views: Saved;
  /** What a filter can name now. */
  names(): { readonly fields: FilterFields | null; readonly seen: SeenValues };
}

/** Creates the pane's store; nothing is asked before `start`. */
export function createEventsStore(options: EventsStoreOptions): EventsStore {
  const { session, source, onLeave = () => {}, onNotice = () => {} } = options;
  const parts = createEventsParts(session.activity);
  const stream = createStream({ session, source, parts });
  const stats = createStats({ session, source, parts });
  const fronts = createFronts({ session, source, parts, onLeave });
  const gaps = createGaps({ session, source, parts, stream, onNotice });
  const ask = (question: EventsQuestion) => {
    parts.ask(question);
    gaps.cancel();
    stream.begin(question);
    stats.ask();
  };
  const askAnew = (question: EventsQuestion) => {
    ask(question);
    stream.follow(true);
  };
  const hold = () => stream.follow(false);
  const views = createSaved({
    session,
    question: () => parts.get().question,
    ask: (question) => {
      onLeave();
      parts.view({ fronts: [], region: 'stream' });
      askAnew(question);
    },
    onNotice,
  });
  return {
    get: parts.get,
    subscribe: parts.snapshot.subscribe,
    ...createMoves(parts, stream),
    ...createChoices({ parts, stream, fronts, gaps, ask: askAnew, onLeave, onNotice }),
    ...createCounts({ activity: session.activity, parts, onLeave }),
    ...createPlaces(parts, ask, hold),
    start: () => {
      views.load();
      ask(parts.get().question);
    },
    stop: async () => {
      await Promise.all([stream.stop(), stats.stop(), fronts.stop(), gaps.stop()]);
    },
    refresh: () => {
      if (fronts.again()) return;
      const { failure } = parts.get().stream;
      if (failure !== null) stream.begin(parts.get().question);
      stats.ask();
    },
    filter: parts.filter,
    setRoom: parts.setRoom,
    focusedRow: () => focusedRow(parts),
    focusedEvent: () => focusedEvent(parts),
    focusedActivity: () => focusedActivity(parts),
    views,
    names: () => ({ fields: parts.get().fields, seen: seenValues(parts.get(), parts.room()) }),
  };
}
