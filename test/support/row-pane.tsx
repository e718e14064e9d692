import { type ReactNode, useSyncExternalStore } from 'react';
import type { Binding, BindingActions } from '../../src/core/binding.ts';
import { emptyList, keepInList, type ListState, moveInList } from '../../src/core/list.ts';
import { createStore, type Store } from '../../src/core/store.ts';
import { compileFilter } from '../../src/core/text-filter.ts';
import { padEnd } from '../../src/core/width.ts';
import type {
  Feature,
  Pane,
  PaneHost,
  PaneViewProps,
  TextTarget,
} from '../../src/features/feature.ts';
import { List } from '../../src/tui/kit/list.tsx';
import { segment } from '../../src/tui/kit/segments.ts';

/** A pane of plain rows, and what a test can see of it. */
export interface RowPane {
  readonly feature: Feature;
  /** What the shell called, in order. */
  readonly calls: string[];
  /** The host of the open pane. */
  host(): PaneHost;
  /** Makes the next drawing throw, until it is told otherwise. */
  breakDrawing(message: string | null): void;
  /** Begins or ends to take every key. */
  capture(target: TextTarget | null): void;
}

/** What a row pane is like. */
export interface RowPaneOptions {
  readonly id: string;
  readonly slot: Feature['slot'];
  readonly title: string;
  readonly rows: readonly string[];
  readonly source?: Feature['source'];
  readonly keymap?: readonly Binding[];
  readonly actions?: BindingActions;
}

interface RowState {
  readonly list: ListState;
  readonly filter: string;
  readonly broken: string | null;
}

const height = 16;

/** A feature whose pane lists rows: the least that the shell can hold. */
export function rowPane(options: RowPaneOptions): RowPane {
  const calls: string[] = [];
  const state = createStore<RowState>({ list: emptyList, filter: '', broken: null });
  let host: PaneHost | null = null;
  let target: TextTarget | null = null;
  const visible = () => options.rows.filter(compileFilter(state.get().filter).matches);
  const settle = (filter: string) =>
    state.update((old) => {
      const before = options.rows.filter(compileFilter(old.filter).matches);
      const after = options.rows.filter(compileFilter(filter).matches);
      return { ...old, filter, list: keepInList(old.list, after, height, before) };
    });
  settle('');
  const pane: Pane = {
    actions: options.actions ?? {},
    start: () => calls.push('start'),
    stop: async () => void calls.push('stop'),
    subscribe: state.subscribe,
    move: (move) =>
      state.update((old) => ({ ...old, list: moveInList(old.list, visible(), height, move) })),
    open: () => calls.push('open'),
    back: () => false,
    refresh: () => calls.push('refresh'),
    filter: settle,
    focused: () => {
      const id = state.get().list.selected;
      return id === null ? null : { id, record: { name: id, size: 2n ** 60n } };
    },
    place: () => state.get().list.selected ?? '',
    goTo: (place) =>
      state.update((old) => {
        const list = keepInList({ ...old.list, selected: place }, visible(), height);
        return { ...old, list };
      }),
    twin: () => ({ command: `scandeck ${options.id} -o table`, curl: 'curl -u "$USER" https://x' }),
    status: () => ({ rows: `${visible().length} rows`, title: options.title.toLowerCase() }),
    captured: () => target,
    View: viewOf(state, visible),
  };
  return {
    calls,
    feature: {
      id: options.id,
      slot: options.slot,
      title: options.title,
      source: options.source ?? 'prisma',
      vendor: 'Test vendor',
      question: `Which rows does ${options.title} have?`,
      keymap: options.keymap ?? [],
      commands: [],
      pane: async () => ({
        open: (given) => {
          host = given;
          return pane;
        },
      }),
    },
    host: () => {
      if (host === null) throw new Error('The pane is not open');
      return host;
    },
    breakDrawing: (broken) => state.update((old) => ({ ...old, broken })),
    capture: (next) => {
      target = next;
    },
  };
}

function viewOf(state: Store<RowState>, visible: () => readonly string[]): Pane['View'] {
  return (room) => <RowsView {...room} state={state} visible={visible} />;
}

interface RowsViewProps extends PaneViewProps {
  readonly state: Store<RowState>;
  readonly visible: () => readonly string[];
}

function RowsView({ state, visible, width, height }: RowsViewProps): ReactNode {
  const { list, broken } = useSyncExternalStore(state.subscribe, state.get);
  if (broken !== null) throw new Error(broken);
  return (
    <List
      state={list}
      ids={visible()}
      width={width}
      height={height}
      renderRow={(id) => [
        [segment(padEnd(id, 40)), segment('going', 'good'), segment('  row', 'muted')],
      ]}
    />
  );
}
