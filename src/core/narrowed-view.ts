import type { FacetFolds } from './facet-list.ts';
import { emptyList, type ListState } from './list.ts';

/** What a list shows: rows, and what tells them apart at the same places. */
export interface ShownRows<Row> {
  readonly list: ListState;
  readonly rows: readonly Row[];
  readonly visible: readonly string[];
}

/** The row that the cursor is on; null for none. */
export function rowAtCursor<Row>({ list, rows, visible }: ShownRows<Row>): Row | null {
  return list.selected === null ? null : (rows[visible.indexOf(list.selected)] ?? null);
}

/** Rows that are narrowed by values and by a filter, and where the user is among them. */
export interface NarrowedView<Row> extends ShownRows<Row> {
  /** The part of the pane that the keys go to. */
  readonly region: 'rows' | 'facets';
  /** The row that stands in front of the others, in full. */
  readonly detail: Row | null;
  /** The rows that the narrowing leaves: what the filter is over. */
  readonly narrowed: readonly Row[];
  readonly filter: { readonly text: string; readonly error: string | null };
  readonly folds: FacetFolds;
  readonly facets: ListState;
}

/** No rows. @param open the fields that show their values at first */
export function emptyNarrowed(open: ReadonlySet<string>): NarrowedView<never> {
  return {
    ...{ region: 'rows', detail: null, list: emptyList, rows: [], visible: [], narrowed: [] },
    ...{ filter: { text: '', error: null }, folds: { open, unfolded: new Set() } },
    facets: emptyList,
  };
}

/** The row that is meant: the one in front, else the one that the cursor is on. */
export function focusedRow<Row>(view: ShownRows<Row> & { readonly detail: Row | null }) {
  return view.detail ?? rowAtCursor(view);
}
