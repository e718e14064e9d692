import type { CallFailure } from '../../core/call-failure.ts';
import type { Clock } from '../../core/clock.ts';
import { isAbort } from '../../core/errors.ts';
import { createLatest, type Latest } from '../../core/latest-call.ts';

/** What the asker of a call is told. */
export interface CallHandlers<T> {
  readonly ask: (signal: AbortSignal) => Promise<T>;
  readonly done: (value: T) => void;
  readonly failed: (failure: CallFailure) => void;
}

/** Asks one thing at a time: the next call cancels the last, whose outcome is dropped. */
export interface Call extends Pick<Latest, 'cancel' | 'stop'> {
  ask<T>(handlers: CallHandlers<T>): void;
}

/**
 * Creates a call that nobody has made yet. It counts as no activity of its own: the client counts
 * what is sent, and a call that waits to be tried again is at rest.
 */
export function createCall(clock: Clock): Call {
  const latest = createLatest(clock);
  return {
    cancel: latest.cancel,
    stop: latest.stop,
    ask: ({ ask, done, failed }) =>
      latest.ask(ask, (outcome) => {
        if (outcome.kind === 'answer') done(outcome.value);
        else if (!isAbort(outcome.error)) {
          failed({ error: outcome.error, at: clock.now(), againAt: null });
        }
      }),
  };
}
