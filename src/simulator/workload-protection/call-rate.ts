/** How many calls of a caller pass in a minute. */
export interface CallRate {
  /** Counts a call. @returns what its answer tells of the rate */
  count(caller: string): CallsLeft;
}

/** What is left of a minute. */
export interface CallsLeft {
  readonly limit: number;
  /** Below 0 for a call that is one too many. */
  readonly remaining: number;
  /** When the minute ends, Unix seconds. */
  readonly reset: number;
  /** Until then. */
  readonly waitSeconds: number;
}

const minuteMs = 60_000;

/** Minutes are counted from a caller's first call on. @param now epoch milliseconds */
export function createCallRate(limit: number, now: () => number): CallRate {
  const minutes = new Map<string, { endsAt: number; calls: number }>();
  return {
    count: (caller) => {
      const at = now();
      const known = minutes.get(caller);
      const minute =
        known === undefined || known.endsAt <= at ? { endsAt: at + minuteMs, calls: 0 } : known;
      minute.calls += 1;
      minutes.set(caller, minute);
      return {
        ...{ limit, remaining: limit - minute.calls, reset: Math.ceil(minute.endsAt / 1000) },
        waitSeconds: Math.ceil((minute.endsAt - at) / 1000),
      };
    },
  };
}

/** The headers that tell it. */
export const rateHeaders = ({ limit, remaining, reset }: CallsLeft) => ({
  'x-ratelimit-limit': String(limit),
  'x-ratelimit-remaining': String(Math.max(0, remaining)),
  'x-ratelimit-reset': String(reset),
});
