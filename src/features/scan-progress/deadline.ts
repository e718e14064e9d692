import type { Clock } from '../../core/clock.ts';

/** Why a wait was given up. */
export type GivenUp = 'timeout' | 'silence';

/** A signal that is aborted by its parent, after a time, or when no answer came for too long. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** Begins to wait for the next answer. */
  answered(): void;
  /** Null when it was not the time that ended it. */
  reason(): GivenUp | null;
  close(): void;
}

/** @param limits milliseconds; null for no limit */
export function createDeadline(
  clock: Clock,
  parent: AbortSignal,
  limits: { readonly timeoutMs: number | null; readonly silenceMs: number | null },
): Deadline {
  const controller = new AbortController();
  let reason: GivenUp | null = null;
  const limit = (ms: number | null, why: GivenUp) => {
    if (ms === null) return () => {};
    return clock.after(ms, () => {
      reason ??= why;
      controller.abort();
    });
  };
  const cancelTimeout = limit(limits.timeoutMs, 'timeout');
  let cancelSilence = limit(limits.silenceMs, 'silence');
  return {
    signal: AbortSignal.any([parent, controller.signal]),
    answered: () => {
      cancelSilence();
      cancelSilence = limit(limits.silenceMs, 'silence');
    },
    reason: () => reason,
    close: () => {
      cancelTimeout();
      cancelSilence();
    },
  };
}
