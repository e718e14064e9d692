import type { BindingAction, BindingActions } from '../../core/binding.ts';
import { countedOf, countText } from '../../core/count-text.ts';
import { paneParts } from '../../tui/kit/pane-parts.ts';
import { rareCommands } from '../../tui/kit/rare-commands.ts';
import type { Pane, PaneHost } from '../feature.ts';
import { readActivityFile } from './file-events.ts';
import { recordOf } from './model.ts';
import { loadState } from './pane-heading.ts';
import { selectionOf } from './pane-selection.ts';
import { type ActivityInput, type ActivityPane, createPane } from './pane-state.ts';
import { paneTwin } from './pane-twin.ts';
import { ActivityView } from './pane-view.tsx';
import { createActivitySource } from './source.ts';
import { rowKey } from './store-buffer.ts';
import { type Lens, lensBy, lensOn, lensWith } from './store-lens.ts';
import { narrowingOf, same } from './store-question.ts';
import type { ActivitySnapshot } from './store-state.ts';

/** Opens the Activity pane: who pushed, pulled, deleted or inspected which image. */
export function open(host: PaneHost): Pane {
  const source = createActivitySource(host.session);
  return openWith(host, { source, readFile: readActivityFile });
}

/** Opens the pane over a source of one's own. */
export function openWith(host: PaneHost, input: ActivityInput): Pane {
  const pane = createPane(host, input);
  const { store } = pane;
  return {
    ...paneParts(pane),
    actions: actionsOf(pane, host),
    commands: () => rareCommands(store),
    focused: () => focusedOf(pane),
    twin: () => paneTwin(store.get(), host.session),
    selection: () => selectionOf(store.get()),
    status: () => statusOf(store.get()),
    View: (props) => <ActivityView {...props} pane={pane} />,
  };
}

function actionsOf(pane: ActivityPane, host: PaneHost): BindingActions {
  const { store } = pane;
  const inFront = () =>
    store.get().view.detail === null ? undefined : 'an event stands in front; esc closes it';
  return {
    ...lensActions(pane),
    'activity.toggle': { disabledReason: inFront, run: store.toggle },
    'activity.widen': {
      disabledReason: () =>
        store.get().question.trail.length === 0 ? 'nothing is narrowed' : undefined,
      run: store.widen,
    },
    'activity.follow': {
      disabledReason: () =>
        store.get().load.state === 'done' ? 'nothing more comes in this window' : inFront(),
      run: store.follow,
    },
    'activity.time': { disabledReason: inFront, run: () => pane.ask('time') },
    'activity.count': {
      disabledReason: inFront,
      run: () => {
        if (!store.countColumn()) host.toast('The times are counted above; t chooses them');
      },
    },
    'activity.left': { run: () => pane.sideways(-1) },
    'activity.right': { run: () => pane.sideways(1) },
    'activity.sort-next': { disabledReason: inFront, run: store.sortNext },
    'activity.reverse': { disabledReason: inFront, run: store.reverse },
    'activity.query': { disabledReason: inFront, run: () => pane.ask('query') },
    'activity.archive': {
      disabledReason: () =>
        store.get().question.base.file === null ? undefined : 'a file is open; esc leaves it',
      run: () => store.setTier(otherTier(store.get())),
    },
    'activity.open-file': { run: () => pane.ask('file') },
    'activity.save-view': { disabledReason: inFront, run: () => pane.ask('view') },
  };
}

function otherTier({ question, load }: ActivitySnapshot) {
  const now = question.base.tier ?? load.tier;
  return now === 'archive' ? 'frequent_search' : 'archive';
}

/** Each lens on a key. Those that start from an event need one. */
function lensActions({ store }: ActivityPane): BindingActions {
  const plain = (lens: Lens): BindingAction => ({ run: () => store.look(lens) });
  const fromEvent = (lensOf: typeof lensBy, missing: string): BindingAction => ({
    disabledReason: () => {
      const event = store.focused();
      if (event === null) return 'no event is selected';
      return lensOf(event) === null ? missing : undefined;
    },
    run: () => {
      const event = store.focused();
      const lens = event === null ? null : lensOf(event);
      if (lens !== null) store.look(lens);
    },
  });
  return {
    'activity.failures': plain({ kind: 'failures' }),
    'activity.deletions': plain({ kind: 'deletions' }),
    'activity.changes': plain({ kind: 'changes' }),
    'activity.by': fromEvent(lensBy, 'the event names no initiator'),
    'activity.on': fromEvent(lensOn, 'the event names no target'),
    'activity.same': fromEvent(lensWith, 'the event has no correlationId'),
    'activity.burst': {
      disabledReason: () =>
        store.get().bursts.list.length === 0 ? 'no burst among the loaded events' : undefined,
      run: () => store.look(nextBurst(store.get())),
    },
  };
}

/** The newest burst, or the one before that which is looked at. */
function nextBurst({ bursts, question }: ActivitySnapshot): Lens {
  const { lens } = narrowingOf(question);
  const { list } = bursts;
  const at = list.findIndex((burst) => same(burst.lens, lens));
  return list[(at + 1) % list.length]?.lens ?? { kind: 'failures' };
}

/** What is in front, else the marked rows, else the one that the cursor is on. */
function focusedOf({ store }: ActivityPane): ReturnType<Pane['focused']> {
  const { view, load } = store.get();
  const marked =
    view.detail === null ? load.events.filter((event) => view.marks.has(rowKey(event))) : [];
  if (marked.length > 0) {
    return { id: marked.map(({ id }) => id).join('\n'), record: marked.map(recordOf) };
  }
  const event = store.focused();
  return event === null ? null : { id: event.id, record: recordOf(event) };
}

/** The rows that are to be seen, of how many, and the marked ones. */
function statusOf(snapshot: ActivitySnapshot): ReturnType<Pane['status']> {
  const { load, view } = snapshot;
  const marks = view.marks.size === 0 ? '' : `, ${countText(view.marks.size)} marked`;
  const at = view.detail === null ? -1 : view.visible.indexOf(rowKey(view.detail));
  const event = at < 0 ? '' : `event ${countText(at + 1)} of `;
  if (event !== '') return { rows: `${event}${countText(view.rows.length)}`, title: 'activity' };
  return {
    rows: `${countedOf(view.rows.length, load.events.length, 'row')}${marks}`,
    title: `activity ${loadState(snapshot).text}`,
  };
}
