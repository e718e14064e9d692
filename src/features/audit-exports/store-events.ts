import type { Session } from '../../api/session.ts';
import { createDerivedParts, type DerivedParts } from '../../core/derived-parts.ts';
import { toggleValue } from '../../core/facet-count.ts';
import { foldAtCursor, foldLine } from '../../core/facet-list.ts';
import { type ListMove, moveInList } from '../../core/list.ts';
import { focusedRow } from '../../core/narrowed-view.ts';
import type { Readable } from '../../core/store.ts';
import type { TimeSpan } from '../../core/time-span.ts';
import type { AuditEvent } from './model.ts';
import type { AuditSource } from './source.ts';
import { deriveEvents, type EventsRoom, emptyEvents, firstRoom } from './store-events-derive.ts';
import { createEventsLoader, type EventsLoader } from './store-events-load.ts';
import type { EventsQuestion } from './store-events-question.ts';
import type { EventsSnapshot } from './store-events-state.ts';

/** What the store is made of. */
export interface EventsStoreOptions {
  readonly session: Session;
  readonly source: AuditSource;
  /** Told before what is asked, or in front, becomes another: the place to come back to. */
  readonly onLeave: () => void;
}

/** State and actions of the view of audit events. Nothing is asked before `start`. */
export interface EventsStore extends Readable<EventsSnapshot> {
  /** Asks, unless that was done before. */
  start(): void;
  stop(): Promise<void>;
  refresh(): void;
  filter(text: string): void;
  setRoom(room: EventsRoom): void;
  move(move: ListMove): void;
  /** Opens or closes a field; the event after or before the one in front. */
  sideways(step: 1 | -1): void;
  open(): void;
  /** Unwinds one step. @returns false when there was nothing to unwind */
  back(): boolean;
  focus(region: EventsSnapshot['view']['region']): void;
  toggle(): void;
  widen(): void;
  more(): boolean;
  setSpan(span: TimeSpan): void;
  setDryRun(dryRun: boolean): void;
  focused(): AuditEvent | null;
  goTo(question: EventsQuestion, selected: string | null, detail: AuditEvent | null): void;
}

type Parts = DerivedParts<EventsSnapshot, EventsRoom>;

/** Creates the store of the audit events. */
export function createEventsStore({ session, source, onLeave }: EventsStoreOptions): EventsStore {
  const parts: Parts = createDerivedParts<EventsSnapshot, EventsRoom>({
    ...{ initial: emptyEvents, room: firstRoom, derive: deriveEvents },
  });
  const { get, view } = parts;
  const loader = createEventsLoader({
    ...{ session, source, get },
    ask: (question) => parts.change({ question }),
    load: (change) => parts.change({ load: { ...get().load, ...change } }),
  });
  const show = (change: Partial<EventsQuestion>) => {
    onLeave();
    const { selected } = get().view.list;
    view({ detail: null });
    loader.show({ ...get().question, ...change });
    parts.want(selected);
  };
  return {
    get,
    subscribe: parts.snapshot.subscribe,
    start: () => {
      if (get().load.state === 'idle') loader.again();
    },
    stop: loader.stop,
    refresh: loader.again,
    filter: parts.filter,
    setRoom: parts.setRoom,
    move: (move) => moveEvents(parts, loader, move),
    sideways: (step) => moveSideways(parts, step),
    open: () => open(parts, show, onLeave),
    back: () => unwind(parts, show),
    focus: (region) => view({ region }),
    toggle: () => {
      if (get().view.region === 'facets') openLine(parts, show);
    },
    widen: () => show({ chosen: [] }),
    more: loader.more,
    setSpan: (span) => show({ span }),
    setDryRun: (dryRun) => show({ dryRun }),
    focused: () => focusedRow(get().view),
    goTo: (question, selected, detail) => {
      loader.show(question);
      view({ detail, region: 'rows' });
      parts.want(selected);
    },
  };
}

type Show = (change: Partial<EventsQuestion>) => void;

/** What is in front goes first, then the facets, then what is chosen, the last first. */
function unwind({ get, view }: Parts, show: Show): boolean {
  const { detail, region } = get().view;
  const { chosen } = get().question;
  if (detail !== null) view({ detail: null });
  else if (region === 'facets') view({ region: 'rows' });
  else if (chosen.length > 0) show({ chosen: chosen.slice(0, -1) });
  else return false;
  return true;
}

function open(parts: Parts, show: Show, onLeave: () => void): void {
  const { region, detail } = parts.get().view;
  if (detail !== null) return;
  const event = focusedRow(parts.get().view);
  if (region === 'facets') {
    openLine(parts, show);
  } else if (event !== null) {
    onLeave();
    parts.view({ detail: event });
  }
}

/** Narrows to the value of the line, or opens its field. */
function openLine({ get, view }: Parts, show: Show): void {
  const { items, question } = get();
  const { facets, folds } = get().view;
  const item = items.find(({ id }) => id === facets.selected);
  if (item === undefined) return;
  if (item.kind === 'value') {
    const value = { field: item.group.field, key: item.value.key };
    show({ chosen: toggleValue(question.chosen, value) });
  } else view({ folds: foldLine(folds, item) });
}

const downward: ReadonlySet<ListMove> = new Set(['down', 'page-down', 'half-down', 'last']);

function moveEvents(parts: Parts, loader: EventsLoader, move: ListMove): void {
  const { region, facets, detail } = parts.get().view;
  if (detail !== null) return;
  if (region === 'rows') {
    moveRows(parts, loader, move);
  } else {
    const ids = parts.get().items.map(({ id }) => id);
    parts.view({ facets: moveInList(facets, ids, parts.room().facets, move) });
  }
}

function moveRows({ get, view, room }: Parts, loader: EventsLoader, move: ListMove): void {
  const { list, visible, rows } = get().view;
  const moved = moveInList(list, visible, room().rows, move);
  view({ list: moved });
  // Whoever comes to the end of what is here wants to see what is older; narrowed rows could need all.
  const isAll = rows.length === get().load.events.length;
  const isEnd = moved.top + room().rows >= visible.length;
  if (isAll && isEnd && downward.has(move)) loader.more();
}

function moveSideways(parts: Parts, step: 1 | -1): void {
  const { detail, region } = parts.get().view;
  if (detail !== null) stepDetail(parts, detail, step);
  else if (region === 'facets') foldField(parts, step);
}

/** The event after or before the one in front; the cursor goes along. */
function stepDetail({ get, view, room }: Parts, detail: AuditEvent, step: 1 | -1): void {
  const { rows, visible, list } = get().view;
  const at = rows.indexOf(detail);
  const [next, key] = [rows[at + step], visible[at + step]];
  if (at < 0 || next === undefined || key === undefined) return;
  const moved = moveInList(list, visible, room().rows, step > 0 ? 'down' : 'up');
  view({ detail: next, list: { ...moved, selected: key } });
}

/** Right opens the field of the line, left closes it and goes to its head. */
function foldField({ get, view }: Parts, step: 1 | -1): void {
  const { facets, folds } = get().view;
  const folded = foldAtCursor(get().items, { folds, list: facets }, step > 0);
  if (folded !== null) view({ folds: folded.folds, facets: folded.list });
}
