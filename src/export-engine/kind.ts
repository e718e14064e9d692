import type { Session } from '../api/session.ts';
import type { SourceId } from '../api/types.ts';
import type { Clock } from '../core/clock.ts';

/** Plain JSON, as it lies in a job's folder. */
export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [name: string]: Json };

/** A stream of records that can be exported: all of one vendor's, in one fixed order. */
export interface ExportKind {
  /** The word after `scandeck export`: `xray-audit`. */
  readonly name: string;
  /** What its records are, for people: `Xray curation audit`. */
  readonly title: string;
  readonly source: SourceId;
  /** How many windows may be asked for at once, unless `--concurrency` says otherwise. */
  readonly concurrency: number;
  /**
   * Whether rows are written one window after the other, straight into the target, unless somebody
   * says how many windows are to be read at once. Those behind the first wait with their first pages.
   */
  readonly isWrittenInTurn?: boolean;
  /**
   * Checks a request before a job is made of it, without asking anybody.
   *
   * @throws ScandeckError `usage`
   */
  check?(request: ExportRequest): void;
  /** What `--page-size` may be for a request that `check` found good. */
  pageSizes(request: ExportRequest): PageSizes;
  /**
   * Splits the request into windows, oldest first. Asked once a job: what it says is written down,
   * and a resumed job keeps to it. It may ask the vendor.
   *
   * @throws ScandeckError `usage` for criteria that can't be
   */
  plan(request: ExportRequest, job: PlanContext): PlannedWindows | Promise<PlannedWindows>;
  /**
   * Asks for one window's pages, in the one fixed ascending order of its rows. Each row belongs to
   * one window alone, and comes once. From the same checkpoint on it yields the same rows again,
   * however they are cut into pages. Ends at the window's end.
   *
   * @throws what the client throws; the engine tries the window again from the last checkpoint
   */
  pages(asked: PagesRequest): AsyncGenerator<ExportPage>;
  /** The columns of CSV. */
  readonly columns: readonly ExportColumn[];
  /** The columns of `--columns vendor`; absent when the vendor has no CSV of its own. */
  readonly vendorColumns?: ExportTable;
  /**
   * Where user names and mail addresses stand: dotted names from the row's top, such as
   * `username` or `request.user.name`. A list on the way is walked through; what is no string stays.
   */
  readonly userPaths: readonly string[];
  /**
   * Masks a row that paths can't describe, such as JSON within a string; takes the place of
   * `userPaths`. What it does not replace must keep its bytes.
   */
  maskRow?(row: Uint8Array, pseudonym: (name: string) => string): Uint8Array;
}

/** How many rows a page may have. */
export interface PageSizes {
  readonly least: number;
  /** The same as `least` where the vendor's pages are as they are. */
  readonly most: number;
  /** Which vendor's document says so. */
  readonly source: string;
}

/** What a plan is made with. */
export interface PlanContext {
  readonly session: Session;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** Closed windows, oldest first. */
export type PlannedWindows = readonly ExportWindow[];

/** A closed stretch of a job's records. */
export interface ExportWindow {
  /** Stable and unique within the job: letters, digits, `-`, `_`, `.`, at most 80. */
  readonly id: string;
  /** Epoch milliseconds: from here on. */
  readonly fromMs: number;
  /** Epoch milliseconds: up to here, not included. */
  readonly toMs: number;
  /** What else the kind has to know of it. */
  readonly detail?: Json;
}

/** What a window's pages are asked for with. */
export interface PagesRequest {
  readonly session: Session;
  readonly request: ExportRequest;
  readonly window: ExportWindow;
  /** The last checkpoint of this window that was kept; null at its beginning. */
  readonly checkpoint: Json;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** Tells what the window waits for by itself; null when it goes on. */
  readonly waitFor: (wait: ExportWait | null) => void;
  /** How much may be asked for ahead; it changes while the window is read. @default `beside` */
  readonly standing?: (() => WindowStanding) | undefined;
}

/**
 * How a window stands among those that are read at once: its rows alone are being written, it waits
 * for its turn, or it is one of several that are written beside each other.
 */
export type WindowStanding = 'first' | 'waiting' | 'beside';

/** Why nothing comes at the moment. */
export interface ExportWait {
  /** `query`: the vendor is still at work on what was asked for. */
  readonly for: 'budget' | 'back-off' | 'disk' | 'query';
  /** Epoch milliseconds; null when it is not known. */
  readonly untilMs: number | null;
  /** Why, in one line; made safe before it is shown. */
  readonly reason: string;
}

/** Some rows of a window, and where to go on after them. */
export interface ExportPage {
  readonly rows: readonly ExportRow[];
  /** The same rows, where they need not be looked at one by one. */
  readonly run?: RowRun | undefined;
  /** Where to go on after this page. Kept on disk together with the rows, or not at all. */
  readonly checkpoint: Json;
  /**
   * How much of its window is read with this page, from 0 to 1: by time, or by what the vendor
   * counts. Left out where the kind can't tell.
   */
  readonly share?: number;
  /** Rows that could not be read; kept in a side file. */
  readonly undecodable: readonly Uint8Array[];
  /** Rows that the vendor sent again and that were left out. */
  readonly duplicates?: number;
  /** Tries beyond the first that this page cost. */
  readonly retries?: number;
  /** The window's query as the vendor understood it, for the manifest. The last one counts. */
  readonly query?: Json;
  /** Something about the window that its reader must know, for the manifest: it may lack rows. */
  readonly warnings?: readonly string[];
  /** Told when the page was kept and nobody looks at its bytes any more; not for one given up. */
  readonly release?: () => void;
}

/** One record. */
export interface ExportRow {
  readonly id: string;
  /** The vendor's JSON, byte for byte; a view of the answer's body. */
  readonly bytes: Uint8Array;
}

/** Rows of a page, without an object for each. */
export interface RowRun {
  readonly body: Uint8Array;
  /** Where each row of the body begins and ends: two numbers a row. */
  readonly spans: readonly number[];
  /** The row of these that the run begins with. */
  readonly first: number;
  readonly firstId: string;
  readonly lastId: string;
}

/** What a CSV cell can be made of. A list is joined with `; `; an object becomes JSON. */
export type CellValue = unknown;

/** One column of CSV. */
export interface ExportColumn {
  readonly name: string;
  /** For the documents. */
  readonly description: string;
  /** @param row the parsed row; integers past 2^53 are bigint */
  readonly cell: (row: JsonRow) => CellValue;
}

/** A parsed row. */
export type JsonRow = Readonly<Record<string, unknown>>;

/** A table of CSV in which one row may make several lines. */
export interface ExportTable {
  readonly columns: readonly ExportColumn[];
  /** The lines of one row, at least one. Absent: the row itself is the one line. */
  readonly lines?: (row: JsonRow) => readonly JsonRow[];
}

export const exportFormats = ['ndjson', 'json', 'csv'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** The criteria of a listing command as they were typed, by camelCase name. */
export type ExportCriteria = Readonly<Record<string, string | boolean | readonly string[]>>;

/** What is to be exported, as it lies in the job's folder. It never holds a secret. */
export interface ExportRequest {
  readonly kind: string;
  /** Epoch milliseconds: from here on. */
  readonly sinceMs: number;
  /** Epoch milliseconds: up to here, not included. */
  readonly untilMs: number;
  readonly criteria: ExportCriteria;
  readonly format: ExportFormat;
  readonly gzip: boolean;
  readonly columns: 'scandeck' | 'vendor';
  readonly maskUsers: boolean;
  /** Whether CSV keeps cells that a spreadsheet would run. */
  readonly rawCells: boolean;
  /** Rows a page; null is the kind's own choice. */
  readonly pageSize: number | null;
  /** Windows at once; null is the kind's own choice. */
  readonly concurrency: number | null;
  /** The target's absolute path; `-` is stdout. */
  readonly out: string;
  readonly force: boolean;
  /** The options of `scandeck` that open the same profile again. */
  readonly openedBy: readonly string[];
}

/** An option of a command, in commander's notation. */
export interface ExportOption {
  readonly flags: string;
  readonly description: string;
  readonly repeatable?: boolean;
  readonly defaultValue?: string;
}

/** A kind as it is offered before its code is loaded. */
export interface ExportOffer {
  readonly kind: string;
  readonly title: string;
  readonly source: SourceId;
  /** The criteria of the kind's listing command, without `--since` and `--until`. */
  readonly options: readonly ExportOption[];
  /** What `--since` is when it is not given: `30d`. */
  readonly since: string;
  readonly examples?: readonly string[];
  readonly load: () => Promise<ExportKind>;
}
