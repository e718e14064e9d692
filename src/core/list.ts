/** Where a windowed list stands. The selection is a row's identity, never its index. */
export interface ListState {
  readonly selected: string | null;
  /** Index of the first row on screen. */
  readonly top: number;
}

/** How the selection is to move. */
export type ListMove =
  | 'up'
  | 'down'
  | 'page-up'
  | 'page-down'
  | 'half-up'
  | 'half-down'
  | 'first'
  | 'last';

/** A list that selects its first row as soon as it has one. */
export const emptyList: ListState = { selected: null, top: 0 };

/** Moves the selection, and the window with it. A page moves both, so that the eye keeps its line. */
export function moveInList(
  state: ListState,
  ids: readonly string[],
  height: number,
  move: ListMove,
): ListState {
  const rows = Math.max(1, height);
  const step = steps(ids.length, rows)[move];
  const index = clamp(selectedIndex(state, ids) + step, ids.length);
  const top = Math.abs(step) > 1 ? state.top + step : state.top;
  return settle(state, ids, { index, top, rows });
}

/**
 * Fits the state to new rows or a new height. The selection stays on its row and, where it can, on
 * its line of the screen; when the row is gone, its nearest neighbour that is left takes over.
 *
 * @param previousIds the rows that the state was made for; needed to know a lost row's neighbours
 */
export function keepInList(
  state: ListState,
  ids: readonly string[],
  height: number,
  previousIds: readonly string[] = ids,
): ListState {
  const before = selectedIndex(state, previousIds);
  const kept = selectedIndex(state, ids);
  const index = clamp(kept >= 0 ? kept : heir(before, previousIds, ids), ids.length);
  const top = before < 0 ? state.top : state.top + index - before;
  return settle(state, ids, { index, top, rows: Math.max(1, height) });
}

/** The rows on screen. */
export function visibleIds(
  state: ListState,
  ids: readonly string[],
  height: number,
): readonly string[] {
  return ids.slice(state.top, state.top + Math.max(0, height));
}

function steps(length: number, rows: number): Readonly<Record<ListMove, number>> {
  const half = Math.max(1, Math.floor(rows / 2));
  return {
    up: -1,
    down: 1,
    'page-up': -rows,
    'page-down': rows,
    'half-up': -half,
    'half-down': half,
    first: -length,
    last: length,
  };
}

function selectedIndex(state: ListState, ids: readonly string[]): number {
  return state.selected === null ? -1 : ids.indexOf(state.selected);
}

/** Index among `ids` of the next row after `before` that is left, else of the one left before it. */
function heir(before: number, previousIds: readonly string[], ids: readonly string[]): number {
  if (before < 0) return 0;
  const indexes = new Map(ids.map((id, index) => [id, index]));
  for (let at = before + 1; at < previousIds.length; at += 1) {
    const index = indexes.get(previousIds[at] ?? '');
    if (index !== undefined) return index;
  }
  for (let at = before - 1; at >= 0; at -= 1) {
    const index = indexes.get(previousIds[at] ?? '');
    if (index !== undefined) return index;
  }
  return before;
}

/** Puts the window where it shows the row and no more blank lines than needed. */
function settle(
  state: ListState,
  ids: readonly string[],
  wanted: { readonly index: number; readonly top: number; readonly rows: number },
): ListState {
  const { index, rows } = wanted;
  const lastTop = Math.max(0, ids.length - rows);
  const shown = Math.min(Math.max(wanted.top, index - rows + 1), Math.max(0, index));
  const top = Math.min(Math.max(0, shown), lastTop);
  const selected = ids[index] ?? null;
  return selected === state.selected && top === state.top ? state : { selected, top };
}

const clamp = (index: number, length: number) => Math.min(Math.max(0, index), length - 1);
