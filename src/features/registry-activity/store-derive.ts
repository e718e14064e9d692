import type { BurstRule } from '../../api/session.ts';
import type { Deriving } from '../../core/derived-parts.ts';
import { facetLines } from '../../core/facet-list.ts';
import { keepInList, type ListState } from '../../core/list.ts';
import { emptyNarrowed } from '../../core/narrowed-view.ts';
import { safeText } from '../../core/safe-text.ts';
import type { ActivityEvent } from './model.ts';
import { rowKey } from './store-buffer.ts';
import { burstsAmong, noBursts } from './store-bursts.ts';
import { facetGroups } from './store-facets.ts';
import { byTime, type ColumnName, columnNames, openAtFirst, sortRows } from './store-fields.ts';
import { firstQuestion, isWide, leaves, narrowingOf } from './store-question.ts';
import {
  type ActivitySnapshot,
  type ActivityView,
  type LoadState,
  nothingTold,
} from './store-state.ts';
import { timelineOf } from './store-timeline.ts';

/** How much of the lists is on the screen, and which columns the rows have. */
export interface ActivityRoom {
  readonly rows: number;
  readonly facets: number;
  readonly columns: readonly ColumnName[];
}

/** The room before the pane was told its own. */
export const firstRoom: ActivityRoom = { rows: 10, facets: 10, columns: columnNames };

/** Events that nobody asked for. */
export const noLoad: LoadState = {
  ...nothingTold,
  of: null,
  events: [],
  following: true,
  fresh: 0,
};

const firstView: ActivityView = {
  ...emptyNarrowed(openAtFirst),
  order: byTime,
  column: 'time',
  marks: new Set(),
};

/** The pane before anything was asked. */
export const emptySnapshot: ActivitySnapshot = {
  question: firstQuestion,
  load: noLoad,
  view: firstView,
  groups: [],
  timeline: null,
  bursts: noBursts,
  items: [],
};

/** Derives a snapshot, with bursts by the rule of the profile. */
export function deriveWith(rule: BurstRule): typeof derive {
  return (before, changed, deriving) => {
    const after = derive(before, changed, deriving);
    if (before.load.events === after.load.events) return after;
    return { ...after, bursts: burstsAmong(after.load.events, rule) };
  };
}

/** Fits what is derived to parts that changed; what did not change stays the same object. */
function derive(
  before: ActivitySnapshot,
  after: ActivitySnapshot,
  deriving: Deriving<ActivityRoom>,
): ActivitySnapshot {
  const narrowing = narrowingOf(after.question);
  const isNarrowed =
    before.load.events === after.load.events && narrowingOf(before.question) === narrowing;
  const groups = isNarrowed ? after.groups : facetGroups(after.load.events, narrowing);
  const items =
    groups === before.groups && before.view.folds === after.view.folds
      ? after.items
      : facetLines(groups, after.view.folds);
  const narrowed = isNarrowed ? after.view.narrowed : narrowedRows(after);
  const isShown =
    narrowed === before.view.narrowed &&
    before.view.filter === after.view.filter &&
    before.view.order === after.view.order;
  const shown = isShown ? after.view : shownRows(narrowed, after.view, deriving.matches);
  const view = { ...after.view, narrowed, rows: shown.rows, visible: shown.visible };
  const list = listOf(before, { ...after, view }, deriving);
  const facets = keepInList(
    view.facets,
    items.map(({ id }) => id),
    deriving.room.facets,
    before.items.map(({ id }) => id),
  );
  const isTimed = narrowed === before.view.narrowed && isSameStretch(before.load, after.load);
  const timeline = isTimed ? after.timeline : timelineOf({ load: after.load, view });
  return { ...after, groups, items, timeline, view: { ...view, list, facets } };
}

function isSameStretch(before: LoadState, after: LoadState): boolean {
  const { fromMs, toMs, truncated } = after;
  return before.fromMs === fromMs && before.toMs === toMs && before.truncated === truncated;
}

function narrowedRows({ load, question }: ActivitySnapshot): readonly ActivityEvent[] {
  const narrowing = narrowingOf(question);
  return isWide(narrowing) ? load.events : load.events.filter((event) => leaves(narrowing, event));
}

function shownRows(
  narrowed: readonly ActivityEvent[],
  { filter, order }: ActivityView,
  matches: (text: string) => boolean,
) {
  const found =
    filter.text === '' ? narrowed : narrowed.filter((event) => matches(filterText(event)));
  const rows = sortRows(found, order);
  return { rows, visible: rows.map(rowKey) };
}

/** Rows that are followed show their newest end; rows that are held keep the one under the cursor. */
function listOf(
  before: ActivitySnapshot,
  { load, view }: ActivitySnapshot,
  { room, wanted }: Deriving<ActivityRoom>,
): ListState {
  const { visible } = view;
  const isWanted = wanted !== null && visible.includes(wanted);
  if (load.following && !isWanted) {
    const newest = view.order.descends ? 0 : visible.length - 1;
    const selected = visible[newest] ?? null;
    const top = view.order.descends ? 0 : Math.max(0, visible.length - Math.max(1, room.rows));
    const isSame = view.list.selected === selected && view.list.top === top;
    return isSame ? view.list : { selected, top };
  }
  const list = isWanted ? { ...view.list, selected: wanted } : view.list;
  return keepInList(list, visible, room.rows, before.view.visible);
}

const texts = new WeakMap<ActivityEvent, string>();

/** What a filter over the rows looks at: what a row shows, and the ids of an event. */
export function filterText(event: ActivityEvent): string {
  const known = texts.get(event);
  if (known !== undefined) return known;
  const { initiator, target, reason } = event;
  const parts = [
    event.at,
    event.outcome,
    event.severity,
    event.action,
    initiator.name,
    initiator.id,
    initiator.kind,
    initiator.credential,
    initiator.address,
    initiator.agent,
    target.name,
    target.id,
    target.namespace,
    event.region,
    reason.code,
    reason.type,
    reason.failure,
    event.correlationId,
    event.message,
    event.id,
  ];
  const text = parts.map((part) => (part === null ? '' : safeText(String(part), 1000))).join(' ');
  texts.set(event, text);
  return text;
}
