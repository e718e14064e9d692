import { sideBySide } from '../../tui/kit/side-by-side.ts';
import type { PaneViewProps } from '../feature.ts';
import { type CellColumn, columnsFor } from './pane-columns.ts';
import { rowsNeedDay } from './pane-day.ts';
import { headingLines } from './pane-heading.ts';
import { timelineHeight } from './pane-timeline.ts';
import type { EventsRoom } from './store-derive.ts';
import type { EventsSnapshot } from './store-state.ts';

/** Where everything is, in cells. */
export interface EventsLayout {
  /** Width of the most frequent values; 0 while they are not shown. */
  readonly top: number;
  /** Width of the stream; 0 while the values take it all. */
  readonly stream: number;
  readonly columns: readonly CellColumn[];
  readonly timeline: number;
  /** Lines of the stream's rows. */
  readonly rows: number;
  readonly topRows: number;
  /** Lines of the selected event's preview; 0 for none. */
  readonly preview: number;
}

/** From which width on values and stream stand side by side. */
const besideFrom = 100;

/**
 * Lays the pane out. On a narrow screen the values take the stream's place while the keys go there.
 *
 * @param promptLines lines of the open prompt
 */
export function layoutOf(
  snapshot: EventsSnapshot,
  { width, height }: PaneViewProps,
  promptLines: number,
): EventsLayout {
  const sideWidth = width >= 160 ? 40 : 32;
  const isInFront = snapshot.view.region === 'top';
  const { side, main } = sideBySide(width, { besideFrom, sideWidth, isInFront });
  const above = headingLines(snapshot, width).length + promptLines;
  const timeline = timelineHeight(height - above);
  const body = Math.max(3, height - above - timeline);
  const preview = main >= 140 && body >= 40 ? 14 : 0;
  return {
    top: side,
    stream: main,
    // The list keeps a cell for the selection's mark, the row one for its own.
    columns: columnsFor((main || width) - 2, rowsNeedDay(snapshot)),
    timeline,
    preview,
    rows: Math.max(1, body - 2 - preview),
    topRows: Math.max(1, body - 1),
  };
}

/**
 * What the store has to know of it.
 *
 * @param headLines lines above a list in front
 */
export function roomOf(
  layout: EventsLayout,
  { height }: PaneViewProps,
  headLines: number,
): EventsRoom {
  return {
    rows: layout.rows,
    top: layout.topRows,
    front: Math.max(1, height - headLines),
    columns: layout.columns.map(({ name }) => name),
  };
}
