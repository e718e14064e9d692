import type { Nudge, PollFailure } from '../../core/poll.ts';
import type { ActivityCriteria, Tier } from './criteria.ts';
import type { ActivityEvent } from './model.ts';

/** Where a tail stands. It can be kept, and a tail that is given it goes on exactly there. */
export interface TailCursor {
  /** Epoch milliseconds of the youngest event that was told; 0 before the first. */
  readonly watermarkMs: number;
  /** Everything up to here was looked at, but for what comes late. */
  readonly positionMs: number;
  /** Where it began; nothing older is told. */
  readonly sinceMs: number;
  /** What is older is not looked for any more: `seen` has forgotten it. */
  readonly floorMs: number;
  /**
   * Keys of the events that were told, with the times of their records, so that none is told twice.
   * The tail goes on changing it: take what is needed before asking for the next batch.
   */
  readonly seen: ReadonlyMap<string, number>;
  /** Keys that this batch added. */
  readonly added: readonly string[];
  /** What it selects; a cursor is of no use to another query. */
  readonly query: string;
  readonly tier: Tier;
}

/** How a tail is read. */
export interface TailOptions {
  readonly criteria: ActivityCriteria;
  /** Epoch milliseconds at which it begins. Without meaning when there is a cursor. */
  readonly sinceMs: number;
  readonly cursor?: TailCursor | null;
  readonly signal: AbortSignal;
  /** Asks at once. */
  readonly nudge?: Nudge;
  /** Milliseconds between polls while the budget allows them. @default 15000 */
  readonly intervalMs?: number;
  /** From 0 to below 1, for the jitter of back-offs. @default Math.random */
  readonly random?: () => number;
}

/** What a poll found. */
export interface TailBatch {
  readonly kind: 'batch';
  /** New events in the order of time; those with `late` are older than what was told before. */
  readonly items: readonly ActivityEvent[];
  /** Records that could not be read, each told once. */
  readonly undecodable: number;
  readonly warnings: readonly string[];
  readonly tier: Tier;
  /** The position once `items` are taken. */
  readonly cursor: TailCursor;
  /** `catching-up` while there is more up to now that was not fetched yet. */
  readonly state: 'live' | 'catching-up';
  /** Epoch milliseconds. */
  readonly at: number;
  /** Epoch milliseconds of the next poll. */
  readonly nextAt: number;
  /** Why the next poll is later than usual, in a few words; null when it is not. */
  readonly why: string | null;
  /** Nothing came since the tail began, and the archive may have it. */
  readonly tryArchive: boolean;
  /** Rows of a stretch could not be had, and `warnings` says why. */
  readonly incomplete?: boolean;
}

/** A failed poll; the tail goes on by itself from where it was. */
export type TailFailure = PollFailure;

/** What a tail tells, poll by poll. */
export type TailEvent = TailBatch | TailFailure;
