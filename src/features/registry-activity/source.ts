import type { Nudge } from '../../core/poll.ts';
import type { ActivityCriteria, Tier } from './criteria.ts';
import type { ActivityEvent } from './model.ts';

/** A stretch of time that is listed, half open. Epoch milliseconds. */
export interface ListOptions {
  readonly criteria: ActivityCriteria;
  readonly fromMs: number;
  readonly toMs: number;
  /** The newest that are wanted; 0 for all. */
  readonly limit: number;
  readonly signal?: AbortSignal;
}

/** Some rows of a listing, newest first, and what is known once they are there. */
export interface ActivityBatch {
  readonly items: readonly ActivityEvent[];
  /** Rows of this batch that were no activity event, or could not be decoded. */
  readonly undecodable: number;
  /** What the vendor warned of, in words; each once a listing. */
  readonly warnings: readonly string[];
  /** The tier that was asked. */
  readonly tier: Tier;
  /** There are older ones that the limit left out; told with the last batch. */
  readonly truncated: boolean;
  /** Nothing at all is here, and the archive may have it; told with the last batch. */
  readonly tryArchive: boolean;
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

/** Where a tail stands; plain JSON. */
export interface TailCursor {
  /** Epoch milliseconds of the youngest event that was told. */
  readonly watermarkMs: number;
  /** Where it began; nothing older is told. */
  readonly sinceMs: number;
  /** Keys of the events near the watermark, with their times, so that none is told twice. */
  readonly seen: readonly (readonly [key: string, atMs: number])[];
  /** What it selects; a cursor is of no use to another query. */
  readonly query: string;
  readonly tier: Tier;
}

/** What a poll found. */
export interface TailBatch {
  readonly kind: 'batch';
  /** New events in the order of time; those with `late` are older than what was told before. */
  readonly items: readonly ActivityEvent[];
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
}

/** A failed poll; the tail goes on by itself from where it was. Times in epoch milliseconds. */
export interface TailFailure {
  readonly kind: 'failure';
  readonly error: unknown;
  readonly at: number;
  readonly since: number;
  readonly failures: number;
  readonly nextAt: number;
}

export type TailEvent = TailBatch | TailFailure;

/** Something in a file that could not be read. */
export interface Unreadable {
  /** The first line of it, from 1. */
  readonly line: number;
  /** Safe text. */
  readonly why: string;
}

/** A part of a file, in the file's order. */
export interface FileBatch {
  readonly items: readonly ActivityEvent[];
  /** The first few of this batch, by line; all are in `unreadableCount`. */
  readonly unreadable: readonly Unreadable[];
  /** Up to here, in the whole file. */
  readonly unreadableCount: number;
  /** Events of other services, up to here. */
  readonly otherServices: number;
  /** Bytes of the file that were read, before they were unzipped. */
  readonly bytesRead: number;
  /** The file's size; null for a pipe. */
  readonly bytesTotal: number | null;
}

/** The only way of this feature to the vendor and to files. */
export interface ActivitySource {
  /**
   * Lists a window, newest first. At least one batch comes, and the last one tells whether all is
   * there.
   *
   * @throws ApiError
   */
  list(options: ListOptions): AsyncGenerator<ActivityBatch>;
  /** Follows events until the signal is aborted. */
  tail(options: TailOptions): AsyncGenerator<TailEvent>;
  /** The tier that is asked when the criteria name none. */
  tier(): Promise<Tier>;
  /** Remembers for this profile where its events are. @throws ScandeckError `config` */
  rememberTier(tier: Tier): Promise<void>;
}

/**
 * Reads events from a file or, for `-`, from standard input. Needs no session.
 *
 * @throws ScandeckError `usage` when it can't be read
 */
export type ReadActivityFile = (
  path: string,
  options?: { readonly signal?: AbortSignal },
) => AsyncGenerator<FileBatch>;
