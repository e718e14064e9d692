import type { Clock } from './clock.ts';

/** What came of a call. */
export type Outcome<T> =
  | { readonly kind: 'answer'; readonly value: T }
  | { readonly kind: 'failure'; readonly error: unknown };

/** Asks one thing at a time: the next call cancels the last, whose outcome is dropped. */
export interface Latest {
  /** @param delayMs waits as long first, so that a burst of choices asks once */
  ask<T>(
    task: (signal: AbortSignal) => Promise<T>,
    done: (outcome: Outcome<T>) => void,
    delayMs?: number,
  ): void;
  cancel(): void;
  /** Cancels, and resolves when nothing is under way any more. */
  stop(): Promise<void>;
}

/** Creates an asker at rest. The client counts its calls as work under way, but not their waits. */
export function createLatest(clock: Clock): Latest {
  let controller = new AbortController();
  let cancelTimer = () => {};
  const underWay = new Set<Promise<void>>();
  const cancel = () => {
    cancelTimer();
    controller.abort();
    controller = new AbortController();
  };
  return {
    cancel,
    ask: (task, done, delayMs = 0) => {
      cancel();
      const { signal } = controller;
      const run = () => {
        const call = outcomeOf(task, signal).then((outcome) => {
          if (!signal.aborted) done(outcome);
        });
        underWay.add(call);
        void call.finally(() => underWay.delete(call));
      };
      if (delayMs > 0) cancelTimer = clock.after(delayMs, run);
      else run();
    },
    stop: async () => {
      cancel();
      await Promise.allSettled(underWay);
    },
  };
}

async function outcomeOf<T>(
  task: (signal: AbortSignal) => Promise<T>,
  signal: AbortSignal,
): Promise<Outcome<T>> {
  try {
    return { kind: 'answer', value: await task(signal) };
  } catch (error) {
    return { kind: 'failure', error };
  }
}
