import { emptyList } from '../../core/list.ts';
import { toggleValue } from './facet-state.ts';
import type { LogCriteria, LogTime } from './model.ts';
import type { Asking } from './store-asking.ts';
import {
  type ColumnName,
  columnNames,
  columnTraits,
  countValues,
  criterionValue,
} from './store-columns.ts';
import { openItem, searchFacets } from './store-facet-item.ts';
import { bucketAt, histogramOf, stretchTime, wantedBuckets } from './store-histogram.ts';
import { shownLogs } from './store-moves.ts';
import type { LogsParts } from './store-parts.ts';
import type { Front } from './store-state.ts';

/** What the user chooses: criteria, order, columns, marks, and what is opened in front. */
export interface Choices {
  /** Toggles what the cursor is on: a facet's value, a mark, the start of a stretch of time. */
  toggle(): void;
  /** Opens or narrows to what the cursor is on. */
  open(): void;
  /** Unwinds one step. @returns false when there was nothing to unwind */
  back(): boolean;
  setTime(time: LogTime): void;
  setQuery(query: string): void;
  /** Sorts by the next column that can be sorted by. */
  sortNext(): void;
  reverse(): void;
  /** Opens the table of the focused column's values. */
  countColumn(): void;
  hideColumn(): void;
  showColumns(): void;
  openHistory(): void;
  unmarkAll(): void;
  searchFacets(text: string): void;
}

/** What choosing works with. */
export interface ChoicesOptions {
  readonly parts: LogsParts;
  readonly asking: Asking;
  /** Told before what is asked, or in front, becomes another. */
  readonly onLeave: () => void;
  readonly onNotice: (text: string) => void;
}

/** Joins the choices to the parts that they change. */
export function createChoices(options: ChoicesOptions): Choices {
  const { parts, asking, onLeave } = options;
  const choose = (criteria: LogCriteria) => {
    onLeave();
    asking.choose(criteria);
  };
  const view = () => parts.get().view;
  const criteria = () => parts.get().question.criteria;
  const push = (front: Front) => {
    onLeave();
    parts.view({ fronts: [...view().fronts, front] });
  };
  const openHistory = () => {
    const log = focusedLog(parts);
    const front = view().fronts.at(-1);
    if (log === null || (front?.kind === 'history' && front.log === log)) return;
    push({ kind: 'history', log, load: { kind: 'loading' }, list: emptyList });
    asking.history(log);
  };
  const openRow = () => {
    const log = focusedLog(parts);
    if (log !== null) push({ kind: 'detail', log });
  };
  return {
    openHistory,
    open: () => {
      const front = view().fronts.at(-1);
      if (front?.kind === 'frequency') narrowTo(options, front, choose);
      else if (front?.kind === 'detail') openHistory();
      else if (front !== undefined || view().region === 'rows') openRow();
      else if (view().region === 'histogram') narrowTime(parts, choose);
      else openItem(parts, choose, options.onNotice);
    },
    toggle: () => {
      if (view().fronts.length > 0) return;
      if (view().region === 'facets') openItem(parts, choose, options.onNotice);
      else if (view().region === 'histogram') anchorStretch(parts);
      else toggleMark(parts);
    },
    back: () => unwind(parts),
    setTime: (time) => choose({ ...criteria(), time }),
    setQuery: (query) => choose({ ...criteria(), query }),
    sortNext: () => {
      const { sort } = parts.get().question;
      const sortable = columnNames.filter((name) => columnTraits[name].sort !== null);
      const at = sortable.findIndex((name) => columnTraits[name].sort === sort.field);
      const { sort: field, descends } =
        columnTraits[sortable[(at + 1) % sortable.length] ?? 'time'];
      if (field !== null) asking.sort({ field, order: descends ? 'DESC' : 'ASC' });
    },
    reverse: () => {
      const { field, order } = parts.get().question.sort;
      asking.sort({ field, order: order === 'DESC' ? 'ASC' : 'DESC' });
    },
    countColumn: () => push({ kind: 'frequency', column: view().column, list: firstOf(parts) }),
    hideColumn: () => hideColumn(parts),
    showColumns: () => parts.view({ hidden: new Set() }),
    unmarkAll: () => parts.view({ marks: new Set() }),
    searchFacets: (search) => searchFacets(parts, search),
  };
}

/** The row that the cursor is on: in the history in front, in the detail, or among the rows. */
export function focusedLog(parts: Pick<LogsParts, 'get'>) {
  const { rows, view } = parts.get();
  const front = view.fronts.at(-1);
  if (front?.kind === 'detail') return front.log;
  if (front?.kind === 'history' && front.load.kind === 'ready') {
    const { entries } = front.load.history;
    const entry = entries.find(({ log }) => log.key === front.list.selected) ?? entries[0];
    return entry?.log ?? null;
  }
  if (front !== undefined) return null;
  return rows.logs.find(({ key }) => key === view.list.selected) ?? null;
}

function firstOf(parts: LogsParts) {
  const [first] = countValues(shownLogs(parts.get()), parts.get().view.column);
  return { ...emptyList, selected: first?.value ?? null };
}

/** By the server where it has a criterion for it; otherwise among the loaded rows. */
function narrowTo(
  { parts, onLeave, onNotice }: ChoicesOptions,
  { column, list }: Front & { readonly kind: 'frequency' },
  choose: (criteria: LogCriteria) => void,
): void {
  const { selected } = list;
  if (selected === null) return;
  const wanted = criterionValue(parts.get().rows.logs, column, selected);
  if (wanted === null) {
    onLeave();
    parts.view({ fronts: [], region: 'rows', only: { column, value: selected } });
    onNotice("The server can't be asked for it: shown are loaded rows");
    return;
  }
  const { criteria } = parts.get().question;
  const isChosen = criteria.values[wanted.field]?.includes(wanted.name) === true;
  parts.view({ fronts: [], region: 'rows' });
  if (!isChosen) choose(toggleValue(criteria, wanted.field, wanted.name));
}

function narrowTime(parts: LogsParts, choose: (criteria: LogCriteria) => void): void {
  const snapshot = parts.get();
  const { buckets } = histogramOf(snapshot, wantedBuckets);
  const time = stretchTime(buckets, snapshot.view.stretch);
  if (time === null) return;
  choose({ ...snapshot.question.criteria, time });
  parts.view({ stretch: null, region: 'rows' });
}

function anchorStretch(parts: LogsParts): void {
  const snapshot = parts.get();
  const { stretch } = snapshot.view;
  const { buckets } = histogramOf(snapshot, wantedBuckets);
  const at = buckets[bucketAt(buckets, stretch?.at ?? null)]?.at;
  if (at === undefined) return;
  const isAnchored = stretch !== null && stretch.anchor !== null;
  parts.view({ stretch: { anchor: isAnchored ? null : at, at } });
}

function toggleMark(parts: LogsParts): void {
  const { marks, list } = parts.get().view;
  const { selected } = list;
  if (selected === null) return;
  const others = [...marks].filter((key) => key !== selected);
  parts.view({ marks: new Set(marks.has(selected) ? others : [...marks, selected]) });
}

/** One column stays, and the focus with it. */
function hideColumn(parts: LogsParts): void {
  const { column, hidden } = parts.get().view;
  const shown = columnNames.filter((name) => !hidden.has(name));
  const at = shown.indexOf(column);
  const next: ColumnName | undefined = shown[at + 1] ?? shown[at - 1];
  if (next !== undefined) parts.view({ hidden: new Set([...hidden, column]), column: next });
}

function unwind(parts: LogsParts): boolean {
  const { fronts, region, facets, only, stretch } = parts.get().view;
  if (fronts.length > 0) parts.view({ fronts: fronts.slice(0, -1) });
  else if (region === 'facets' && facets.search !== '') parts.facetView({ search: '' });
  else if (stretch !== null && stretch.anchor !== null) {
    parts.view({ stretch: { ...stretch, anchor: null } });
  } else if (region !== 'rows') parts.view({ region: 'rows', stretch: null });
  else if (only !== null) parts.view({ only: null });
  else return false;
  return true;
}
