import type { ScanRequest } from '../../api/prisma/endpoints.ts';
import type { Session } from '../../api/session.ts';
import { coalesce } from '../../core/coalesce.ts';
import type { Readable } from '../../core/store.ts';
import { type Acts, createActs } from './acts.ts';
import { imageName, type Scan } from './model.ts';
import { createNavigation, type Navigation } from './navigation.ts';
import type { ProgressSnapshot } from './snapshot.ts';
import { createProgressSource, type ProgressSource } from './source.ts';
import { createStreams } from './streams.ts';
import { createViewState } from './view-state.ts';

/** What a progress store is made of. */
export interface ProgressStoreOptions {
  readonly session: Session;
  /** @default a source of the session's own */
  readonly source?: ProgressSource;
  /** A scan that was seen going, or was waited for, has ended. */
  readonly onEnded?: (scan: Scan) => void;
  /** Something that the user asked for went well or badly, in one line. */
  readonly onNotice?: (text: string, tone: 'good' | 'bad') => void;
  /** A scan can't be followed any more, in one line. @default told to `onNotice` */
  readonly onLost?: (text: string) => void;
}

/** State and actions of the Progress pane. */
export interface ProgressStore extends Readable<ProgressSnapshot>, Navigation, Acts {
  /** Begins to poll. */
  start(): void;
  /** Ends every poll and call; resolves when they have ended. It may be started again. */
  stop(): Promise<void>;
  /** Goes back to where `place` was; to the list when what was open is gone. */
  goTo(place: string): void;
}

/** How often what the streams bring is published, a second. */
const publishedPerSecond = 20;

/** Creates the pane's store; nothing is asked before `start`. */
export function createProgressStore(options: ProgressStoreOptions): ProgressStore {
  const { session, onEnded = () => {}, onNotice = () => {} } = options;
  const source = options.source ?? createProgressSource({ session });
  const tellLost = options.onLost ?? ((text: string) => onNotice(text, 'bad'));
  const onLost = (image: ScanRequest, error: unknown) =>
    tellLost(`${imageName(image)} can't be followed: ${messageOf(error)}`);
  const streams = createStreams({ session, source, onEnded, onLost });
  const state = createViewState(session.preferences.progress.stallAfterMs);
  const { cancel, ...acts } = createActs({ source, streams, state, onNotice });
  const navigation = createNavigation(state);
  let unpace = () => {};
  return {
    get: state.snapshot.get,
    subscribe: state.snapshot.subscribe,
    ...navigation,
    ...acts,
    start: () => {
      unpace();
      const paced = coalesce(streams.board, session.clock, publishedPerSecond);
      paced.subscribe(() => state.showBoard(paced.get()));
      unpace = paced.close;
      state.change({ started: true });
      streams.start();
    },
    stop: async () => {
      cancel();
      await streams.stop();
      unpace();
      state.showBoard(streams.board.get());
    },
    goTo: (place) => {
      const [kind = '', ...rest] = place.split(' ');
      const id = rest.join(' ');
      acts.close();
      if (state.scan(id) === null) return;
      navigation.select(id);
      if (kind === 'detail') navigation.openDetail(id);
      if (kind === 'result') acts.openResult(id);
    },
  };
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
