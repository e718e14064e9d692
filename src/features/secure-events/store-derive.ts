import { emptyList, keepInList, type ListState } from '../../core/list.ts';
import type { StreamColumn } from './store-columns.ts';
import { firstQuestion } from './store-question.ts';
import { openSieve, type Sieve } from './store-sieve.ts';
import type { EventsSnapshot, EventsView, Part, StreamState } from './store-state.ts';
import { topItems } from './store-top.ts';

/** How many rows the lists have on the screen. */
export interface EventsRoom {
  readonly rows: number;
  readonly top: number;
  /** Of a list in front. */
  readonly front: number;
  /** The columns of the stream that are shown. */
  readonly columns: readonly StreamColumn[];
}

/** What a snapshot is derived from beside its parts. */
export interface Deriving {
  readonly room: EventsRoom;
  /** Of the last filter that was a valid pattern, once all rows were asked. */
  readonly sieve: Sieve;
  /** Id of a row that is to be selected as soon as it is there. */
  readonly wanted: string | null;
}

const nothing: Part<never> = { of: null, value: null, at: null, loading: false, failure: null };

/** A stream that nothing was asked of. */
export const noStream: StreamState = {
  of: null,
  entries: [],
  following: true,
  fresh: 0,
  dropped: 0,
  perSecond: null,
  state: 'asking',
  lagMs: 0,
  failure: null,
};

const firstView: EventsView = {
  region: 'stream',
  fronts: [],
  list: emptyList,
  column: 'rule',
  rows: [],
  visible: [],
  filter: { text: '', error: null, isPending: false },
  marks: new Set(),
  top: emptyList,
  folded: new Set(),
};

/** The pane before anything was asked. */
export const emptySnapshot: EventsSnapshot = {
  question: firstQuestion,
  stream: noStream,
  counts: nothing,
  series: nothing,
  top: nothing,
  fields: null,
  view: firstView,
  items: [],
};

/** Fits what is derived to parts that changed; what did not change stays the same object. */
export function derive(
  before: EventsSnapshot,
  after: EventsSnapshot,
  deriving: Deriving,
): EventsSnapshot {
  const items = itemsChanged(before, after) ? itemsOf(after) : after.items;
  const isSame =
    before.stream.entries === after.stream.entries && before.view.filter === after.view.filter;
  const { rows, visible } = isSame ? after.view : shownRows(after, deriving.sieve);
  const list = listOf(before, after, { visible, deriving });
  const top = keepInList(
    after.view.top,
    items.map(({ id }) => id),
    deriving.room.top,
    before.items.map(({ id }) => id),
  );
  // A column that went with the width can have no key.
  const { columns } = deriving.room;
  const column = columns.includes(after.view.column) ? after.view.column : 'rule';
  return { ...after, items, view: { ...after.view, rows, visible, list, top, column } };
}

function itemsChanged(before: EventsSnapshot, after: EventsSnapshot): boolean {
  return (
    before.top !== after.top ||
    before.counts !== after.counts ||
    before.question !== after.question ||
    before.view.folded !== after.view.folded
  );
}

/** Counts that answer another question are not shown; the values are, so that they can be chosen. */
function itemsOf({ top, counts, question, view }: EventsSnapshot): EventsSnapshot['items'] {
  const { folded } = view;
  const isCurrent = top.of === question;
  const lists = (top.value ?? []).map(({ field, values }) => ({
    field,
    values: isCurrent ? values : values.map((value) => ({ ...value, count: null })),
  }));
  return topItems({
    lists,
    counts: counts.value,
    isCounted: counts.of === question,
    isUncounted: counts.of !== question && counts.failure !== null,
    question,
    folded,
  });
}

/** What a filter leaves. Without one, the rows are the stream's own. */
function shownRows({ stream }: EventsSnapshot, sieve: Sieve) {
  const { entries } = stream;
  const rows = sieve === openSieve ? entries : entries.filter(sieve.passes);
  return { rows, visible: rows.map(({ id }) => id) };
}

/** A stream that is followed shows its end; one that is held keeps its row. */
function listOf(
  before: EventsSnapshot,
  { stream, view }: EventsSnapshot,
  { visible, deriving }: { visible: readonly string[]; deriving: Deriving },
): ListState {
  const { room, wanted } = deriving;
  if (stream.following) {
    const selected = visible.at(-1) ?? null;
    const top = Math.max(0, visible.length - Math.max(1, room.rows));
    const isSame = view.list.selected === selected && view.list.top === top;
    return isSame ? view.list : { selected, top };
  }
  const isWanted = wanted !== null && visible.includes(wanted);
  const list = isWanted ? { ...view.list, selected: wanted } : view.list;
  return keepInList(list, visible, room.rows, before.view.visible);
}
