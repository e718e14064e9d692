import type { Clock } from '../core/clock.ts';

/** A time-out joined with the signals of those who may cancel. */
export interface Deadline {
  /** Aborted by the time-out or by one of the parents, with its reason. */
  readonly signal: AbortSignal;
  expired(): boolean;
  remainingMs(): number;
  /** Stands still until `resume`: what passes meanwhile is not the vendor's doing. */
  pause(): void;
  resume(): void;
  /** Lets go of the timer and of the parents. */
  end(): void;
}

/** Starts a time-out of `ms` on the clock. */
export function startDeadline(
  clock: Clock,
  ms: number,
  parents: readonly (AbortSignal | undefined)[],
): Deadline {
  const controller = new AbortController();
  let endsAt = clock.now() + ms;
  let pausedMs: number | null = null;
  let expired = false;
  const remainingMs = () => pausedMs ?? Math.max(0, endsAt - clock.now());
  const arm = () =>
    clock.after(remainingMs(), () => {
      expired = true;
      controller.abort(new DOMException('The time is up', 'TimeoutError'));
    });
  let cancelTimer = arm();
  const releases = parents.map((parent) => follow(parent, controller));
  return {
    signal: controller.signal,
    expired: () => expired,
    remainingMs,
    pause: () => {
      pausedMs = remainingMs();
      cancelTimer();
    },
    resume: () => {
      endsAt = clock.now() + remainingMs();
      pausedMs = null;
      cancelTimer();
      cancelTimer = arm();
    },
    end: () => {
      cancelTimer();
      for (const release of releases) release();
    },
  };
}

function follow(parent: AbortSignal | undefined, controller: AbortController): () => void {
  if (!parent) return () => undefined;
  const abort = () => controller.abort(parent.reason);
  if (parent.aborted) abort();
  parent.addEventListener('abort', abort);
  return () => parent.removeEventListener('abort', abort);
}

/** The AbortError that a cancelled call rejects with: the signal's own reason, where it is one. */
export function abortError(signal: AbortSignal): Error {
  const { reason } = signal;
  if (reason instanceof Error && reason.name === 'AbortError') return reason;
  return new DOMException('The call was cancelled', 'AbortError');
}

/** Waits for a promise, or rejects with an AbortError as soon as the signal is aborted. */
export function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(abortError(signal));
    if (signal.aborted) return abort();
    signal.addEventListener('abort', abort);
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
