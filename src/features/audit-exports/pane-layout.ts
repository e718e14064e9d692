import { rowsThatFit } from '../../tui/kit/list.tsx';
import { sideBySide } from '../../tui/kit/side-by-side.ts';
import type { PaneViewProps } from '../feature.ts';
import { type CellColumn, columnsFor } from './pane-events-rows.ts';
import { headingLines } from './pane-heading.ts';
import { cardHeight } from './pane-jobs.ts';
import type { ExportsSnapshot } from './store.ts';
import type { EventsRoom } from './store-events-derive.ts';
import type { EventsSnapshot } from './store-events-state.ts';

/** Where everything of the audit events is, in cells. */
export interface EventsLayout {
  /** Width of the facets; 0 while they are not shown. */
  readonly facets: number;
  /** Width of the rows; 0 while the facets take it all. */
  readonly list: number;
  readonly columns: readonly CellColumn[];
  readonly rows: number;
  readonly facetRows: number;
}

/** Lines of the heading, and what is left below it. */
export interface PaneLayout {
  readonly heading: number;
  readonly body: number;
}

/** From which width on facets and rows stand side by side. */
const besideFrom = 110;
/** A heading leaves this many lines for what is below it. */
const leastBelow = 6;

/** Lays the pane out below each other. @param promptLines lines of the open prompt */
export function layoutOf(
  snapshot: ExportsSnapshot,
  { width, height }: PaneViewProps,
  promptLines: number,
): PaneLayout {
  const most = Math.max(1, height - promptLines - leastBelow);
  const heading = Math.min(most, headingLines(snapshot, width).length);
  return { heading, body: Math.max(3, height - heading - promptLines) };
}

/** From which width on the job under the cursor is told of beside the list, and the list's width. */
const previewFrom = 160;

/** Widths of the jobs and of the text beside them; 0 where there is no room for that. */
export function jobsWidths(width: number): { readonly list: number; readonly preview: number } {
  if (width < previewFrom) return { list: width, preview: 0 };
  const list = Math.max(104, Math.floor(width / 2));
  return { list, preview: width - list - 2 };
}

/** How many jobs fit below the heading and its blank line. */
export function jobsThatFit({ body }: PaneLayout): number {
  return rowsThatFit(body - 1, cardHeight);
}

/** Lays the audit events out. On a narrow screen the facets take the rows' place. */
export function eventsLayout(
  { load, view }: EventsSnapshot,
  width: number,
  body: number,
): EventsLayout {
  const sideWidth = width >= 160 ? 44 : 32;
  const isInFront = view.region === 'facets';
  const { side, main } = sideBySide(width, { besideFrom, sideWidth, isInFront });
  return {
    facets: side,
    list: main,
    // The list keeps a cell for the selection's mark.
    columns: columnsFor((main || width) - 2, spansDays(load)),
    rows: Math.max(1, body - 2),
    facetRows: Math.max(1, body - 1),
  };
}

/** What the store has to know of it. */
export function roomOf({ rows, facetRows }: EventsLayout): EventsRoom {
  return { rows, facets: facetRows };
}

const dayMs = 86_400_000;

/** The time of day alone tells nothing once there is more than one day. */
function spansDays({ events }: EventsSnapshot['load']): boolean {
  const day = (at: number) => Math.floor((events.at(at)?.atMs ?? 0) / dayMs);
  return day(0) !== day(-1);
}
