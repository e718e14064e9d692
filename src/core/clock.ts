/** The only source of time and timers, so that tests move time by hand. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Runs `task` once after `delayMs`; the returned function cancels it. */
  after(delayMs: number, task: () => void): () => void;
}

/** The longest wait of Node's timers; a longer one would end at once. */
const longestTimerMs = 2 ** 31 - 1;

/** The machine's own clock. Waits of more than 24 days end after 24 days. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after: (delayMs, task) => {
    const timer = setTimeout(task, Math.min(delayMs, longestTimerMs));
    return () => clearTimeout(timer);
  },
};

/**
 * Waits on a clock.
 *
 * @returns after `delayMs`, or at once when the signal is aborted; never rejects.
 */
export function sleep(clock: Clock, delayMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const finish = () => {
      cancel();
      signal?.removeEventListener('abort', finish);
      resolve();
    };
    const cancel = clock.after(delayMs, finish);
    signal?.addEventListener('abort', finish);
  });
}
