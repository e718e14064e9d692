import type { CallFailure } from '../../core/call-failure.ts';
import type { FacetFolds } from '../../core/facet-list.ts';
import type { ListState } from '../../core/list.ts';
import type { FacetItem, FacetMemory } from './facet-state.ts';
import type { Facet } from './facets.ts';
import type { HistogramBucket } from './histogram.ts';
import type { LogHistory } from './log-history.ts';
import type { LogCriteria, LogSort, ScanLog } from './model.ts';
import type { ColumnName } from './store-columns.ts';

/** What is asked. Every asking is a new object, so that an answer knows whose it is. */
export interface Question {
  readonly criteria: LogCriteria;
  readonly sort: LogSort;
}

/** The rows that are loaded. They stay while others are asked for, and when that fails. */
export interface RowsState {
  /** What the rows answer; null while there are none. */
  readonly of: Question | null;
  readonly logs: readonly ScanLog[];
  readonly found: number | null;
  readonly reachable: number;
  readonly notes: readonly string[];
  /** Those of the notes that tell of something odd. */
  readonly warnings: readonly string[];
  readonly undecoded: number;
  readonly window: { readonly since: number; readonly until: number } | null;
  /** All rows that there are have been loaded. */
  readonly isComplete: boolean;
  /** The first page of an answer, or a further one. */
  readonly loading: 'no' | 'first' | 'more';
  readonly failure: CallFailure | null;
}

/** The values that were counted, and for which criteria. */
export interface FacetsState {
  readonly of: LogCriteria | null;
  readonly facets: readonly Facet[];
  /** Values that were seen before: they can be chosen though the last answer lacks them. */
  readonly memory: FacetMemory;
  readonly refused: readonly string[];
  readonly loading: boolean;
  readonly failure: CallFailure | null;
}

/** Scans over time as the server counted them; asked for only when the user goes there. */
export interface HistogramState {
  readonly of: LogCriteria | null;
  readonly buckets: readonly HistogramBucket[];
  readonly loading: boolean;
  readonly failure: CallFailure | null;
}

/** What came of asking for an image's history. */
export type HistoryLoad =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly history: LogHistory }
  | { readonly kind: 'failed'; readonly failure: CallFailure };

/** What stands in front of the rows, one upon the other. */
export type Front =
  | { readonly kind: 'detail'; readonly log: ScanLog }
  | {
      readonly kind: 'history';
      readonly log: ScanLog;
      readonly load: HistoryLoad;
      readonly list: ListState;
    }
  | { readonly kind: 'frequency'; readonly column: ColumnName; readonly list: ListState };

/** The part of the pane that the keys go to. */
export type Region = 'facets' | 'histogram' | 'rows';

/** Loaded rows that alone are shown: those with one value in one column. */
export interface Only {
  readonly column: ColumnName;
  readonly value: string;
}

/** How the list of facets stands. */
export interface FacetView extends FacetFolds {
  readonly list: ListState;
  readonly search: string;
  /** The field where the search was begun: what is typed may be a value of it. */
  readonly searchFor: string;
}

/** What the user chose on the screen alone; nothing of it reaches the vendor. */
export interface LogsView {
  readonly region: Region;
  readonly fronts: readonly Front[];
  readonly list: ListState;
  /** Keys of the rows that the filter leaves, in order. */
  readonly visible: readonly string[];
  readonly filter: { readonly text: string; readonly error: string | null };
  readonly only: Only | null;
  readonly column: ColumnName;
  readonly hidden: ReadonlySet<ColumnName>;
  readonly marks: ReadonlySet<string>;
  readonly facets: FacetView;
  /** Ends of the stretch that is chosen in the histogram, epoch milliseconds; null for the newest. */
  readonly stretch: { readonly anchor: number | null; readonly at: number } | null;
}

/** One snapshot of the Scan logs pane. */
export interface LogsSnapshot {
  readonly question: Question;
  readonly rows: RowsState;
  readonly facets: FacetsState;
  readonly histogram: HistogramState;
  readonly view: LogsView;
  /** The lines of the facets. */
  readonly items: readonly FacetItem[];
}

/** No row, and nothing asked. */
export const noRows: RowsState = {
  of: null,
  logs: [],
  found: null,
  reachable: 0,
  notes: [],
  warnings: [],
  undecoded: 0,
  window: null,
  isComplete: false,
  loading: 'no',
  failure: null,
};

/** Whether two criteria ask for the same scans. */
export function sameCriteria(left: LogCriteria | null | undefined, right: LogCriteria): boolean {
  return left === right || (left != null && JSON.stringify(left) === JSON.stringify(right));
}

/** Whether the rows on the screen are those of the criteria on the screen. */
export function rowsAreCurrent({ question, rows }: Pick<LogsSnapshot, 'question' | 'rows'>) {
  return sameCriteria(rows.of?.criteria, question.criteria);
}

/** Whether the counts of the facets are those of the criteria on the screen. */
export function facetsAreCurrent({ question, facets }: Pick<LogsSnapshot, 'question' | 'facets'>) {
  return sameCriteria(facets.of, question.criteria);
}
