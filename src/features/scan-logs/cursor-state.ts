import type { LogSort, ScanLog } from './model.ts';
import type { Stretch, TimeParts } from './time-parts.ts';

/** The stretch that is being read: the whole search, or a part of its time. */
export interface Reading {
  /** Null for the whole search, which is asked for by its own time at first. */
  readonly part: Stretch | null;
  /** The row that comes next. */
  start: number;
  /** Rows that match, as last told. */
  found: number | null;
  /** Keys of its rows. */
  readonly seen: Set<string>;
  /** Rows that are to be sorted here. */
  readonly held: ScanLog[];
}

/** What a cursor knows. It changes only after an answer, so that a failure can be asked again. */
export interface CursorState {
  readonly sort: LogSort;
  /** The last row that one search gives. */
  readonly limit: number;
  reading: Reading | null;
  /** Null until the first answer. */
  window: Stretch | null;
  /** Null while the whole search is within reach. */
  parts: TimeParts | null;
  /** Rows that match, as first told. */
  found: number | null;
  /** Rows in order that were not given away yet. */
  ready: ScanLog[];
  /** Keys of rows that were given away before the time was divided. */
  head: ReadonlySet<string>;
  /** Keys of the part before: at a cut, a row may stand in both. */
  before: ReadonlySet<string>;
  given: number;
  undecoded: number;
  repeated: number;
  ended: boolean;
  /** Whether rows are sorted here. */
  here: boolean;
  /** Why rows are missing that can't be had; safe. */
  readonly missing: string[];
}

/** The state of a cursor that nothing was asked of. */
export function startState(given: Pick<CursorState, 'sort' | 'limit' | 'here'>): CursorState {
  return {
    ...given,
    ...{ window: null, parts: null, found: null, ready: [] },
    reading: startReading(null),
    head: new Set(),
    before: new Set(),
    ...{ given: 0, undecoded: 0, repeated: 0, ended: false, missing: [] },
  };
}

/** A stretch that nothing was read of. */
export function startReading(part: Stretch | null): Reading {
  return { part, start: 0, found: null, seen: new Set(), held: [] };
}
