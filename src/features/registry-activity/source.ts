import type { Session } from '../../api/session.ts';
import type { ActivityBatch, ListOptions } from './activity-batch.ts';
import type { Tier } from './criteria.ts';
import { type ListParts, listEvents } from './list.ts';
import type { ActivityEvent } from './model.ts';
import { followEvents } from './tail.ts';
import type { TailEvent, TailOptions } from './tail-batch.ts';
import { createTierNote } from './tier-note.ts';

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
