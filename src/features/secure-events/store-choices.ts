import { rowAtCursor } from '../../core/narrowed-view.ts';
import type { AuditEntry } from './audit-model.ts';
import type { SecureEvent } from './model.ts';
import type { StreamEntry } from './store-buffer.ts';
import { narrowTo } from './store-counts.ts';
import type { Fronts } from './store-fronts.ts';
import type { Gaps } from './store-gaps.ts';
import { frontList } from './store-moves.ts';
import type { EventsParts } from './store-parts.ts';
import { type EventsQuestion, toggleChosen } from './store-question.ts';
import type { CountsFront, Front } from './store-state.ts';
import type { Stream } from './store-stream.ts';

/** Choosing: what is asked for, and what is opened. */
export interface Choices {
  /** Narrows to the value under the cursor, or marks the event. */
  toggle(): void;
  /** Opens what the cursor is on; fetches a gap. */
  open(): void;
  /** Unwinds one step. @returns false when there was nothing to unwind */
  back(): boolean;
  around(): void;
  image(): void;
  trace(): void;
  setFilter(filter: string): void;
  setRange(range: string): void;
  /** Takes the expression and all chosen values away. */
  widen(): void;
  unmarkAll(): void;
}

/** What choosing works with. */
export interface ChoicesOptions {
  readonly parts: EventsParts;
  readonly stream: Stream;
  readonly fronts: Fronts;
  readonly gaps: Gaps;
  /** Asks another question. */
  readonly ask: (question: EventsQuestion) => void;
  readonly onLeave: () => void;
  readonly onNotice: (text: string, tone: 'good' | 'warn') => void;
}

/** Joins the choices to the parts that they change. */
export function createChoices(options: ChoicesOptions): Choices {
  const { parts, fronts, onLeave } = options;
  const view = () => parts.get().view;
  const ask = (change: Partial<EventsQuestion>) => {
    onLeave();
    options.ask({ ...parts.get().question, ...change });
  };
  const withEvent = (task: (event: SecureEvent) => void) => () => {
    const event = focusedEvent(parts);
    if (event === null) return;
    hold(options);
    task(event);
  };
  return {
    toggle: () => {
      if (view().fronts.length > 0) return;
      if (view().region === 'top') openItem(options, ask);
      else toggleMark(parts);
    },
    open: () => {
      const front = view().fronts.at(-1);
      if (front !== undefined) openInFront(options, front);
      else if (view().region === 'top') openItem(options, ask);
      else openRow(options);
    },
    back: () => {
      const { fronts: open, region } = view();
      if (open.length > 0) parts.view({ fronts: open.slice(0, -1) });
      else if (region === 'top') parts.view({ region: 'stream' });
      else return false;
      return true;
    },
    around: withEvent(fronts.around),
    image: withEvent(fronts.image),
    trace: () => {
      const entry = focusedActivity(parts);
      if (entry !== null) fronts.trace(entry);
    },
    setFilter: (filter) => ask({ filter: filter.trim() }),
    setRange: (range) => ask({ range }),
    widen: () => ask({ filter: '', chosen: [] }),
    unmarkAll: () => parts.view({ marks: new Set() }),
  };
}

/** The row of the stream that the cursor is on. */
export function focusedRow(parts: Pick<EventsParts, 'get'>): StreamEntry | null {
  return rowAtCursor(parts.get().view);
}

/** The event that is meant: the one in front, else the one that the cursor is on. */
export function focusedEvent(parts: Pick<EventsParts, 'get'>): SecureEvent | null {
  const { fronts } = parts.get().view;
  if (fronts.at(-1)?.kind === 'counts') return null;
  const front = fronts.findLast((one) => 'event' in one);
  if (front !== undefined && 'event' in front) return front.event;
  const row = focusedRow(parts);
  return row?.kind === 'event' ? row.event : null;
}

/** The activity that is meant: the one in front, or the one that the cursor is on in a list. */
export function focusedActivity(parts: Pick<EventsParts, 'get'>): AuditEntry | null {
  const front = parts.get().view.fronts.at(-1);
  if (front?.kind === 'activity') return front.entry;
  if (front?.kind !== 'around' && front?.kind !== 'trace') return null;
  if (front.load.kind !== 'ready') return null;
  const { selected } = frontList(front);
  return front.load.value.find(({ id }) => id === selected) ?? null;
}

/** Whoever looks closer comes back to the same row: the stream must not move on meanwhile. */
function hold({ parts, stream }: ChoicesOptions): void {
  if (parts.get().stream.following) stream.follow(false);
}

function openRow(options: ChoicesOptions): void {
  const row = focusedRow(options.parts);
  if (row === null) return;
  hold(options);
  if (row.kind === 'gap') options.gaps.fill(row);
  else options.fronts.detail(row.event);
}

/** From an event to what happened around it, from an activity to all that it carries. */
function openInFront(options: ChoicesOptions, front: Front): void {
  if (front.kind === 'counts') openValue(options, front);
  const { parts, fronts } = options;
  const entry = front.kind === 'activity' ? null : focusedActivity(parts);
  if (entry !== null) fronts.activity(entry);
  else if (front.kind === 'detail') fronts.around(front.event);
  else if (front.kind === 'around') fronts.detail(front.event);
}

/** Asks the server for the value under the cursor. */
function openValue({ parts, ask, onLeave, onNotice }: ChoicesOptions, front: CountsFront): void {
  const { selected } = frontList(front);
  const chosen = front.values.find(({ text }) => text === selected)?.chosen ?? [];
  if (chosen.length === 0) {
    onNotice("The server can't be asked for it; / filters the rows here", 'warn');
  } else {
    onLeave();
    parts.view({ fronts: [], region: 'stream' });
    ask(narrowTo(parts.get().question, chosen));
  }
}

function openItem({ parts }: ChoicesOptions, ask: (change: Partial<EventsQuestion>) => void): void {
  const { items, view, question } = parts.get();
  const item = items.find(({ id }) => id === view.top.selected);
  if (item?.kind === 'value') ask(toggleChosen(question, item.value));
  if (item?.kind !== 'group') return;
  const others = [...view.folded].filter((group) => group !== item.group);
  parts.view({ folded: new Set(item.isFolded ? others : [...others, item.group]) });
}

function toggleMark(parts: EventsParts): void {
  const { marks, list } = parts.get().view;
  if (list.selected === null) return;
  const others = [...marks].filter((id) => id !== list.selected);
  parts.view({ marks: new Set(marks.has(list.selected) ? others : [...others, list.selected]) });
}
