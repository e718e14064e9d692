const nanosPerMs = 1_000_000n;
const nanosPerSecond = 1_000_000_000n;

/** Milliseconds since the epoch as nanoseconds, exactly. */
export function nanosOf(ms: number): bigint {
  return BigInt(Math.trunc(ms)) * nanosPerMs;
}

/** Nanoseconds since the epoch as milliseconds, cut. */
export function msOf(ns: bigint): number {
  return Number(ns / nanosPerMs);
}

/** Prints nanoseconds since the epoch as RFC 3339 in UTC: `2024-07-03T18:23:21.639981110Z`. */
export function formatNanos(ns: bigint): string {
  const seconds = new Date(msOf(ns)).toISOString().slice(0, -5);
  return `${seconds}.${String(ns % nanosPerSecond).padStart(9, '0')}Z`;
}
