import { sideBySide } from '../../tui/kit/side-by-side.ts';
import type { PaneViewProps } from '../feature.ts';
import { type CellColumn, columnsFor } from './pane-columns.ts';
import { headingLines } from './pane-heading.ts';
import type { LogsRoom } from './store-derive.ts';
import type { LogsSnapshot } from './store-state.ts';

/** Where everything is, in cells. */
export interface LogsLayout {
  /** Width of the facets; 0 while they are not shown. */
  readonly facets: number;
  /** Width of the rows; 0 while the facets take it all. */
  readonly rows: number;
  readonly columns: readonly CellColumn[];
  /** Lines of the heading and of an open prompt. */
  readonly above: number;
  /** Lines of the scans over time, above facets and rows; 0 while the facets take it all. */
  readonly histogram: number;
  /** Lines of the rows below their head. */
  readonly rowLines: number;
  readonly facetLines: number;
  /** Lines of the selected row's preview; 0 for none. */
  readonly preview: number;
}

/** From which width on facets and rows stand side by side. */
const besideFrom = 116;

/**
 * Lays the pane out. On a narrow screen the facets take the rows' place while the keys go to them.
 *
 * @param promptLines lines of the open prompt
 */
export function layoutOf(
  snapshot: LogsSnapshot,
  { width, height }: PaneViewProps,
  promptLines: number,
): LogsLayout {
  const sideWidth = width >= 160 ? 40 : 32;
  const isInFront = snapshot.view.region === 'facets';
  const { side, main } = sideBySide(width, { besideFrom, sideWidth, isInFront });
  const above = headingLines(snapshot, width).length + promptLines;
  const body = Math.max(3, height - above);
  const histogram = main === 0 ? 0 : body >= 44 ? 5 : body >= 26 ? 3 : 1;
  const preview = main >= 140 && body >= 44 ? 12 : 0;
  return {
    facets: side,
    rows: main,
    // The list keeps a cell for the selection's mark, the row one for its own.
    columns: columnsFor((main || width) - 2, snapshot.view.hidden),
    above,
    histogram,
    preview,
    rowLines: Math.max(1, body - histogram - 2 - preview),
    facetLines: Math.max(1, body - histogram - 1),
  };
}

/** What the store has to know of it. */
export function roomOf(layout: LogsLayout, { height }: PaneViewProps): LogsRoom {
  return {
    rows: layout.rowLines,
    facets: layout.facetLines,
    front: Math.max(1, height - frontHead),
    columns: layout.columns.map(({ name }) => name),
  };
}

/** Lines above a list in front: its title, what it says of itself, a blank line, its head. */
export const frontHead = 4;
