import type { BindingActions } from '../../core/binding.ts';
import { counted, countText } from '../../core/count-text.ts';
import { paneParts } from '../../tui/kit/pane-parts.ts';
import { rareCommands } from '../../tui/kit/rare-commands.ts';
import type { Pane, PaneHost } from '../feature.ts';
import type { EventsSource } from './events-source.ts';
import { gapRecordOf, recordOf, type SecureEvent } from './model.ts';
import { noActivityText } from './pane-activity.ts';
import { tailState } from './pane-heading.ts';
import { selectionOf } from './pane-selection.ts';
import { createPane, type EventsPane } from './pane-state.ts';
import { paneTwin } from './pane-twin.ts';
import { EventsView } from './pane-view.tsx';
import { createEventsSource } from './source.ts';
import { countsInFront } from './store-counts.ts';
import { frontList, imageRow } from './store-moves.ts';
import { expressionOf } from './store-question.ts';
import type { EventsSnapshot } from './store-state.ts';

/** Opens the Events pane: what happens at runtime, as it happens, and what a process did. */
export function open(host: PaneHost): Pane {
  return openWith(host, createEventsSource(host.session));
}

/** Opens the pane over a source of one's own. */
export function openWith(host: PaneHost, source: EventsSource): Pane {
  const pane = createPane(host, source);
  const { store } = pane;
  return {
    ...paneParts(pane),
    actions: actionsOf(pane),
    commands: () => rareCommands(store),
    focused: () => focusedOf(pane),
    twin: () => paneTwin(store.get(), host.session),
    selection: () => selectionOf(store.get()),
    status: () => statusOf(store.get()),
    View: (props) => <EventsView {...props} pane={pane} />,
  };
}

function actionsOf(pane: EventsPane): BindingActions {
  const { store } = pane;
  const noEvent = () => (store.focusedEvent() === null ? 'no event is selected' : undefined);
  const isFront = () =>
    store.get().view.fronts.length > 0 ? 'something stands in front; esc closes it' : undefined;
  const inStream = () =>
    store.get().view.region === 'top'
      ? 'the keys do not go to the stream; tab takes them there'
      : undefined;
  // A row that comes late or among others of its kind would not be seen at the end, where one looks.
  const isStream = () =>
    countsInFront(store.get()) === null
      ? 'a stream stands in the order of time; f counts a column, and its table can be sorted'
      : undefined;
  return {
    'events.toggle': { disabledReason: isFront, run: store.toggle },
    'events.follow': { disabledReason: isFront, run: store.follow },
    'events.around': { disabledReason: noEvent, run: store.around },
    'events.image': {
      disabledReason: () => noEvent() ?? (hasImage(pane) ? undefined : 'the event names no image'),
      run: store.image,
    },
    'events.trace': {
      disabledReason: () => {
        const entry = store.focusedActivity();
        if (entry === null) return noActivityText(store.get().view.fronts.at(-1));
        return entry.traceable === false ? 'the server can not trace it' : undefined;
      },
      run: store.trace,
    },
    'events.query': { disabledReason: isFront, run: () => pane.ask('query') },
    'events.time': { disabledReason: isFront, run: () => pane.ask('range') },
    'events.left': { disabledReason: isFront, run: () => store.sideways(-1) },
    'events.right': { disabledReason: isFront, run: () => store.sideways(1) },
    'events.count': { disabledReason: () => isFront() ?? inStream(), run: store.countColumn },
    'events.sort-next': { disabledReason: isStream, run: store.sortNext },
    'events.reverse': { disabledReason: isStream, run: store.reverse },
    'events.save-view': { run: () => pane.ask('view') },
    'events.widen': {
      disabledReason: () =>
        expressionOf(store.get().question) === null ? 'nothing is narrowed' : undefined,
      run: store.widen,
    },
  };
}

function hasImage({ store }: EventsPane): boolean {
  const event = store.focusedEvent();
  if (event === null) return false;
  const { repo, digest, id } = event.image;
  return [repo, digest, id, event.workload].some((part) => part !== null && part !== '');
}

/** What is in front, else the marked events, else the row that the cursor is on. */
function focusedOf({ store }: EventsPane): ReturnType<Pane['focused']> {
  const { view } = store.get();
  if (view.fronts.length > 0) return frontFocused(store.get()) ?? activityFocused(store);
  const marked = markedEvents(view);
  if (marked.length > 0) {
    return { id: marked.map(({ id }) => id).join('\n'), record: marked.map(recordOf) };
  }
  const row = store.focusedRow();
  if (row === null) return null;
  return row.kind === 'event'
    ? { id: row.id, record: recordOf(row.event) }
    : { id: row.id, record: gapRecordOf(row.gap) };
}

function markedEvents({ rows, marks }: EventsSnapshot['view']): readonly SecureEvent[] {
  if (marks.size === 0) return [];
  return rows.flatMap((row) => (row.kind === 'event' && marks.has(row.id) ? [row.event] : []));
}

/** The image's own row stands for its digest: that is what is pasted elsewhere. */
function frontFocused({ view }: EventsSnapshot): ReturnType<Pane['focused']> {
  const front = view.fronts.at(-1);
  if (front?.kind === 'detail') return { id: front.event.id, record: recordOf(front.event) };
  if (front?.kind === 'counts') {
    const { selected } = frontList(front);
    const value = front.values.find(({ text }) => text === selected);
    return value === undefined
      ? null
      : { id: value.text, record: { value: value.text, count: value.count } };
  }
  if (front?.kind !== 'image') return null;
  const report = front.load.kind === 'ready' ? front.load.value : null;
  const { selected } = frontList(front);
  const { image } = front.event;
  if (report === null || selected === null || selected === imageRow) {
    const id = report?.digest ?? image.digest ?? report?.imageId ?? image.id ?? image.repo;
    return id === null ? null : { id, record: report ?? image };
  }
  const vulnerability = report.vulnerabilities[Number(selected)];
  return vulnerability === undefined ? null : { id: vulnerability.name, record: vulnerability };
}

function activityFocused(store: EventsPane['store']): ReturnType<Pane['focused']> {
  const entry = store.focusedActivity();
  if (entry !== null) return { id: entry.id, record: entry.raw };
  const event = store.focusedEvent();
  return event === null ? null : { id: event.id, record: recordOf(event) };
}

/** The rows, how fast they come, and what was let go. */
function statusOf(snapshot: EventsSnapshot): ReturnType<Pane['status']> {
  const { entries, perSecond, dropped } = snapshot.stream;
  const { marks } = snapshot.view;
  const rate = perSecond === null ? '' : `, ${rateText(perSecond)}/s`;
  const lost = dropped === 0 ? '' : `, ${countText(dropped)} dropped`;
  const marked = marks.size === 0 ? '' : `, ${marks.size} marked`;
  return {
    rows: `${counted(entries.length, 'row')}${rate}${lost}${marked}`,
    // Holding is the user's own doing, and a title costs as much as half a move.
    title: `events ${tailState(snapshot.stream).text}`,
  };
}

function rateText(perSecond: number): string {
  if (perSecond === 0) return '0';
  return perSecond < 10 ? perSecond.toFixed(1) : countText(Math.round(perSecond));
}
