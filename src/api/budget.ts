import type { Clock } from '../core/clock.ts';
import { type Bucket, type BudgetLimit, createBucket, type RateAnswer } from './budget-bucket.ts';
import type { BudgetState, SourceId } from './types.ts';

/** What one vendor's API at one host still lets us ask; shared by all its clients. */
export interface HostBudget {
  /** Milliseconds until a call of this path may go. */
  waitMs(path: string): number;
  /** Counts a call that is about to be sent. */
  take(path: string): void;
  /** Learns from an answer's status and headers. */
  learn(path: string, answer: RateAnswer): void;
  state(): BudgetState;
}

/** Whose limit it is: a source's, or that of a service that signs in for several of them. */
export type BudgetOwner = SourceId | 'sign-in';

/**
 * Keeps the budgets of a session. Several vendors may answer at one host, as behind a gateway:
 * the refusal of one tells nothing of the others.
 */
export interface Governor {
  /** The owner's budget at `host:port`, with limits added that it does not have yet. */
  host(owner: BudgetOwner, host: string, limits?: readonly BudgetLimit[]): HostBudget;
}

const minuteMs = 60_000;

/** Creates a governor that knows no budget yet. */
export function createGovernor(clock: Clock): Governor {
  const budgets = new Map<string, ReturnType<typeof createHostBudget>>();
  return {
    host: (owner, host, limits = []) => {
      const key = `${owner} ${host}`;
      const budget = budgets.get(key) ?? createHostBudget(clock);
      budgets.set(key, budget);
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
