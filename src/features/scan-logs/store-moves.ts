import { foldAtCursor } from '../../core/facet-list.ts';
import { type ListMove, moveInList } from '../../core/list.ts';
import type { Asking } from './store-asking.ts';
import { countValues } from './store-columns.ts';
import { bucketAt, histogramOf, wantedBuckets } from './store-histogram.ts';
import type { LogsParts } from './store-parts.ts';
import type { Front, LogsSnapshot, LogsView, Region } from './store-state.ts';

/** Moving about: nothing of it reaches the vendor but the pages that it needs. */
export interface Moves {
  move(move: ListMove): void;
  /** Left or right: the focused column, the bucket, or a field that closes or opens. */
  sideways(step: 1 | -1): void;
  focusRegion(step: 1 | -1): void;
  focus(region: Region): void;
}

const regions: readonly Region[] = ['facets', 'histogram', 'rows'];

/** Joins the moves to the parts that they change. */
export function createMoves(
  parts: LogsParts,
  asking: Pick<Asking, 'more' | 'countOverTime'>,
): Moves {
  const view = () => parts.get().view;
  const focus = (region: Region) => {
    if (region === view().region) return;
    parts.view({ region, stretch: null });
    if (region === 'histogram') asking.countOverTime();
  };
  const moveRows = (move: ListMove) => {
    const before = view();
    const list = moveInList(before.list, before.visible, parts.room().rows, move);
    parts.view({ list });
    if (isNearEnd(view(), parts.room().rows, list === before.list)) asking.more();
  };
  return {
    focus,
    focusRegion: (step) => {
      const at = regions.indexOf(view().region);
      focus(regions[(at + step + regions.length) % regions.length] ?? 'rows');
    },
    move: (move) => {
      const front = view().fronts.at(-1);
      if (front !== undefined) moveFront(parts, front, move);
      else if (view().region === 'rows') moveRows(move);
      else if (view().region === 'facets') moveFacets(parts, move);
      else moveBucket(parts, bucketStep(move));
    },
    sideways: (step) => {
      const { region, fronts } = view();
      if (fronts.length > 0) return;
      if (region === 'rows') moveColumn(parts, step);
      else if (region === 'histogram') moveBucket(parts, step);
      else openLine(parts, step > 0);
    },
  };
}

/**
 * Whether the next page is wanted. Under a filter the rows that are left say nothing about how far
 * the user is, so that only a move which hits the end asks for more.
 */
function isNearEnd(view: LogsView, height: number, stood: boolean): boolean {
  const { visible, list, filter, only } = view;
  const at = list.selected === null ? -1 : visible.indexOf(list.selected);
  if (filter.text !== '' || only !== null) return stood && at >= visible.length - 1;
  return at >= visible.length - 2 * height;
}

function moveFront(parts: LogsParts, front: Front, move: ListMove): void {
  if (front.kind === 'detail') return;
  const ids = frontIds(parts.get(), front);
  parts.front({ ...front, list: moveInList(front.list, ids, parts.room().front, move) });
}

/** The rows of a list in front, by id. */
export function frontIds(snapshot: LogsSnapshot, front: Front): readonly string[] {
  if (front.kind === 'frequency') {
    return countValues(shownLogs(snapshot), front.column).map(({ value }) => value);
  }
  if (front.kind !== 'history' || front.load.kind !== 'ready') return [];
  return front.load.history.entries.map(({ log }) => log.key);
}

/** The loaded rows that the filter leaves. */
export function shownLogs({ rows, view }: LogsSnapshot) {
  if (view.visible.length === rows.logs.length) return rows.logs;
  const keys = new Set(view.visible);
  return rows.logs.filter(({ key }) => keys.has(key));
}

function moveFacets(parts: LogsParts, move: ListMove): void {
  const { items, view } = parts.get();
  const ids = items.map(({ id }) => id);
  parts.facetView({ list: moveInList(view.facets.list, ids, parts.room().facets, move) });
}

/** Right opens the field of the line, left closes it and goes to its head. */
function openLine(parts: LogsParts, open: boolean): void {
  const { items, view } = parts.get();
  const folded = foldAtCursor(items, { folds: view.facets, list: view.facets.list }, open);
  if (folded === null) return;
  const { folds, list } = folded;
  parts.facetView({ open: folds.open, unfolded: folds.unfolded, list });
}

function moveColumn(parts: LogsParts, step: 1 | -1): void {
  const { columns } = parts.room();
  const next = columns[columns.indexOf(parts.get().view.column) + step];
  if (next !== undefined) parts.view({ column: next });
}

function bucketStep(move: ListMove): number {
  const far = wantedBuckets * 100;
  if (move === 'first') return -far;
  if (move === 'last') return far;
  return move.endsWith('down') ? 1 : -1;
}

function moveBucket(parts: LogsParts, step: number): void {
  const snapshot = parts.get();
  const { buckets } = histogramOf(snapshot, wantedBuckets);
  const at = bucketAt(buckets, snapshot.view.stretch?.at ?? null);
  const next = buckets[Math.min(buckets.length - 1, Math.max(0, at + step))];
  if (next === undefined) return;
  parts.view({ stretch: { anchor: snapshot.view.stretch?.anchor ?? null, at: next.at } });
}
