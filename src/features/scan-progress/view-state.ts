import { emptyList, keepInList, type ListState } from '../../core/list.ts';
import { createStore, type Readable } from '../../core/store.ts';
import type { TextFilter } from '../../core/text-filter.ts';
import { type Board, emptyBoard, loadOf } from './board.ts';
import { isDone, type Scan } from './model.ts';
import {
  emptySnapshot,
  filterText,
  orderScans,
  type ProgressSnapshot,
  type ProgressView,
} from './snapshot.ts';

/** What the user chose, from which the snapshot is derived together with the board. */
export interface Choices {
  readonly started: boolean;
  readonly height: number;
  readonly list: ListState;
  /** Whether the user took to a row. Until then the cursor stays on the first one, whichever it is. */
  readonly hasChosen: boolean;
  readonly view: ProgressView;
  readonly filter: ProgressSnapshot['filter'];
  /** Of the last filter that was a valid pattern. */
  readonly matches: TextFilter['matches'];
  /** Ids of scans that are not to be listed once they are over. */
  readonly dismissed: ReadonlySet<string>;
  /** Key of the target whose newest scan is to be selected as soon as there is one. */
  readonly wanted: string | null;
}

/** The snapshot, and the two ways in which it changes. */
export interface ViewState {
  readonly snapshot: Readable<ProgressSnapshot>;
  choices(): Choices;
  /** Publishes at once: it is the answer to a key. */
  change(change: Partial<Choices>): void;
  showBoard(board: Board): void;
  scan(id: string | null): Scan | null;
}

/** @param stallAfterMs how long an ongoing scan may stand still; for filtering by `stalled` */
export function createViewState(stallAfterMs: number): ViewState {
  const snapshot = createStore(emptySnapshot);
  let board = emptyBoard;
  let choices: Choices = {
    started: false,
    height: 10,
    list: emptySnapshot.list,
    hasChosen: false,
    view: emptySnapshot.view,
    filter: emptySnapshot.filter,
    matches: () => true,
    dismissed: new Set(),
    wanted: null,
  };
  const publish = () => {
    const { matches, height, view, filter } = choices;
    const scans = listed(board, choices.dismissed);
    const visible = scans
      .filter((scan) => matches(filterText(scan, stallAfterMs)))
      .map(({ id }) => id);
    const wanted = wantedScan(board, choices.wanted);
    if (wanted !== null && visible.includes(wanted)) {
      const list = { ...choices.list, selected: wanted };
      choices = { ...choices, wanted: null, list, hasChosen: true };
    }
    const stood = choices.hasChosen ? choices.list : emptyList;
    const list = keepInList(stood, visible, height, snapshot.get().visible);
    choices = { ...choices, list };
    const load = choices.started ? loadOf(board) : emptySnapshot.load;
    const { companions } = board;
    snapshot.set({ scans, visible, list, view, load, companions, filter });
  };
  return {
    snapshot,
    choices: () => choices,
    change: (change) => {
      choices = { ...choices, ...change, hasChosen: choices.hasChosen || choosesRow(change) };
      publish();
    },
    showBoard: (next) => {
      board = next;
      publish();
    },
    scan: (id) => snapshot.get().scans.find((scan) => scan.id === id) ?? null,
  };
}

/** Moving and opening choose a row; a form is about none. */
function choosesRow({ list, view }: Partial<Choices>): boolean {
  return list !== undefined || view?.kind === 'detail' || view?.kind === 'result';
}

/** A dismissed scan comes back only if it goes on after all. */
function listed(board: Board, dismissed: ReadonlySet<string>): readonly Scan[] {
  const scans = [...board.targets.values()].flatMap((target) => target.scans);
  return orderScans(scans.filter((scan) => !dismissed.has(scan.id) || !isDone(scan)));
}

function wantedScan(board: Board, key: string | null): string | null {
  if (key === null) return null;
  return board.targets.get(key)?.scans.findLast((scan) => !isDone(scan))?.id ?? null;
}
