/** Counts calls in a sliding window. */
export interface RateLimit {
  /** Counts a call of this caller, unless that would be too many. @returns whether it may pass */
  admit(caller: string): boolean;
}

/** Lets `calls` calls of each caller pass in any `windowMs`; refused ones don't count. */
export function createRateLimit(calls: number, windowMs: number, now: () => number): RateLimit {
  const passed = new Map<string, readonly number[]>();
  return {
    admit: (caller) => {
      const at = now();
      const recent = (passed.get(caller) ?? []).filter((time) => time > at - windowMs);
      const admitted = recent.length < calls;
      passed.set(caller, admitted ? [...recent, at] : recent);
      return admitted;
    },
  };
}
