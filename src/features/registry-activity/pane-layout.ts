import { sideBySide } from '../../tui/kit/side-by-side.ts';
import type { PaneViewProps } from '../feature.ts';
import { type CellColumn, columnsFor } from './pane-columns.ts';
import { rowsNeedDay } from './pane-day.ts';
import { headingLines } from './pane-heading.ts';
import { timelineHeight } from './pane-timeline.ts';
import type { ActivityRoom } from './store-derive.ts';
import type { ActivitySnapshot } from './store-state.ts';

/** Where everything is, in cells. */
export interface ActivityLayout {
  /** Width of the facets; 0 while they are not shown. */
  readonly facets: number;
  /** Width of the rows; 0 while the facets take it all. */
  readonly list: number;
  readonly columns: readonly CellColumn[];
  readonly heading: number;
  readonly timeline: number;
  readonly rows: number;
  readonly facetRows: number;
  /** Lines of the selected event's preview; 0 for none. */
  readonly preview: number;
}

/** From which width on facets and rows stand side by side. */
const besideFrom = 110;
/** A heading leaves this many lines for what is below it. */
const leastBelow = 8;

/**
 * Lays the pane out. On a narrow screen the facets take the rows' place while the keys go there.
 *
 * @param promptLines lines of the open prompt
 */
export function layoutOf(
  snapshot: ActivitySnapshot,
  { width, height }: PaneViewProps,
  promptLines: number,
): ActivityLayout {
  const sideWidth = width >= 160 ? 40 : width >= 130 ? 32 : 26;
  const isInFront = snapshot.view.region === 'facets';
  const { side, main } = sideBySide(width, { besideFrom, sideWidth, isInFront });
  const most = Math.max(1, height - promptLines - leastBelow);
  const heading = Math.min(most, headingLines(snapshot, width).length);
  const timeline = timelineHeight(height - heading - promptLines);
  const body = Math.max(3, height - heading - promptLines - timeline);
  const preview = main >= 140 && body >= 40 ? 12 : 0;
  return {
    facets: side,
    list: main,
    // The list keeps a cell for the selection's mark, the row one for its own.
    columns: columnsFor({ width: (main || width) - 2, withDay: rowsNeedDay(snapshot) }),
    heading,
    timeline,
    preview,
    rows: Math.max(1, body - 2 - preview),
    facetRows: Math.max(1, body - 1),
  };
}

/** What the store has to know of it. */
export function roomOf({ rows, facetRows, columns }: ActivityLayout): ActivityRoom {
  return { rows, facets: facetRows, columns: columns.map(({ name }) => name) };
}
