import type { BindingActions } from '../../core/binding.ts';
import { countText } from '../../core/count-text.ts';
import { rareCommands } from '../../tui/kit/rare-commands.ts';
import type { Pane, PaneCommand, PaneHost } from '../feature.ts';
import { foundText } from './pane-heading.ts';
import { selectionOf } from './pane-selection.ts';
import { createPane, type LogsPane } from './pane-state.ts';
import { paneTwin } from './pane-twin.ts';
import { LogsView } from './pane-view.tsx';
import { recordOf } from './record.ts';
import type { LogsSnapshot } from './store-state.ts';

/** Opens the Scan logs pane: every scan that was logged, browsed by facets, time and text. */
export function open(host: PaneHost): Pane {
  const pane = createPane(host);
  const { store } = pane;
  return {
    actions: actionsOf(pane),
    start: store.start,
    stop: store.stop,
    subscribe: pane.frame.subscribe,
    resize: pane.frame.resize,
    move: pane.move,
    open: pane.open,
    back: pane.back,
    focusRegion: store.focusRegion,
    refresh: store.refresh,
    filter: store.filter,
    search: () => {
      const { region, fronts } = store.get().view;
      if (fronts.length > 0) host.toast('The filter is for the rows: esc goes back to them');
      else if (region === 'facets') pane.ask('facets');
      else return false;
      return true;
    },
    commands: () => commandsOf(pane),
    focused: () => focusedOf(pane),
    place: store.place,
    goTo: store.goTo,
    selection: () => selectionOf(store.get()),
    twin: () => paneTwin(store.get(), host.session),
    status: () => statusOf(store.get()),
    captured: pane.captured,
    View: (props) => <LogsView {...props} pane={pane} />,
  };
}

function actionsOf(pane: LogsPane): BindingActions {
  const { store } = pane;
  const hasRows = () => (store.get().view.visible.length === 0 ? 'no row is loaded' : undefined);
  const inRows = () =>
    store.get().view.fronts.length > 0 || store.get().view.region !== 'rows'
      ? 'the keys do not go to the rows; tab or esc takes them there'
      : undefined;
  return {
    'logs.toggle': { run: store.toggle },
    'logs.left': { run: () => store.sideways(-1) },
    'logs.right': { run: () => store.sideways(1) },
    'logs.time': { run: () => pane.ask('time') },
    'logs.query': { run: () => pane.ask('query') },
    'logs.count': { disabledReason: () => inRows() ?? hasRows(), run: store.countColumn },
    'logs.sort-next': { run: store.sortNext },
    'logs.reverse': { run: store.reverse },
    'logs.history': {
      disabledReason: () => (store.focused() === null ? 'no row is selected' : undefined),
      run: store.openHistory,
    },
    'logs.save-view': { run: () => pane.ask('view') },
    'logs.hide-column': { disabledReason: inRows, run: store.hideColumn },
    'logs.show-columns': { run: store.showColumns },
  };
}

/** Saved views by name, and what is too rare for a key. */
function commandsOf({ store }: LogsPane): readonly PaneCommand[] {
  return rareCommands({
    views: store.views.get(),
    recall: store.views.recall,
    remove: store.views.remove,
    marks: store.get().view.marks.size,
    unmarkAll: store.unmarkAll,
  });
}

/** The marked rows, if there are any; otherwise the one that the cursor is on. */
function focusedOf({ store }: LogsPane): ReturnType<Pane['focused']> {
  const marked = store.get().view.fronts.length > 0 ? [] : store.marked();
  if (marked.length > 0) {
    const id = marked.map(({ image, key }) => image.fullTag ?? image.digest ?? key).join('\n');
    return { id, record: marked.map(recordOf) };
  }
  const log = store.focused();
  if (log === null) return null;
  const { fullTag, digest } = log.image;
  return { id: fullTag ?? digest ?? log.key, record: recordOf(log) };
}

function statusOf(snapshot: LogsSnapshot): ReturnType<Pane['status']> {
  const { rows, view } = snapshot;
  const loaded = rows.logs.length;
  const shown =
    view.visible.length === loaded
      ? countText(loaded)
      : `${countText(view.visible.length)} of ${countText(loaded)}`;
  const hidden = [...view.marks].filter((key) => !view.visible.includes(key)).length;
  const marks = view.marks.size === 0 ? '' : `, ${view.marks.size} marked`;
  const outOfSight = hidden === 0 ? '' : ` (${hidden} not shown)`;
  const noun = loaded === 1 ? 'row' : 'rows';
  return {
    rows: `${shown} ${noun}${marks}${outOfSight}`,
    title: foundText(snapshot) || 'scan logs',
  };
}
