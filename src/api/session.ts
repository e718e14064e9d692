import type { Activity } from '../core/activity.ts';
import type { Clock } from '../core/clock.ts';
import type { Readable } from '../core/store.ts';
import type { ApiClient, Exchange, SourceId } from './types.ts';

/** Whether a source is quiet or dead. */
export type SourceHealth =
  /** The profile has no such source. */
  | { readonly state: 'absent' }
  /** Nothing was asked yet. */
  | { readonly state: 'waiting' }
  | { readonly state: 'ok'; readonly lastOkAt: number }
  | {
      readonly state: 'failing';
      /** Epoch milliseconds of the last good answer, if there was one. */
      readonly lastOkAt: number | null;
      /** Epoch milliseconds of the first failure since then. */
      readonly since: number;
      /** One word for the header: `unreachable`, `tls`, `auth`, `forbidden`, `limited`, `error`. */
      readonly word: string;
      readonly message: string;
      readonly hint: string | undefined;
    };

/** The user's choices that are not about a vendor. Durations in milliseconds. */
export interface Preferences {
  /** Whether the terminal's title tells the state. */
  readonly title: boolean;
  /** Whether the bell rings when a followed scan ends. */
  readonly bell: boolean;
  readonly progress: {
    readonly intervalMs: number;
    /** How long an ongoing scan may stand still before it counts as stalled. */
    readonly stallAfterMs: number;
  };
  readonly activity: BurstRule;
  /** Remapped keys by binding id. */
  readonly keys: Readonly<Record<string, readonly string[]>>;
}

/** What counts as a burst of deletions, or of refused requests, by one initiator. */
export interface BurstRule {
  /** Within this many milliseconds. */
  readonly burstWithinMs: number;
  /** At least so many images, tags and namespaces deleted. */
  readonly burstDeletions: number;
  /** At least so many requests refused. */
  readonly burstRefusals: number;
}

/** What scandeck found out about a profile and would have to find out again: small, plain JSON. */
export interface ProfileNotes {
  /** A feature's note; null when there is none. */
  read(feature: string): Promise<unknown>;
  /** Keeps a note for the next time. One that can't be kept is no error. */
  write(feature: string, note: unknown): Promise<void>;
}

/** A view that the user named: what is asked for, and how it is shown. */
export interface SavedView {
  readonly name: string;
  /** The feature's own; plain JSON. */
  readonly criteria: unknown;
  /** Names of the columns that are shown, in order. */
  readonly columns?: readonly string[];
  readonly sort?: { readonly field: string; readonly order: 'ASC' | 'DESC' };
}

/** The saved views of a profile, by feature (`scan-logs`). */
export interface SavedViews {
  /** In the order of their names. @throws ScandeckError `config` when they can't be read */
  list(feature: string): Promise<readonly SavedView[]>;
  /**
   * Saves a view; one of the same name is replaced.
   *
   * @throws ScandeckError `usage` for a name that can't be, `config` when it can't be written
   */
  save(feature: string, view: SavedView): Promise<void>;
  /** Removes a view; one that is not there is no error. @throws ScandeckError `config` */
  remove(feature: string, name: string): Promise<void>;
}

/** An opened profile: what every pane and every command works with. */
export interface Session {
  readonly profile: string;
  /** The options of `scandeck` that open this very profile, for the twin of a screen. */
  readonly openedBy: readonly string[];
  readonly readOnly: boolean;
  /** One of the terminal's colours, for the badge; undefined when the profile names none. */
  readonly colour: string | undefined;
  readonly preferences: Preferences;
  readonly clock: Clock;
  readonly activity: Activity;
  readonly views: SavedViews;
  readonly notes: ProfileNotes;
  /** Newest last, bounded. */
  readonly exchanges: Readable<readonly Exchange[]>;
  readonly health: Readable<Readonly<Record<SourceId, SourceHealth>>>;
  has(source: SourceId): boolean;
  /** TLS verification is off for these sources. */
  readonly insecureSources: readonly SourceId[];
  /** Base URL, for messages and for the curl twin; never a secret. */
  baseUrl(source: SourceId): string;
  /** The vendor settings of the profile that are not about reaching it, such as `apiVersion`. */
  settings(source: SourceId): Readonly<Record<string, unknown>>;
  /**
   * The source's client, made at the first call and shared from then on.
   *
   * @throws ScandeckError `config` with a hint, when the profile has no such source
   */
  client(source: SourceId): ApiClient;
  /** Begins to look up what the source's first call will need; that call tells what fails. */
  prepare(source: SourceId): void;
  close(): Promise<void>;
}
