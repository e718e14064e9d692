import type { BindingActions } from '../../core/binding.ts';
import { countedOf } from '../../core/count-text.ts';
import { paneParts } from '../../tui/kit/pane-parts.ts';
import { rareCommands } from '../../tui/kit/rare-commands.ts';
import type { Pane, PaneHost } from '../feature.ts';
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
    ...paneParts(pane),
    actions: actionsOf(pane),
    search: () => {
      const { region, fronts } = store.get().view;
      if (fronts.length > 0) host.toast('The filter is for the rows: esc goes back to them');
      else if (region === 'facets') pane.ask('facets');
      else return false;
      return true;
    },
    commands: () => rareCommands(store),
    focused: () => focusedOf(pane),
    selection: () => selectionOf(store.get()),
    twin: () => paneTwin(store.get(), host.session),
    status: () => statusOf(store.get()),
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
  const hidden = [...view.marks].filter((key) => !view.visible.includes(key)).length;
  const marks = view.marks.size === 0 ? '' : `, ${view.marks.size} marked`;
  const outOfSight = hidden === 0 ? '' : ` (${hidden} not shown)`;
  return {
    rows: `${countedOf(view.visible.length, rows.logs.length, 'row')}${marks}${outOfSight}`,
    title: foundText(snapshot) || 'scan logs',
  };
}
