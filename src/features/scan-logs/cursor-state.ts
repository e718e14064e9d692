import type { Stretch, TimeParts } from '../../core/time-parts.ts';
import type { LogSort, ScanLog } from './model.ts';

/** The stretch that is being read: the whole search, or a part of its time. */
export interface Reading {
  /** Null for the whole search, which is asked for by its own time at first. */
  readonly part: Stretch | null;
  /** By time, instead of the search's order: for a millisecond with more than one search gives. */
  readonly sort: LogSort | null;
  /** Keys of what the search's order gave of the same part. */
  readonly earlier: ReadonlySet<string>;
  /** The row that comes next. */
  start: number;
  /** Rows that match, as last told. */
  found: number | null;
  /** Keys of its rows. */
  readonly seen: Set<string>;
  /** The latest time of its rows, epoch milliseconds. */
  latest: number;
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
  /** Keys of the two parts before: near a cut a row may stand in several, if they are that short. */
  before: readonly ReadonlySet<string>[];
  given: number;
  undecoded: number;
  repeated: number;
  /** Parts in a row whose rows are not of their time. */
  outside: number;
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
    before: [],
    ...{ given: 0, undecoded: 0, repeated: 0, outside: 0, ended: false, missing: [] },
  };
}

/** A stretch that nothing was read of. */
export function startReading(part: Stretch | null): Reading {
  return { ...{ part, sort: null, start: 0, found: null }, ...emptyReading() };
}

/** The same part in another order. */
export function readAgain({ part, earlier, seen }: Reading, sort: LogSort): Reading {
  const known = new Set([...earlier, ...seen]);
  return { ...{ part, sort, start: 0, found: null }, ...emptyReading(), earlier: known };
}

const emptyReading = () => ({
  earlier: new Set<string>(),
  seen: new Set<string>(),
  held: [],
  latest: 0,
});
