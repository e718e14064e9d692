import type { CallFailure } from '../../core/call-failure.ts';
import type { Clock } from '../../core/clock.ts';
import { isAbort } from '../../core/errors.ts';

/** What the asker of a call is told. */
export interface CallHandlers<T> {
  readonly ask: (signal: AbortSignal) => Promise<T>;
  readonly done: (value: T) => void;
  readonly failed: (failure: CallFailure) => void;
}

/** Asks one thing at a time: the next call cancels the last, whose outcome is dropped. */
export interface Call {
  ask<T>(handlers: CallHandlers<T>): void;
  cancel(): void;
  /** Cancels, and resolves when nothing is under way any more. */
  stop(): Promise<void>;
}

/**
 * Creates a call that nobody has made yet. It counts as no activity of its own: the client counts
 * what is sent, and a call that waits to be tried again is at rest.
 */
export function createCall(clock: Clock): Call {
  let controller = new AbortController();
  const underWay = new Set<Promise<void>>();
  const cancel = () => {
    controller.abort();
    controller = new AbortController();
  };
  return {
    cancel,
    ask: ({ ask, done, failed }) => {
      cancel();
      const { signal } = controller;
      const call = ask(signal)
        .then(
          (value) => {
            if (!signal.aborted) done(value);
          },
          (error: unknown) => {
            if (signal.aborted || isAbort(error)) return;
            failed({ error, at: clock.now(), againAt: null });
          },
        )
        .finally(() => underWay.delete(call));
      underWay.add(call);
    },
    stop: async () => {
      cancel();
      await Promise.allSettled(underWay);
    },
  };
}
