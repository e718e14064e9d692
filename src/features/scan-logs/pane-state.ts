import { ScandeckError } from '../../core/errors.ts';
import { safeText } from '../../core/safe-text.ts';
import { createStore, type Readable, subscribeAll } from '../../core/store.ts';
import { scrollBy } from '../../tui/kit/scroll.ts';
import { fieldText } from '../../tui/kit/text-field.ts';
import type { Move, PaneHost, PaneViewProps, TextTarget } from '../feature.ts';
import { logDetail } from './pane-detail.ts';
import { layoutOf, roomOf } from './pane-layout.ts';
import {
  type LogsPrompt,
  openPrompt,
  promptHeight,
  promptKey,
  readTime,
  typedTime,
  typeIntoPrompt,
} from './pane-prompt.ts';
import { createLogsStore, type LogsStore } from './store.ts';

/** What only the drawing needs: the room, how far a text is scrolled, what is being typed. */
export interface PaneState {
  readonly size: PaneViewProps;
  readonly top: number;
  readonly prompt: LogsPrompt | null;
}

/** The pane outside React: its store, and the state of its drawing. */
export interface LogsPane {
  readonly store: LogsStore;
  readonly state: Readable<PaneState>;
  /** Stable, so that a subscription lives as long as the pane. */
  subscribe(listener: () => void): () => void;
  resize(size: PaneViewProps): void;
  move(move: Move): void;
  open(): void;
  back(): boolean;
  ask(kind: LogsPrompt['kind']): void;
  captured(): TextTarget | null;
}

/** Builds the pane's state; nothing is asked before its store is started. */
export function createPane(host: PaneHost): LogsPane {
  const store = createLogsStore({
    session: host.session,
    onLeave: host.markPlace,
    onNotice: (text, tone) => host.toast(safeText(text), tone),
  });
  const state = createStore<PaneState>({
    size: { width: 80, height: 20 },
    top: 0,
    prompt: null,
  });
  const put = (change: Partial<PaneState>) => state.update((now) => ({ ...now, ...change }));
  // The lines above the rows come and go with what is wrong, and the window with them.
  const refit = () => {
    const { size, prompt } = state.get();
    store.setRoom(roomOf(layoutOf(store.get(), size, promptHeight(prompt)), size));
  };
  const setPrompt = (prompt: LogsPrompt | null) => {
    put({ prompt });
    refit();
  };
  store.subscribe(refit);
  return {
    store,
    state,
    subscribe: (listener) => subscribeAll([store, state], listener),
    resize: (size) => {
      put({ size });
      refit();
    },
    move: (move) => {
      const front = store.get().view.fronts.at(-1);
      if (front?.kind !== 'detail') return store.move(move);
      const { size, top } = state.get();
      const count = logDetail(front.log, size.width).length;
      put({ top: scrollBy(top, move, { count, height: size.height }) });
    },
    open: () => {
      put({ top: 0 });
      store.open();
    },
    back: () => {
      put({ top: 0 });
      return store.back();
    },
    ask: (kind) => setPrompt(openPrompt(kind, firstText(kind, store))),
    captured: () => {
      const { prompt } = state.get();
      return prompt === null ? null : promptTarget({ prompt, host, store, setPrompt });
    },
  };
}

function firstText(kind: LogsPrompt['kind'], store: LogsStore): string {
  const { question, view } = store.get();
  switch (kind) {
    case 'time':
      return typedTime(question.criteria.time);
    case 'query':
      return question.criteria.query;
    case 'facets':
      return view.facets.search;
    case 'view':
      return '';
  }
}

interface Prompting {
  readonly prompt: LogsPrompt;
  readonly host: PaneHost;
  readonly store: LogsStore;
  readonly setPrompt: (prompt: LogsPrompt | null) => void;
}

function promptTarget({ prompt, host, store, setPrompt }: Prompting): TextTarget {
  const edit = (next: LogsPrompt) => {
    setPrompt(next);
    if (next.kind === 'facets') store.searchFacets(fieldText(next.field));
  };
  const close = () => {
    setPrompt(null);
    if (prompt.kind === 'facets') store.searchFacets('');
  };
  const enter = () => {
    try {
      take(prompt, host, store);
      // What was found stays listed, so that more of it can be chosen.
      setPrompt(null);
    } catch (error) {
      setPrompt({ ...prompt, error: problemOf(error) });
    }
  };
  return {
    type: (text) => edit(typeIntoPrompt(prompt, text)),
    key: (name) => {
      if (name === 'enter') enter();
      else if (name === 'esc') close();
      else if (prompt.kind === 'facets' && (name === 'up' || name === 'down')) store.move(name);
      else edit(promptKey(prompt, name));
    },
  };
}

function take(prompt: LogsPrompt, host: PaneHost, store: LogsStore): void {
  const text = fieldText(prompt.field).trim();
  switch (prompt.kind) {
    case 'facets':
      store.toggle();
      break;
    case 'query':
      store.setQuery(text);
      break;
    case 'view':
      if (text !== '') store.views.save(text);
      break;
    case 'time': {
      const time = readTime(text, host.session.clock.now());
      if (time !== null) store.setTime(time);
    }
  }
}

function problemOf(error: unknown): string {
  if (!(error instanceof ScandeckError)) throw error;
  return error.hint === undefined ? error.message : `${error.message}. ${error.hint}`;
}
