import type { Clock } from './clock.ts';

/** An ask that failed. Times in epoch milliseconds. */
export interface PollFailure {
  readonly kind: 'failure';
  readonly error: unknown;
  readonly at: number;
  /** When the first failure since the last answer came. */
  readonly since: number;
  /** How many in a row. */
  readonly failures: number;
  readonly nextAt: number;
}

/** What one ask came to. Times in epoch milliseconds. */
export type PollEvent<T> =
  | { readonly kind: 'answer'; readonly value: T; readonly at: number }
  | PollFailure;

/** Makes the polls that listen to it ask at once; one that is asking asks once more after it. */
export interface Nudge {
  now(): void;
  /** @returns a function that ends the subscription. */
  subscribe(listener: () => void): () => void;
}

/** What `poll` needs. */
export interface PollOptions<T> {
  readonly clock: Clock;
  /** Ends the poll, quietly. */
  readonly signal: AbortSignal;
  /** From one answer to the next question; asked for anew each time where it is a function. */
  readonly intervalMs: number | (() => number);
  readonly ask: (signal: AbortSignal) => Promise<T>;
  /** From 0 to below 1. @default Math.random */
  readonly random?: () => number;
  /** @default 60000 */
  readonly maxBackoffMs?: number;
  readonly nudge?: Nudge;
}

/** Creates a nudge that nobody listens to yet. */
export function createNudge(): Nudge {
  const listeners = new Set<() => void>();
  return {
    now: () => {
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/**
 * Asks again and again, never twice at once, until the signal is aborted. A failure is an event,
 * not the end: the waits grow from the interval on, with jitter, and a number `retryAfterMs` on the
 * error is waited out in full.
 */
export async function* poll<T>(options: PollOptions<T>): AsyncGenerator<PollEvent<T>> {
  const { clock, signal } = options;
  using bell = createBell(options);
  let failures = 0;
  let since = 0;
  while (!signal.aborted) {
    bell.quieten();
    const outcome = await attempt(options);
    if (signal.aborted) return;
    const at = clock.now();
    if ('value' in outcome) {
      failures = 0;
      yield { kind: 'answer', value: outcome.value, at };
      await bell.rest(at + intervalOf(options));
      continue;
    }
    const { error } = outcome;
    failures += 1;
    if (failures === 1) since = at;
    const nextAt = at + backoffMs(options, error, failures);
    yield { kind: 'failure', error, at, since, failures, nextAt };
    await bell.rest(nextAt);
  }
}

function intervalOf<T>({ intervalMs }: PollOptions<T>): number {
  return typeof intervalMs === 'number' ? intervalMs : intervalMs();
}

async function attempt<T>({
  ask,
  signal,
}: PollOptions<T>): Promise<{ readonly value: T } | { readonly error: unknown }> {
  try {
    return { value: await ask(signal) };
  } catch (error) {
    return { error };
  }
}

/** Never sooner than a quiet poll would ask: a source in trouble must not be asked more often. */
function backoffMs<T>(options: PollOptions<T>, error: unknown, failures: number): number {
  const { random = Math.random, maxBackoffMs = 60_000 } = options;
  const intervalMs = intervalOf(options);
  const asked = retryAfterMs(error);
  if (asked !== null) return Math.max(intervalMs, asked);
  const most = Math.max(intervalMs, Math.min(maxBackoffMs, intervalMs * 2 ** failures));
  return intervalMs + random() * (most - intervalMs);
}

function retryAfterMs(error: unknown): number | null {
  if (typeof error !== 'object' || error === null || !('retryAfterMs' in error)) return null;
  return typeof error.retryAfterMs === 'number' ? error.retryAfterMs : null;
}

/** Waits that an abort or a nudge ends; one that rang before the wait ends it at once. */
function createBell({ clock, signal, nudge }: Omit<PollOptions<unknown>, 'ask'>) {
  let rung = false;
  let wake = () => {};
  const ring = () => {
    rung = true;
    wake();
  };
  signal.addEventListener('abort', ring);
  const unsubscribe = nudge?.subscribe(ring);
  return {
    quieten: () => {
      rung = false;
    },
    rest: (until: number) =>
      new Promise<void>((resolve) => {
        if (rung) return resolve();
        const cancel = clock.after(Math.max(0, until - clock.now()), resolve);
        wake = () => {
          cancel();
          resolve();
        };
      }),
    [Symbol.dispose]: () => {
      signal.removeEventListener('abort', ring);
      unsubscribe?.();
    },
  };
}
