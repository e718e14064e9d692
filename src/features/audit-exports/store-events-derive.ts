import type { Deriving } from '../../core/derived-parts.ts';
import { countFacets } from '../../core/facet-count.ts';
import { facetLines } from '../../core/facet-list.ts';
import { keepInList } from '../../core/list.ts';
import { emptyNarrowed } from '../../core/narrowed-view.ts';
import { safeText } from '../../core/safe-text.ts';
import { formatTime } from '../../core/time.ts';
import type { AuditEvent } from './model.ts';
import { eventFields, openAtFirst } from './store-events-fields.ts';
import { firstQuestion, leaves } from './store-events-question.ts';
import type { EventsLoad, EventsSnapshot } from './store-events-state.ts';

/** How much of the lists is on the screen. */
export interface EventsRoom {
  readonly rows: number;
  readonly facets: number;
}

/** The room before the pane was told its own. */
export const firstRoom: EventsRoom = { rows: 10, facets: 10 };

/** Events that nobody asked for. */
export const noLoad: EventsLoad = {
  ...{ of: null, events: [], fromMs: 0, toMs: 0, total: null, unreadable: 0, warnings: [] },
  ...{ state: 'idle', failure: null },
};

/** The view before anything was asked. */
export const emptyEvents: EventsSnapshot = {
  question: firstQuestion,
  load: noLoad,
  view: emptyNarrowed(openAtFirst),
  items: [],
};

/** Fits what is derived to parts that changed; what did not change stays the same object. */
export function deriveEvents(
  before: EventsSnapshot,
  after: EventsSnapshot,
  { room, matches, wanted }: Deriving<EventsRoom>,
): EventsSnapshot {
  const { question, load } = after;
  const isNarrowed =
    before.load.events === load.events && before.question.chosen === question.chosen;
  const isLined = isNarrowed && before.view.folds === after.view.folds && before.items.length > 0;
  const items = isLined
    ? after.items
    : facetLines(countFacets(load.events, eventFields, question.chosen), after.view.folds);
  const narrowed = isNarrowed ? after.view.narrowed : narrowedRows(after);
  const isShown = narrowed === before.view.narrowed && before.view.filter === after.view.filter;
  const rows = isShown ? after.view.rows : filtered(narrowed, after.view, matches);
  const visible = rows === before.view.rows ? before.view.visible : rows.map(rowKey);
  const isWanted = wanted !== null && visible.includes(wanted);
  const list = isWanted ? { ...after.view.list, selected: wanted } : after.view.list;
  const view: EventsSnapshot['view'] = {
    ...{ ...after.view, narrowed, rows, visible },
    list: keepInList(list, visible, room.rows, before.view.visible),
    facets: keepInList(
      after.view.facets,
      items.map(({ id }) => id),
      room.facets,
      before.items.map(({ id }) => id),
    ),
  };
  return { ...after, items, view };
}

/** What tells a row from the others: on trial, an id may stand for an event of each policy. */
export function rowKey({ id, policies }: AuditEvent): string {
  return policies.length === 0 ? id : `${id} ${policies.map((policy) => policy.id).join()}`;
}

function narrowedRows({ load, question }: EventsSnapshot): readonly AuditEvent[] {
  if (question.chosen.length === 0) return load.events;
  return load.events.filter((event) => leaves(question, event));
}

function filtered(
  narrowed: readonly AuditEvent[],
  { filter }: EventsSnapshot['view'],
  matches: (text: string) => boolean,
): readonly AuditEvent[] {
  return filter.text === '' ? narrowed : narrowed.filter((event) => matches(filterText(event)));
}

const texts = new WeakMap<AuditEvent, string>();

/** What a filter over the rows looks at: what a row shows, and what tells an event apart. */
export function filterText(event: AuditEvent): string {
  const known = texts.get(event);
  if (known !== undefined) return known;
  const { package: of, repository, policies } = event;
  const parts = [
    ...[formatTime(event.atMs), event.outcome, event.action, of.type],
    of.version === null ? of.name : `${of.name}:${of.version}`,
    ...[repository.name, repository.project, event.user, event.mail, event.reason],
    ...policies.flatMap(({ name, id, condition, category, result }) => {
      return [name, id, condition, category, result];
    }),
    event.id,
  ];
  const text = parts
    .filter((part) => part !== null)
    .map((part) => safeText(part, 1000))
    .join(' ');
  texts.set(event, text);
  return text;
}
