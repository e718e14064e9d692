import type { Clock } from '../core/clock.ts';

/** What is known at the end of the records. */
export interface Summary {
  /** All rows that there are; null when that is unknown. */
  readonly total: number | null;
  readonly truncated: boolean;
  /** Epoch milliseconds. */
  readonly asOf: number;
  readonly warnings: readonly string[];
}

/** Where the records of a command go. */
export interface FormatTarget {
  readonly clock: Clock;
  readonly write: (data: string) => Promise<void>;
  readonly isTerminal: boolean;
  /** Cells a line; null where lines may be of any length. */
  readonly width: () => number | null;
  /** Whether a table shows times in the machine's zone. */
  readonly local: boolean;
}

/** Prints records in one format. */
export interface RecordFormat<Row> {
  add(rows: readonly Row[]): Promise<void>;
  end(summary: Summary): Promise<void>;
}
