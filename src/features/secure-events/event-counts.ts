import type { EventFilter } from './model.ts';

/** A stretch of time that is listed. Ends in epoch nanoseconds, both included. */
export interface EventWindow {
  readonly fromNs: bigint;
  readonly toNs: bigint;
  readonly filter: EventFilter;
}

/** Options of the calls that count. */
export interface CountOptions extends EventWindow {
  readonly signal?: AbortSignal;
}

/** Events counted by category (`policyEvents`, ...) and severity, 0 to 7. */
export interface EventCounts {
  readonly byCategory: ReadonlyMap<string, readonly number[]>;
  readonly bySeverity: readonly number[];
  readonly total: number;
}

/** How often a value occurs. Texts are hostile. */
export interface TopValue {
  readonly key: string;
  readonly count: number;
  /** The field that the key is a value of, for a filter; null when the vendor does not tell. */
  readonly label: string | null;
}

/** The most frequent values of some fields; a field that the server lacks is left out. */
export interface TopList {
  /** `ruleName`, `kubernetes.cluster.name`, `workload`, `mitre`, ... */
  readonly field: string;
  readonly values: readonly TopValue[];
}

/** Events over time, a line a group: a severity's number or a user. */
export interface TimeSeries {
  /** Nanoseconds from one point to the next. */
  readonly stepNs: bigint;
  readonly groups: ReadonlyMap<string, readonly SeriesPoint[]>;
}

/** Events from a moment on, for one step. */
export interface SeriesPoint {
  readonly atNs: bigint;
  readonly count: number;
}
