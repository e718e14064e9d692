import { isApiError } from '../../api/errors.ts';
import type { CallFailure } from '../../core/call-failure.ts';
import type { Clock } from '../../core/clock.ts';

/** Notes a failure. One that names when to ask again is asked again then, by itself. */
export function failureOf(error: unknown, clock: Clock): CallFailure {
  const at = clock.now();
  const afterMs = isApiError(error) ? error.retryAfterMs : undefined;
  return { error, at, againAt: afterMs === undefined ? null : at + afterMs };
}

/** A timer that is set anew, and ends with its owner. */
export interface Again {
  /** Runs the task at a time, in place of an earlier one; null for never. */
  at(time: number | null, task: () => void): void;
}

/** Creates a timer that is not set. */
export function createAgain(clock: Clock): Again {
  let cancel = () => {};
  return {
    at: (time, task) => {
      cancel();
      cancel = time === null ? () => {} : clock.after(Math.max(0, time - clock.now()), task);
    },
  };
}
