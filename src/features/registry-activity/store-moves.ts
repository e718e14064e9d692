import { fieldLineId, foldAtCursor, openField } from '../../core/facet-list.ts';
import { type ListMove, moveInList } from '../../core/list.ts';
import { rowKey } from './store-buffer.ts';
import { fieldOfColumn } from './store-fields.ts';
import type { Load } from './store-load.ts';
import type { ActivityParts } from './store-parts.ts';
import type { ActivityView } from './store-state.ts';

/** Moving about: nothing of it reaches the vendor. */
export interface Moves {
  move(move: ListMove): void;
  /** Left or right: the focused column, a field that closes or opens, the event before or after. */
  sideways(step: 1 | -1): void;
  focusRegion(): void;
  focus(region: ActivityView['region']): void;
  /** Follows what comes, in the order of time; or holds. */
  follow(): void;
  /** Goes to the values of the focused column. @returns false when nobody counts them */
  countColumn(): boolean;
}

const upward: ReadonlySet<ListMove> = new Set(['up', 'page-up', 'half-up', 'first']);

/** Joins the moves to the parts that they change. */
export function createMoves(parts: ActivityParts, load: Pick<Load, 'follow'>): Moves {
  const view = () => parts.get().view;
  const moveRows = (move: ListMove) => {
    const { list, visible, order } = view();
    // Whoever leaves the end where new rows come in wants to look: it holds.
    if (parts.get().load.following && upward.has(move) !== order.descends) load.follow(false);
    parts.view({ list: moveInList(list, visible, parts.room().rows, move) });
  };
  const focus = (region: ActivityView['region']) => {
    if (view().region !== region) parts.view({ region });
  };
  return {
    focus,
    focusRegion: () => focus(view().region === 'rows' ? 'facets' : 'rows'),
    follow: () => {
      const { following } = parts.get().load;
      if (!following && view().order.column !== 'time') {
        parts.view({ order: { column: 'time', descends: false } });
      }
      load.follow(!following);
    },
    move: (move) => {
      if (view().detail !== null) return;
      if (view().region === 'rows') moveRows(move);
      else moveFacets(parts, move);
    },
    sideways: (step) => {
      if (view().detail !== null) stepDetail(parts, step);
      else if (view().region === 'rows') moveColumn(parts, step);
      else openLine(parts, step > 0);
    },
    countColumn: () => {
      const field = fieldOfColumn[view().column];
      if (field === null) return false;
      const folds = openField(view().folds, field, true);
      const unfolded = new Set([...folds.unfolded, field]);
      parts.view({
        region: 'facets',
        folds: { ...folds, unfolded },
        facets: { selected: fieldLineId(field), top: Number.MAX_SAFE_INTEGER },
      });
      return true;
    },
  };
}

function moveFacets(parts: ActivityParts, move: ListMove): void {
  const { items, view } = parts.get();
  const ids = items.map(({ id }) => id);
  parts.view({ facets: moveInList(view.facets, ids, parts.room().facets, move) });
}

function moveColumn(parts: ActivityParts, step: 1 | -1): void {
  const { columns } = parts.room();
  const next = columns[columns.indexOf(parts.get().view.column) + step];
  if (next !== undefined) parts.view({ column: next });
}

/** Right opens the field of the line, left closes it and goes to its head. */
function openLine(parts: ActivityParts, open: boolean): void {
  const { items, view } = parts.get();
  const folded = foldAtCursor(items, { folds: view.folds, list: view.facets }, open);
  if (folded !== null) parts.view({ folds: folded.folds, facets: folded.list });
}

/** The event after or before the one in front; the cursor goes along. */
function stepDetail(parts: ActivityParts, step: 1 | -1): void {
  const { rows, visible, detail, list } = parts.get().view;
  if (detail === null) return;
  const at = visible.indexOf(rowKey(detail));
  const next = rows[at + step];
  if (at < 0 || next === undefined) return;
  const moved = moveInList(list, visible, parts.room().rows, step > 0 ? 'down' : 'up');
  parts.view({ detail: next, list: { ...moved, selected: rowKey(next) } });
}
