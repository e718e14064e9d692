import type { ComponentType } from 'react';
import type { Session } from '../api/session.ts';
import type { SourceId } from '../api/types.ts';
import type { Binding, BindingActions } from '../core/binding.ts';
import type { Clock } from '../core/clock.ts';
import type { ExitCode } from '../core/errors.ts';
import type { ListMove } from '../core/list.ts';
import type { ProgramPort } from '../core/program.ts';
import type { Column } from '../core/table.ts';

/** One entry of the registry: a pane of the deck and its headless commands. */
export interface Feature {
  /** The folder's name: `scan-progress`. */
  readonly id: string;
  /** The tab's number and key. */
  readonly slot: 1 | 2 | 3 | 4 | 5;
  /** The tab's title. */
  readonly title: string;
  readonly source: SourceId;
  /** Further sources that the pane can be used with. @default the one source alone */
  readonly otherSources?: readonly SourceId[];
  /** Whether the pane makes exports of what other panes select. */
  readonly takesSelections?: true;
  /** The vendor system's name. */
  readonly vendor: string;
  /** The question that the pane answers. */
  readonly question: string;
  readonly keymap: readonly Binding[];
  readonly commands: readonly Command[];
  /** Loads the pane; absent while it is not built. */
  readonly pane?: () => Promise<PaneModule>;
  /** What the user is told when the deck opens, whichever pane is in front; null for nothing. */
  readonly greeting?: (host: GreetingHost) => Promise<string | null>;
  /** One record set for `scandeck` without a terminal. Absent while the feature is not built. */
  readonly snapshot?: (context: CommandContext) => Promise<void>;
}

/** An option of a command, in commander's notation: `--repo <name>`. */
export interface CommandOption {
  readonly flags: string;
  readonly description: string;
  readonly repeatable?: boolean;
  readonly defaultValue?: string;
}

/** A headless command as data; src/cli turns it into a subcommand. */
export interface Command {
  /** Words after `scandeck`: `scan start`. */
  readonly name: string;
  /** One line for the help. */
  readonly summary: string;
  /** In commander's notation: `<source>`, `[image]`, `<path...>`. */
  readonly arguments?: readonly { readonly name: string; readonly description: string }[];
  readonly options?: readonly CommandOption[];
  /** Known to the program itself alone: in no help and no completion. */
  readonly isHidden?: boolean;
  /** Shown below the help. */
  readonly examples?: readonly string[];
  /**
   * @returns the exit code
   * @throws ScandeckError, which src/cli prints and turns into its exit code
   */
  readonly run: (context: CommandContext, input: CommandInput) => Promise<ExitCode>;
}

/** What the user typed, checked by shape alone. */
export interface CommandInput {
  readonly arguments: readonly string[];
  /** Options by camelCase name; repeatable ones are arrays, switches are true. */
  readonly options: Readonly<Record<string, string | boolean | readonly string[] | undefined>>;
}

/** What the user said for every command alike: before any config file was read. */
export interface GlobalOptions {
  /** `--config FILE`, as it was typed. */
  readonly configFile?: string;
  /** `--profile NAME`. */
  readonly profile?: string;
  /** `--read-only`. */
  readonly readOnly: boolean;
  /** The process's environment. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** What a command works with. */
export interface CommandContext {
  readonly globals: GlobalOptions;
  readonly clock: Clock;
  /** Aborted by a signal or by a closed stdout. */
  readonly signal: AbortSignal;
  /** Opens the profile on the first call. @throws ScandeckError `config` */
  readonly session: () => Promise<Session>;
  /** Writes raw bytes to stdout. */
  readonly write: (data: string | Uint8Array) => Promise<void>;
  /** Opens stdout for records in the format that the user chose. */
  readonly records: <Row>(columns: readonly Column<Row>[]) => RecordWriter<Row>;
  /** Prints one line to stderr unless `-q`; made safe. */
  readonly narrate: (line: string) => void;
  /** The program itself. Absent where none runs, as in a test of a command. */
  readonly program?: ProgramPort;
}

/** Writes records to stdout as ndjson, json, csv or a table. */
export interface RecordWriter<Row> {
  /**
   * Adds records; ndjson and csv print them at once, json at the end, a table at the end or when
   * the command goes on and they have waited a moment.
   */
  add(rows: readonly Row[]): Promise<void>;
  /** Ends the output. Warnings go to stderr, and into the object of `-o json`. */
  end(summary?: {
    readonly total?: number | null;
    readonly truncated?: boolean;
    /** Whether `--limit` is why rows are missing. @default true */
    readonly limited?: boolean;
    readonly asOf?: number;
    readonly warnings?: readonly string[];
  }): Promise<void>;
}

/** What a greeting may look at. */
export interface GreetingHost {
  readonly program: ProgramPort;
  readonly clock: Clock;
}

/** What a pane's module exports. */
export interface PaneModule {
  /** Builds the pane's state and its sources; nothing is asked before `start`. */
  open(host: PaneHost): Pane;
}

/** What the shell offers a pane. */
export interface PaneHost {
  readonly session: Session;
  /**
   * A short message at the foot, gone after a few seconds. A notice waits behind the answer to a key.
   *
   * @param kind @default `answer` while a key is dealt with, else `notice`
   */
  toast(text: string, tone?: 'plain' | 'good' | 'warn' | 'bad', kind?: 'answer' | 'notice'): void;
  /** Rings the bell, if the user wants it. */
  ring(): void;
  /** Copies a text to the user's clipboard, and says so. @param what what it is: `the path` */
  copy(text: string, what: string): void;
  /** The program itself. Absent where none runs, as in a test of a pane. */
  readonly program?: ProgramPort | undefined;
  /** Remembers the present place, so that `[` comes back to it. Call before moving on. */
  markPlace(): void;
}

/** How the list that has the focus is to move. */
export type Move = ListMove;

/** A living pane: its store outside React, its behaviour for the shell's keys, and its drawing. */
export interface Pane {
  /** Behaviour of the feature's keymap, by binding id. */
  readonly actions: BindingActions;
  start(): void;
  stop(): Promise<void>;
  /** Tells when `status` or anything else that the shell shows has changed. */
  subscribe(listener: () => void): () => void;
  /** The room that the pane has got; told before it is first drawn, and at every change. */
  resize?(room: PaneViewProps): void;
  move(move: Move): void;
  /** Enter. */
  open(): void;
  /** Esc. @returns false when there was nothing to unwind */
  back(): boolean;
  /** Next or previous region; absent when the pane has one. */
  focusRegion?(step: 1 | -1): void;
  refresh(): void;
  /** The filter in force; applied as it is typed. An invalid pattern keeps the last good rows. */
  filter(text: string): void;
  /** The focused row, for copying. */
  focused(): { readonly id: string; readonly record: unknown } | null;
  /** The present place as text; `goTo` takes it back there. */
  place(): string;
  goTo(place: string): void;
  /**
   * The commands that reproduce this screen; in `note`, what of it they can't say but for the
   * filter, which the shell tells of.
   */
  twin(): { readonly command: string; readonly curl: string; readonly note?: string };
  /** What the view selects, for an export of all of it. Absent, or null: nothing to export. */
  selection?(): ExportSelection | null;
  /**
   * Takes what another pane selects. Only panes that take selections have it.
   *
   * @param filter that pane's filter, which no export applies; empty for none
   */
  receive?(selection: ExportSelection, filter: string): void;
  /** For the footer's right end and the terminal's title. */
  status(): { readonly rows: string; readonly title: string };
  /** What `:` offers beside the bindings, such as saved views. Absent when there is nothing. */
  commands?(): readonly PaneCommand[];
  /**
   * Takes the filter's key for a search of the region that has the focus.
   *
   * @returns false when the filter is meant for the rows, and the shell asks for it
   */
  search?(): boolean;
  /** An open form or prompt takes every key but ctrl-c; see `TextTarget`. */
  captured(): TextTarget | null;
  readonly View: ComponentType<PaneViewProps>;
}

/** What a view selects, in the words of the headless commands. */
export interface ExportSelection {
  /** The word after `scandeck export`: `scan-logs`. */
  readonly kind: string;
  /** The options of the kind's listing command, by camelCase name. */
  readonly criteria: Readonly<Record<string, string | boolean | readonly string[]>>;
  /** As `--since` takes it: `24h`, or RFC 3339. */
  readonly since: string;
  /** As `--until` takes it; null for now. */
  readonly until: string | null;
}

/** Something that the command line can run, which is no binding. */
export interface PaneCommand {
  /** Safe text, unlike any other command's of the pane. */
  readonly title: string;
  run(): void;
}

/** A form of the pane that is being typed into. */
export interface TextTarget {
  /** A printed grapheme, or pasted text. */
  type(text: string): void;
  /** `enter esc tab shift-tab up down left right home end backspace delete ctrl-u ctrl-w`. */
  key(name: string): void;
}

/** The room that a pane may draw in, in cells. */
export interface PaneViewProps {
  readonly width: number;
  readonly height: number;
}
