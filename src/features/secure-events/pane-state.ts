import { safeText } from '../../core/safe-text.ts';
import { createStore, type Readable, subscribeAll } from '../../core/store.ts';
import { scrollBy } from '../../tui/kit/scroll.ts';
import { fieldText } from '../../tui/kit/text-field.ts';
import type { Move, PaneHost, PaneViewProps, TextTarget } from '../feature.ts';
import { frontHead, frontText } from './pane-front.ts';
import { layoutOf, roomOf } from './pane-layout.ts';
import {
  type EventsPrompt,
  finalProblem,
  openPrompt,
  promptHeight,
  promptKey,
  typeIntoPrompt,
} from './pane-prompt.ts';
import type { EventsSource } from './source.ts';
import { createEventsStore, type EventsStore } from './store.ts';

/** What only the drawing needs: the room, how far a text is scrolled, what is being typed. */
export interface PaneState {
  readonly size: PaneViewProps;
  readonly top: number;
  readonly prompt: EventsPrompt | null;
}

/** The pane outside React: its store, and the state of its drawing. */
export interface EventsPane {
  readonly store: EventsStore;
  readonly state: Readable<PaneState>;
  /** Stable, so that a subscription lives as long as the pane. */
  subscribe(listener: () => void): () => void;
  resize(size: PaneViewProps): void;
  move(move: Move): void;
  open(): void;
  back(): boolean;
  ask(kind: EventsPrompt['kind']): void;
  captured(): TextTarget | null;
}

/** Builds the pane's state; nothing is asked before its store is started. */
export function createPane(host: PaneHost, source: EventsSource): EventsPane {
  const store = createEventsStore({
    session: host.session,
    source,
    onLeave: host.markPlace,
    onNotice: (text, tone) => host.toast(safeText(text), tone),
  });
  const state = createStore<PaneState>({ size: { width: 80, height: 20 }, top: 0, prompt: null });
  const put = (change: Partial<PaneState>) => state.update((now) => ({ ...now, ...change }));
  // The lines above the rows come and go with what is wrong, and the window with them.
  const refit = () => {
    const { size, prompt } = state.get();
    const front = store.get().view.fronts.at(-1);
    const headLines = front === undefined ? 0 : frontHead(front, size.width).length;
    store.setRoom(roomOf(layoutOf(store.get(), size, promptHeight(prompt)), size, headLines));
  };
  const setPrompt = (prompt: EventsPrompt | null) => {
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
      const { size, top } = state.get();
      const text = front === undefined ? null : frontText(front, size.width);
      if (text === null) return store.move(move);
      put({ top: scrollBy(top, move, { count: text.length, height: size.height }) });
    },
    open: () => {
      put({ top: 0 });
      store.open();
    },
    back: () => {
      put({ top: 0 });
      return store.back();
    },
    ask: (kind) => {
      const { question, fields } = store.get();
      const text = kind === 'query' ? question.filter : question.range;
      setPrompt(openPrompt(kind, text, fields));
    },
    captured: () => {
      const { prompt } = state.get();
      return prompt === null ? null : promptTarget(prompt, store, setPrompt);
    },
  };
}

function promptTarget(
  prompt: EventsPrompt,
  store: EventsStore,
  setPrompt: (prompt: EventsPrompt | null) => void,
): TextTarget {
  const { fields } = store.get();
  const enter = () => {
    const problem = finalProblem(prompt, fields);
    if (problem !== null) return setPrompt({ ...prompt, problem });
    setPrompt(null);
    take(prompt, store);
  };
  return {
    type: (text) => setPrompt(typeIntoPrompt(prompt, text, fields)),
    key: (name) => {
      if (name === 'enter') enter();
      else if (name === 'esc') setPrompt(null);
      else setPrompt(promptKey(prompt, name, fields));
    },
  };
}

/** What is in force already is not asked for again. */
function take({ kind, field }: EventsPrompt, store: EventsStore): void {
  const text = fieldText(field).trim();
  const { question } = store.get();
  if (kind === 'query') {
    if (text !== question.filter) store.setFilter(text);
  } else if (text !== '' && text !== question.range) store.setRange(text);
}
