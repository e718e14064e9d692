import type { Session } from '../../api/session.ts';
import type { Nudge } from '../../core/poll.ts';
import type { ActivityCriteria, Tier } from './criteria.ts';
import { type ListParts, listEvents } from './list.ts';
import type { ActivityEvent } from './model.ts';
import { followEvents } from './tail.ts';
import { createTierNote } from './tier-note.ts';

/** A stretch of time that is listed, half open. Epoch milliseconds. */
export interface ListOptions {
  readonly criteria: ActivityCriteria;
  readonly fromMs: number;
  readonly toMs: number;
  /** The newest that are wanted; 0 for all. */
  readonly limit: number;
  readonly signal?: AbortSignal;
  /**
   * Told when the vendor refused a query within its answer, and until when that is waited out (epoch
   * milliseconds). Without it, such a refusal is thrown.
   */
  readonly onWait?: (untilMs: number) => void;
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
  /** Rows of the window could not be had, and `warnings` says why; nothing more is left out. */
  readonly incomplete?: boolean;
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
  /** Rows of a stretch could not be had, and `warnings` says why. */
  readonly incomplete?: boolean;
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
  options?: {
    readonly signal?: AbortSignal;
    /** What `-` reads. */
    readonly stdin?: AsyncIterable<string | Uint8Array>;
  },
) => AsyncGenerator<FileBatch>;

/**
 * Opens the `activityTracking` source of a session.
 *
 * @throws ScandeckError `config` when the profile has no such source
 */
export function createActivitySource(session: Session): ActivitySource {
  const { applicationName, tier } = session.settings('activityTracking');
  const note = createTierNote(
    session.notes,
    tier === 'archive' || tier === 'frequent_search' ? tier : null,
  );
  const parts: ListParts = {
    client: session.client('activityTracking'),
    clock: session.clock,
    note,
    applicationName: typeof applicationName === 'string' ? applicationName : null,
  };
  return {
    list: (options) => listEvents(parts, options),
    tail: (options) => followEvents(parts, options),
    tier: () => note.tier(),
    rememberTier: (found) => note.remember(found),
  };
}
