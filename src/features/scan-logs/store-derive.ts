import type { Deriving } from '../../core/derived-parts.ts';
import { emptyList, keepInList } from '../../core/list.ts';
import { safeText } from '../../core/safe-text.ts';
import type { TextFilter } from '../../core/text-filter.ts';
import { formatTime } from '../../core/time.ts';
import { defaultCriteria } from './criteria.ts';
import { facetGroups, facetItems, openAtFirst } from './facet-state.ts';
import { newestFirst, type ScanLog, worst } from './model.ts';
import { type ColumnName, columnTraits } from './store-columns.ts';
import { noFacets } from './store-facets.ts';
import {
  facetsAreCurrent,
  type LogsSnapshot,
  type LogsView,
  noRows,
  type RowsState,
} from './store-state.ts';

/** How many rows the lists have on the screen. */
export interface LogsRoom {
  readonly rows: number;
  readonly facets: number;
  /** Of a list in front: a history, a table of frequencies. */
  readonly front: number;
  /** The columns that there is room for. */
  readonly columns: readonly ColumnName[];
}

const firstView: LogsView = {
  region: 'rows',
  fronts: [],
  list: emptyList,
  visible: [],
  filter: { text: '', error: null },
  only: null,
  column: 'time',
  hidden: new Set(),
  marks: new Set(),
  facets: { list: emptyList, open: openAtFirst, unfolded: new Set(), search: '', searchFor: '' },
  stretch: null,
};

/** The pane before anything was asked. */
export const emptySnapshot: LogsSnapshot = {
  question: { criteria: defaultCriteria, sort: newestFirst },
  rows: noRows,
  facets: noFacets,
  histogram: { of: null, buckets: [], loading: false, failure: null },
  view: firstView,
  items: [],
};

/** Fits what is derived to parts that changed; what did not change stays the same object. */
export function derive(
  before: LogsSnapshot,
  after: LogsSnapshot,
  { room, matches, wanted }: Deriving<LogsRoom>,
): LogsSnapshot {
  const items = facetsChanged(before, after) ? itemsOf(after) : after.items;
  const visible = rowsChanged(before, after) ? visibleKeys(after, matches) : after.view.visible;
  const { view } = after;
  const from = isOtherOrder(before.rows, after.rows) ? emptyList : view.list;
  const chosen = wanted !== null && visible.includes(wanted) ? { ...from, selected: wanted } : from;
  const list = keepInList(chosen, visible, room.rows, before.view.visible);
  const ids = items.map(({ id }) => id);
  const facetList = keepInList(
    view.facets.list,
    ids,
    room.facets,
    before.items.map(({ id }) => id),
  );
  return {
    ...after,
    items,
    view: { ...view, visible, list, facets: { ...view.facets, list: facetList } },
  };
}

/** Rows in another order begin at their top: what was sorted for stands there. */
function isOtherOrder({ of: old }: RowsState, { of: now }: RowsState): boolean {
  if (old === null || now === null || old === now) return false;
  return old.sort.field !== now.sort.field || old.sort.order !== now.sort.order;
}

function facetsChanged(before: LogsSnapshot, after: LogsSnapshot): boolean {
  const [old, now] = [before.view.facets, after.view.facets];
  return (
    before.facets !== after.facets ||
    before.question !== after.question ||
    old.open !== now.open ||
    old.unfolded !== now.unfolded ||
    old.search !== now.search
  );
}

function itemsOf({ facets, question, view }: LogsSnapshot): LogsSnapshot['items'] {
  const isCurrent = facetsAreCurrent({ facets, question });
  const groups = facetGroups({ ...facets, isCurrent, criteria: question.criteria });
  return facetItems(groups, { ...view.facets, typedFor: view.facets.searchFor });
}

function rowsChanged(before: LogsSnapshot, after: LogsSnapshot): boolean {
  return (
    before.rows.logs !== after.rows.logs ||
    before.view.filter !== after.view.filter ||
    before.view.only !== after.view.only
  );
}

function visibleKeys(
  { rows, view }: LogsSnapshot,
  matches: TextFilter['matches'],
): readonly string[] {
  const { only, filter } = view;
  const shown = rows.logs.filter(
    (log) =>
      (only === null || columnTraits[only.column].value(log) === only.value) &&
      (filter.text === '' || matches(filterText(log))),
  );
  return shown.map(({ key }) => key);
}

const texts = new WeakMap<ScanLog, string>();

/** What a filter over the loaded rows looks at: what a row shows, and its digest. */
export function filterText(log: ScanLog): string {
  const known = texts.get(log);
  if (known !== undefined) return known;
  const { image, trigger, malware, status } = log;
  const text = [
    log.scannedAt === null ? '' : formatTime(log.scannedAt),
    trigger ?? '',
    image.fullTag ?? '',
    image.digest ?? '',
    worst(log)?.toUpperCase() ?? 'unknown',
    malware === null ? 'malware unknown' : malware ? 'malware' : '',
    status ?? '',
  ].map((part) => safeText(part));
  const joined = text.join(' ');
  texts.set(log, joined);
  return joined;
}
