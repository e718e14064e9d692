const retryableStatuses: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504]);

/** Milliseconds of the first wait's upper bound, and of every wait's. */
const firstBoundMs = 500;
const highestBoundMs = 30_000;

/** Whether the same call may succeed later, judged by its status. */
export function isRetryableStatus(status: number): boolean {
  return retryableStatuses.has(status);
}

/** What the decision to try again is made of. */
export interface RetryQuestion {
  /** The try that failed; 1 for the first. */
  readonly attempt: number;
  readonly tries: number;
  /** Whether another try does no harm. */
  readonly repeatable: boolean;
  /** Milliseconds until the total time-out. */
  readonly remainingMs: number;
  /** What the vendor asked for; obeyed as it is. */
  readonly retryAfterMs: number | undefined;
  /** In [0, 1). */
  readonly random: () => number;
}

/**
 * Milliseconds to wait before the next try: what the vendor asked for, else exponential back-off
 * with full jitter.
 *
 * @returns null when there is to be no other try, also because it would begin after the total
 * time-out
 */
export function retryDelay(question: RetryQuestion): number | null {
  if (!question.repeatable || question.attempt >= question.tries) return null;
  const delayMs = question.retryAfterMs ?? backoff(question.attempt, question.random);
  return delayMs < question.remainingMs ? delayMs : null;
}

function backoff(attempt: number, random: () => number): number {
  return Math.round(random() * Math.min(highestBoundMs, firstBoundMs * 2 ** (attempt - 1)));
}

/**
 * Reads a Retry-After header (RFC 9110, section 10.2.3): seconds or an HTTP date. A date is
 * compared with the answer's own Date where there is one, so that a wrong clock does no harm.
 *
 * @returns milliseconds, never negative; undefined when absent or unreadable
 */
export function parseRetryAfter(
  headers: Readonly<Record<string, string>>,
  nowMs: number,
): number | undefined {
  const value = headers['retry-after']?.trim();
  if (!value) return undefined;
  if (/^\d+(\.\d+)?$/.test(value)) return Math.ceil(Number(value) * 1000);
  const until = parseHttpDate(value);
  if (until === undefined) return undefined;
  const from = parseHttpDate(headers.date) ?? nowMs;
  return Math.max(0, until - from);
}

function parseHttpDate(value: string | undefined): number | undefined {
  if (!value || !/[a-z]/i.test(value)) return undefined;
  const parsed = Date.parse(value);
  return Number.isNaN(parsed) ? undefined : parsed;
}
