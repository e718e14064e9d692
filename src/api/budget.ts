import type { Clock } from '../core/clock.ts';
import { type Bucket, type BudgetLimit, createBucket, type RateAnswer } from './budget-bucket.ts';
import type { BudgetState } from './types.ts';

/** What one host still lets us ask; shared by all clients of that host. */
export interface HostBudget {
  /** Milliseconds until a call of this path may go. */
  waitMs(path: string): number;
  /** Counts a call that is about to be sent. */
  take(path: string): void;
  /** Learns from an answer's status and headers. */
  learn(path: string, answer: RateAnswer): void;
  state(): BudgetState;
}

/** Keeps the budgets of all hosts of a session. */
export interface Governor {
  /** The budget of `host:port`, with limits added that it does not have yet. */
  host(host: string, limits?: readonly BudgetLimit[]): HostBudget;
}

const minuteMs = 60_000;

/** Creates a governor that knows no host yet. */
export function createGovernor(clock: Clock): Governor {
  const hosts = new Map<string, ReturnType<typeof createHostBudget>>();
  return {
    host: (host, limits = []) => {
      const budget = hosts.get(host) ?? createHostBudget(clock);
      hosts.set(host, budget);
      for (const limit of limits) budget.addLimit(limit);
      return budget;
    },
  };
}

function createHostBudget(clock: Clock): HostBudget & { addLimit(limit: BudgetLimit): void } {
  /** What answers tell about calls that no documented limit covers. */
  const rest = createBucket(clock, null);
  const documented = new Map<string, Bucket>();
  let sent: number[] = [];
  const covering = (path: string) => {
    const found = [...documented.values()].filter((bucket) => bucket.covers(path));
    return found.some(({ limit }) => limit?.paths) ? found : [...found, rest];
  };
  const recent = () => {
    const from = clock.now() - minuteMs;
    sent = sent.filter((at) => at > from);
    return sent;
  };
  return {
    addLimit: (limit) => {
      const key = `${limit.requests}/${limit.windowMs}/${limit.paths ?? ''}`;
      if (!documented.has(key)) documented.set(key, createBucket(clock, limit));
    },
    waitMs: (path) => Math.max(...covering(path).map((bucket) => bucket.waitMs())),
    take: (path) => {
      recent().push(clock.now());
      for (const bucket of covering(path)) bucket.take();
    },
    learn: (path, answer) => {
      for (const bucket of covering(path)) bucket.learn(answer);
    },
    state: () => {
      const buckets = [...documented.values(), rest];
      return {
        perMinute: recent().length,
        left: extreme(
          Math.min,
          buckets.map((bucket) => bucket.left()),
        ),
        blockedUntil: extreme(
          Math.max,
          buckets.map((bucket) => bucket.blockedUntil()),
        ),
      };
    },
  };
}

function extreme(
  choose: (...values: number[]) => number,
  values: readonly (number | null)[],
): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : choose(...known);
}
