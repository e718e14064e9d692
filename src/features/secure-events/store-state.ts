import type { CallFailure } from '../../core/call-failure.ts';
import type { ListState } from '../../core/list.ts';
import type { AuditEntry } from './audit-model.ts';
import type { EventCounts, TimeSeries } from './event-counts.ts';
import type { FilterFields } from './filter-fields.ts';
import type { SecureEvent } from './model.ts';
import type { StreamEntry } from './store-buffer.ts';
import type { ColumnValue, StreamColumn, ValueOrder } from './store-columns.ts';
import type { EventsQuestion } from './store-question.ts';
import type { TopGroup, TopItem } from './store-top.ts';
import type { ImageReport } from './vulnerability-model.ts';

/** The stream as it is shown; it stays while another is asked for, and when that fails. */
export interface StreamState {
  /** What the rows answer; null before the first answer. */
  readonly of: EventsQuestion | null;
  /** In the order in which they came. */
  readonly entries: readonly StreamEntry[];
  readonly following: boolean;
  /** Events that came since the stream is held. */
  readonly fresh: number;
  /** Events that the buffer let go. */
  readonly dropped: number;
  /** Events a second over the last polls; null before there are two. */
  readonly perSecond: number | null;
  readonly state: 'asking' | 'live' | 'catching-up';
  /** How far behind now it is while it catches up, in milliseconds. */
  readonly lagMs: number;
  readonly failure: CallFailure | null;
}

/** What one call answered, beside whether it is asked again. The last answer stays. */
export interface Part<T> {
  readonly of: EventsQuestion | null;
  readonly value: T | null;
  /** Epoch milliseconds of the answer. */
  readonly at: number | null;
  readonly loading: boolean;
  readonly failure: CallFailure | null;
}

/** What came of a call that a front was opened for. */
export type Load<T> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly value: T; readonly notes: readonly string[] }
  | { readonly kind: 'failed'; readonly failure: CallFailure };

/** A table of a column's values among the rows that were here when it was asked for. */
export interface CountsFront {
  readonly kind: 'counts';
  readonly column: StreamColumn;
  /** Events that are counted. */
  readonly counted: number;
  /** Rows that were here, whatever the filter. */
  readonly of: number;
  readonly isPending: boolean;
  /** In order. */
  readonly values: readonly ColumnValue[];
  readonly order: ValueOrder;
  readonly list: ListState;
}

/** What stands in front of the stream, one upon the other. */
export type Front =
  | CountsFront
  | { readonly kind: 'detail'; readonly event: SecureEvent }
  | {
      readonly kind: 'around';
      readonly event: SecureEvent;
      readonly load: Load<readonly AuditEntry[]>;
      readonly list: ListState;
    }
  | { readonly kind: 'activity'; readonly entry: AuditEntry }
  | {
      readonly kind: 'trace';
      readonly entry: AuditEntry;
      readonly load: Load<readonly AuditEntry[]>;
      readonly list: ListState;
    }
  | {
      readonly kind: 'image';
      readonly event: SecureEvent;
      readonly load: Load<ImageReport | null>;
      readonly list: ListState;
    };

/** The part of the pane that the keys go to. */
export type Region = 'top' | 'stream';

/** What the user chose on the screen alone. */
export interface EventsView {
  readonly region: Region;
  readonly fronts: readonly Front[];
  readonly list: ListState;
  /** The column that the keys go to. */
  readonly column: StreamColumn;
  /** The rows that the filter leaves, and their ids at the same places. */
  readonly rows: readonly StreamEntry[];
  readonly visible: readonly string[];
  readonly filter: {
    readonly text: string;
    readonly error: string | null;
    /** Rows are still being asked; those shown are what the last filter left. */
    readonly isPending: boolean;
  };
  readonly marks: ReadonlySet<string>;
  readonly top: ListState;
  /** Fields of the most frequent values that are folded. */
  readonly folded: ReadonlySet<string>;
}

/** One snapshot of the Events pane. */
export interface EventsSnapshot {
  readonly question: EventsQuestion;
  readonly stream: StreamState;
  readonly counts: Part<EventCounts>;
  /** A value of null means that the server has no series. */
  readonly series: Part<TimeSeries>;
  readonly top: Part<readonly TopGroup[]>;
  /** What filters may name; null until it is known. */
  readonly fields: FilterFields | null;
  readonly view: EventsView;
  /** The lines of the most frequent values. */
  readonly items: readonly TopItem[];
}

/** Whether the rows on the screen answer the question on the screen. */
export function streamIsCurrent({ question, stream }: EventsSnapshot): boolean {
  return stream.of === question;
}
