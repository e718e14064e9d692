import type { PollFailure } from '../../core/poll.ts';
import type { MinuteCounts } from './event-ledger.ts';
import type { EventFilter, TailItem } from './model.ts';

/** Where a tail stands. It can be kept, and a tail that is given it goes on exactly there. */
export interface TailCursor {
  /** Everything up to here was looked at, but for what came late. */
  readonly positionNs: bigint;
  /** Everything up to here was looked at again for what came late. @default before `positionNs` */
  readonly provenNs?: bigint;
  /** Where it began; nothing older is told. */
  readonly sinceNs: bigint;
  /**
   * Ids and times of the events behind `provenNs`, so that none is told twice. The tail goes on
   * changing it: take what is needed before asking for the next batch.
   */
  readonly seen: Iterable<readonly [id: string, atNs: bigint]>;
  /** How many events were told in each minute of the last day, to be compared with the server's. */
  readonly counts?: MinuteCounts;
  /** What it selects; a cursor is of no use to another filter. */
  readonly filter: EventFilter;
}

/** How a tail is read. */
export interface TailOptions {
  /** Epoch nanoseconds at which it begins. Without meaning when there is a cursor. */
  readonly sinceNs: bigint;
  readonly filter: EventFilter;
  readonly cursor?: TailCursor | null;
  readonly signal: AbortSignal;
  /** Milliseconds between polls once it is live. */
  readonly intervalMs: number;
  /** How far back each poll looks again for late events, in milliseconds. @default 60000 */
  readonly overlapMs?: number;
  /** Rows a call. @default 999, the most that the vendor gives */
  readonly pageRows?: number;
  /** In [0, 1), for the jitter. @default Math.random */
  readonly random?: () => number;
}

/** What a tail tells. `items` are in the order of time, but for events that are late. */
export interface TailBatch {
  readonly kind: 'batch';
  readonly items: readonly TailItem[];
  /** The position once `items` are taken. */
  readonly cursor: TailCursor;
  readonly state: 'live' | 'catching-up';
  /** Nanoseconds from the position to now, while it catches up. */
  readonly lagNs: bigint;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** A failed poll; the tail goes on by itself from where it was. */
export type TailFailure = PollFailure;

/** What a tail tells, poll by poll. */
export type TailEvent = TailBatch | TailFailure;
