import { foldLine } from '../../core/facet-list.ts';
import { emptyList } from '../../core/list.ts';
import { focusedRow } from '../../core/narrowed-view.ts';
import type { TimeSpan } from '../../core/time-span.ts';
import type { Tier } from './criteria.ts';
import type { ActivityEvent } from './model.ts';
import { rowKey } from './store-buffer.ts';
import { type ColumnName, columnNames, descendsAtFirst, facetFields } from './store-fields.ts';
import type { Lens } from './store-lens.ts';
import type { Load } from './store-load.ts';
import type { ActivityParts } from './store-parts.ts';
import {
  type ActivityQuestion,
  type Base,
  throughLens,
  toggleChosen,
  unwound,
} from './store-question.ts';

/** Choosing: what is looked at, in what order, and what is opened. */
export interface Choices {
  /** Narrows to the value under the cursor, or marks the row. */
  toggle(): void;
  /** Opens the row, or narrows to the value. */
  open(): void;
  /** Unwinds one step. @returns false when there was nothing to unwind */
  back(): boolean;
  /** Looks at all that a lens leaves. */
  look(lens: Lens): void;
  setSpan(span: TimeSpan): void;
  setTier(tier: Tier): void;
  setQuery(query: string): void;
  openFile(path: string): void;
  /** Takes all narrowing away. */
  widen(): void;
  sortNext(): void;
  reverse(): void;
  unmarkAll(): void;
}

/** What choosing works with. */
export interface ChoicesOptions {
  readonly parts: ActivityParts;
  readonly load: Load;
  /** Told before what is asked, or in front, becomes another. */
  readonly onLeave: () => void;
}

/** Joins the choices to the parts that they change. */
export function createChoices(options: ChoicesOptions): Choices {
  const { parts, load, onLeave } = options;
  const view = () => parts.get().view;
  const show = (next: ActivityQuestion | null) => {
    const { question } = parts.get();
    if (next === null || next === question) return;
    onLeave();
    const selected = focusedEvent(parts);
    parts.view({ detail: null });
    load.show(next);
    if (selected !== null && !parts.get().load.following) parts.want(rowKey(selected));
  };
  const rebase = (change: Partial<Base>) => {
    const { question } = parts.get();
    show({ ...question, base: { ...question.base, ...change } });
  };
  return {
    toggle: () => {
      if (view().detail !== null) return;
      if (view().region === 'facets') openItem(parts, show);
      else toggleMark(options);
    },
    open: () => {
      if (view().detail !== null) return;
      if (view().region === 'facets') openItem(parts, show);
      else openRow(options);
    },
    back: () => unwind(parts, show),
    look: (lens) => {
      parts.view({ region: 'rows' });
      show(throughLens(parts.get().question, lens));
    },
    setSpan: (span) => rebase({ span, file: null }),
    setTier: (tier) => rebase({ tier }),
    setQuery: (query) => rebase({ query, file: null }),
    openFile: (file) => show({ base: { ...parts.get().question.base, file }, trail: [] }),
    widen: () => show({ ...parts.get().question, trail: [] }),
    sortNext: () => sortNext(options),
    reverse: () => {
      const { order } = view();
      parts.view({ order: { ...order, descends: !order.descends }, list: emptyList });
    },
    unmarkAll: () => parts.view({ marks: new Set() }),
  };
}

/** The event that is meant: the one in front, else the one that the cursor is on. */
export function focusedEvent(parts: Pick<ActivityParts, 'get'>): ActivityEvent | null {
  return focusedRow(parts.get().view);
}

/** What is in front goes first, then the facets, then the narrowing step by step, then the file. */
function unwind(parts: ActivityParts, show: (question: ActivityQuestion | null) => void): boolean {
  const { question, view } = parts.get();
  const before = unwound(question);
  if (view.detail !== null) parts.view({ detail: null });
  else if (view.region === 'facets') parts.view({ region: 'rows' });
  else if (before !== null) show(before);
  else if (question.base.file !== null) {
    show({ ...question, base: { ...question.base, file: null } });
  } else return false;
  return true;
}

/** Whoever looks closer comes back to the same row: the rows must not move on meanwhile. */
function hold({ parts, load }: ChoicesOptions): void {
  if (parts.get().load.following) load.follow(false);
}

function openRow(options: ChoicesOptions): void {
  const event = focusedEvent(options.parts);
  if (event === null) return;
  hold(options);
  options.onLeave();
  options.parts.view({ detail: event });
}

function openItem(parts: ActivityParts, show: (question: ActivityQuestion) => void): void {
  const { items, view, question } = parts.get();
  const item = items.find(({ id }) => id === view.facets.selected);
  if (item === undefined) return;
  const field = facetFields.find((name) => name === item.group.field);
  if (item.kind !== 'value') parts.view({ folds: foldLine(view.folds, item) });
  else if (field !== undefined) show(toggleChosen(question, { field, key: item.value.key }));
}

/** Whoever marks a row means this one: it stays under the cursor. */
function toggleMark(options: ChoicesOptions): void {
  const { parts } = options;
  const { marks, list } = parts.get().view;
  const { selected } = list;
  if (selected === null) return;
  hold(options);
  const others = [...marks].filter((key) => key !== selected);
  parts.view({ marks: new Set(marks.has(selected) ? others : [...marks, selected]) });
}

function sortNext(options: ChoicesOptions): void {
  const { parts } = options;
  const { order } = parts.get().view;
  const at = columnNames.indexOf(order.column);
  const column: ColumnName = columnNames[(at + 1) % columnNames.length] ?? 'time';
  // New rows come in at their place, which may be anywhere: nobody could follow them.
  if (column !== 'time') hold(options);
  // What was sorted for stands at the top.
  parts.view({ order: { column, descends: descendsAtFirst.has(column) }, list: emptyList });
}
