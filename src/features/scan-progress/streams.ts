import type { ScanRequest } from '../../api/prisma/endpoints.ts';
import type { Session } from '../../api/session.ts';
import { poll } from '../../core/poll.ts';
import { createStore, type Readable } from '../../core/store.ts';
import { type Board, emptyBoard, endedBy, releaseTarget, takeEvent, takeFailure } from './board.ts';
import { isDone, type Scan, type Target, targetKey } from './model.ts';
import type { ProgressSource } from './source.ts';

/** What the streams of the pane are made of. */
export interface StreamsOptions {
  readonly session: Session;
  readonly source: ProgressSource;
  /** A scan that was seen, or waited for, has ended. */
  readonly onEnded: (scan: Scan) => void;
  /** An on-demand scan can't be followed any longer. */
  readonly onLost: (image: ScanRequest, error: unknown) => void;
}

/** The loops of the pane, and what they brought. */
export interface Streams {
  readonly board: Readable<Board>;
  /** Watches the regular view and everything that was followed before. */
  start(): void;
  /** Resolves when every loop has ended. */
  stop(): Promise<void>;
  /** Makes all loops ask now, and begins the ended ones again. */
  refresh(): void;
  /** Watches a target until it is over; does nothing while it is watched. */
  follow(target: Target): void;
  /** Ends the watch; what is over stays on the board. */
  unfollow(target: Target): void;
}

const companionsIntervalMs = 60_000;
const regular: Target = { kind: 'regular' };

/** Creates the loops, at rest. */
export function createStreams(options: StreamsOptions): Streams {
  const { session, source } = options;
  const board = createStore(emptyBoard);
  const loops = new Map<string, { readonly stop: () => void; readonly ended: Promise<void> }>();
  let started = false;

  const begin = (key: string, loop: (signal: AbortSignal) => Promise<void>) => {
    if (!started || loops.has(key)) return;
    const controller = new AbortController();
    const ended = loop(controller.signal).finally(() => {
      if (loops.get(key)?.ended === ended) loops.delete(key);
    });
    loops.set(key, { stop: () => controller.abort(), ended });
  };
  const watch = (target: Target) => async (signal: AbortSignal) => {
    const { intervalMs } = session.preferences.progress;
    try {
      for await (const event of source.watch(target, { signal, intervalMs })) {
        const ended = endedBy(board.get(), target, event);
        board.update((now) => takeEvent(now, target, event));
        ended.forEach(options.onEnded);
        if (target.kind === 'on-demand' && event.kind === 'answer' && event.scans.every(isDone))
          return;
      }
    } catch (error) {
      if (target.kind === 'on-demand') {
        board.update((now) => releaseTarget(now, target));
        options.onLost(target, error);
        return;
      }
      const failure = { error, since: session.clock.now(), retrying: false };
      board.update((now) => takeFailure(now, target, failure));
    }
  };
  const watchCompanions = async (signal: AbortSignal) => {
    const { clock } = session;
    const ask = (own: AbortSignal) => source.companions({ signal: own, tries: 1 });
    // They only add to the picture, so a failure leaves the last ones standing.
    for await (const event of poll({ clock, signal, intervalMs: companionsIntervalMs, ask })) {
      if (event.kind === 'failure') continue;
      const { errors, specs } = event.value;
      const none = errors === null && specs === null;
      board.update((now) => ({ ...now, companions: none ? null : event.value }));
      if (none) return;
    }
  };
  const beginAll = () => {
    begin(targetKey(regular), watch(regular));
    begin('companions', watchCompanions);
    for (const [key, { target, scans }] of board.get().targets) {
      if (!scans.every(isDone)) begin(key, watch(target));
    }
  };
  return {
    board,
    start: () => {
      started = true;
      beginAll();
    },
    stop: async () => {
      started = false;
      const ending = [...loops.values()];
      loops.clear();
      for (const { stop } of ending) stop();
      await Promise.all(ending.map(({ ended }) => ended));
    },
    refresh: () => {
      beginAll();
      source.nudge();
    },
    follow: (target) => begin(targetKey(target), watch(target)),
    unfollow: (target) => {
      loops.get(targetKey(target))?.stop();
      loops.delete(targetKey(target));
      board.update((now) => releaseTarget(now, target));
    },
  };
}
