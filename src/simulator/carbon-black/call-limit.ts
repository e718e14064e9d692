/** How many calls pass in how long. */
export interface CallLimitSetting {
  readonly calls: number;
  readonly windowMs: number;
}

/**
 * 1000 calls in five minutes an address (Carbon Black Cloud API reference, Rate Limiting). All
 * callers of the simulator share one.
 */
export const usualCallLimit: CallLimitSetting = { calls: 1000, windowMs: 300_000 };

/** Counts calls; after too many comes a penalty, and calls in the penalty prolong it. */
export interface CallLimit {
  /** @returns 0 when the call passes, else the seconds that are to pass before the next */
  admit(): number;
}

const penaltyMs = 60_000;
const prolongedByMs = 30_000;

/** A limit under which nothing was called yet. A penalty that is over wipes the slate clean. */
export function createCallLimit(
  { calls, windowMs }: CallLimitSetting,
  now: () => number,
): CallLimit {
  let passed: readonly number[] = [];
  let penaltyEnd = Number.NEGATIVE_INFINITY;
  return {
    admit: () => {
      const at = now();
      if (at < penaltyEnd) penaltyEnd += prolongedByMs;
      else {
        passed = passed.filter((time) => time > at - windowMs);
        if (passed.length < calls) {
          passed = [...passed, at];
          return 0;
        }
        passed = [];
        penaltyEnd = at + penaltyMs;
      }
      return Math.ceil((penaltyEnd - at) / 1000);
    },
  };
}
