import { queryPath } from '../../api/activity-tracking/paths.ts';
import { isApiError } from '../../api/errors.ts';
import type { ApiClient } from '../../api/types.ts';
import { formatDuration } from '../../core/duration.ts';

/** How long a tail waits for its next poll. */
export interface Pace {
  /** Milliseconds. */
  intervalMs(state: 'live' | 'catching-up'): number;
  /** Why that is longer than usual, in a few words; null when it is not. */
  why(state: 'live' | 'catching-up'): string | null;
  succeeded(): void;
  failed(error: unknown): void;
}

/** Ten queries a minute, one behind the other. */
const oneOfTenMs = 6_100;
/** So many are left for whoever looks something up. */
const spare = 2;
const longestMs = 120_000;
const mostStrain = 8;

/**
 * Creates the pace of a tail: the vendor takes 10 queries a minute from everybody together (IBM Cloud
 * docs, Cloud Logs, query limits), so polls are stretched before they are refused, and much more once
 * one was refused.
 */
export function createPace(client: Pick<ApiClient, 'budget'>, usualMs: number): Pace {
  let strain = 1;
  const left = () => client.budget().left ?? Number.POSITIVE_INFINITY;
  const isScarce = () => left() <= spare;
  const intervalMs = (state: 'live' | 'catching-up') => {
    const strained = strain > 1 ? Math.min(longestMs, usualMs * strain) : 0;
    if (state === 'catching-up') return Math.max(strained, isScarce() ? oneOfTenMs : 0);
    return Math.min(longestMs, Math.max(usualMs * (isScarce() ? 2 : 1), strained));
  };
  return {
    intervalMs,
    why: (state) => {
      const every = formatDuration(Math.round(intervalMs(state) / 1000) * 1000);
      if (strain > 1) return `the vendor refused queries: asking every ${every}`;
      if (!isScarce()) return null;
      return `${left()} of 10 queries a minute left: asking every ${every}`;
    },
    succeeded: () => {
      strain = Math.max(1, strain / 2);
    },
    failed: (error) => {
      // IAM has a limit of its own, which polls use up no part of.
      const isQuery = isApiError(error) && error.path.endsWith(queryPath);
      const isRefusal = isQuery && error.code === 'rate-limited';
      if (isRefusal) strain = Math.min(mostStrain, strain * 4);
    },
  };
}
