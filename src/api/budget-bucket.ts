import type { Clock } from '../core/clock.ts';
import { parseRetryAfter } from './retry-timing.ts';

/** A limit as a vendor documents it. */
export interface BudgetLimit {
  readonly requests: number;
  /** The sliding window, in milliseconds. */
  readonly windowMs: number;
  /** The paths that it counts; every path without it. */
  readonly paths?: RegExp;
}

/** What is known of one limit of a vendor's API. */
export interface Bucket {
  readonly limit: BudgetLimit | null;
  covers(path: string): boolean;
  /** Milliseconds until a call may go. */
  waitMs(): number;
  /** Counts a call that is about to be sent. */
  take(): void;
  learn(answer: RateAnswer): void;
  /** Calls left in the window; null while unknown. */
  left(): number | null;
  /** Epoch milliseconds; null when free. */
  blockedUntil(): number | null;
}

/** The part of an answer that tells about limits. */
export interface RateAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** Milliseconds to hold still after a refusal that names no time, doubled each time in a row. */
const firstBlockMs = 1_000;
const longestBlockMs = 60_000;

/** Below this share of a learnt limit the calls that are left are spread over its window. */
const thriftyShare = 0.2;

/** Creates a bucket; without a limit it only knows what answers tell. */
export function createBucket(clock: Clock, limit: BudgetLimit | null): Bucket {
  let sent: number[] = [];
  let lastSentAt = 0;
  let blockedUntil = 0;
  let refusals = 0;
  let learnt: Allowance | null = null;
  const recent = () => {
    const from = clock.now() - (limit?.windowMs ?? 0);
    sent = sent.filter((at) => at > from);
    return sent;
  };
  const documentedWait = () => {
    if (limit === null || recent().length < limit.requests) return 0;
    return (sent[sent.length - limit.requests] ?? 0) + limit.windowMs - clock.now();
  };
  const current = () => (learnt !== null && learnt.resetAt > clock.now() ? learnt : null);
  return {
    limit,
    covers: (path) => limit?.paths?.test(path) ?? true,
    waitMs: () => {
      const now = clock.now();
      return Math.max(0, blockedUntil - now, documentedWait(), spread(current(), lastSentAt) - now);
    },
    take: () => {
      lastSentAt = clock.now();
      if (limit !== null) sent.push(lastSentAt);
      if (learnt !== null) learnt = { ...learnt, left: Math.max(0, learnt.left - 1) };
    },
    learn: (answer) => {
      const now = clock.now();
      learnt = readAllowance(answer.headers, now) ?? learnt;
      const retryAfterMs = parseRetryAfter(answer.headers, now);
      if (answer.status === 429) {
        const blockMs = Math.min(longestBlockMs, firstBlockMs * 2 ** refusals);
        refusals += 1;
        const resetMs = learnt !== null && learnt.resetAt > now ? learnt.resetAt - now : undefined;
        blockedUntil = now + (retryAfterMs ?? resetMs ?? limit?.windowMs ?? blockMs);
      } else if (answer.status === 503 && retryAfterMs !== undefined) {
        blockedUntil = now + retryAfterMs;
      } else if (answer.status < 400) {
        refusals = 0;
      }
    },
    left: () => {
      const documented = limit === null ? null : Math.max(0, limit.requests - recent().length);
      const told = current()?.left ?? null;
      if (documented === null || told === null) return documented ?? told;
      return Math.min(documented, told);
    },
    blockedUntil: () => (blockedUntil > clock.now() ? blockedUntil : null),
  };
}

/** What a vendor's headers allow until a moment. */
interface Allowance {
  readonly left: number;
  readonly limit: number | null;
  readonly resetAt: number;
}

/** Epoch milliseconds before which no call should go, so that the rest lasts until the reset. */
function spread(allowance: Allowance | null, lastSentAt: number): number {
  if (allowance === null) return 0;
  if (allowance.left <= 0) return allowance.resetAt;
  const scarce = allowance.limit !== null && allowance.left < allowance.limit * thriftyShare;
  if (!scarce) return 0;
  return lastSentAt + (allowance.resetAt - lastSentAt) / (allowance.left + 1);
}

/**
 * Reads `x-ratelimit-limit/-remaining/-reset` and the IETF draft's names without `x-`. A reset is
 * in seconds: from now, or an epoch time where it is too large for that.
 */
function readAllowance(headers: Readonly<Record<string, string>>, nowMs: number): Allowance | null {
  const read = (name: string) => {
    const value = headers[`x-ratelimit-${name}`] ?? headers[`ratelimit-${name}`];
    const digits = value === undefined ? null : /^\s*(\d+(?:\.\d+)?)/.exec(value);
    return digits ? Number(digits[1]) : null;
  };
  const left = read('remaining');
  const reset = read('reset');
  if (left === null || reset === null) return null;
  return { left, limit: read('limit'), resetAt: resetMoment(reset, nowMs) };
}

function resetMoment(reset: number, nowMs: number): number {
  if (reset > 1e12) return reset;
  return reset > 1e9 ? reset * 1000 : nowMs + reset * 1000;
}
