import { safeText } from '../../core/safe-text.ts';
import {
  createPaneFrame,
  type FramedKeys,
  framedKeys,
  type PaneFrame,
} from '../../tui/kit/pane-frame.ts';
import { fieldText } from '../../tui/kit/text-field.ts';
import type { PaneHost, TextTarget } from '../feature.ts';
import type { EventsSource } from './events-source.ts';
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
import { createEventsStore, type EventsStore } from './store.ts';

/** The pane outside React: its store, and the state of its drawing. */
export interface EventsPane extends FramedKeys {
  readonly store: EventsStore;
  readonly frame: PaneFrame<EventsPrompt>;
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
  const front = () => store.get().view.fronts.at(-1);
  const frame = createPaneFrame<EventsPrompt>({
    store,
    // The lines above the rows come and go with what is wrong, and the window with them.
    setRoom: ({ size, prompt }) => {
      const shown = front();
      const headLines = shown === undefined ? 0 : frontHead(shown, size.width).length;
      store.setRoom(roomOf(layoutOf(store.get(), size, promptHeight(prompt)), size, headLines));
    },
    textLines: ({ size }) => {
      const shown = front();
      return (shown === undefined ? null : frontText(shown, size.width))?.length ?? null;
    },
  });
  return {
    store,
    frame,
    ...framedKeys(frame, store),
    ask: (kind) => {
      const { question } = store.get();
      const text = { query: question.filter, range: question.range, view: '' }[kind];
      frame.setPrompt(openPrompt(kind, text, store.names()));
    },
    captured: () => {
      const { prompt } = frame.state.get();
      return prompt === null ? null : promptTarget(prompt, store, frame.setPrompt);
    },
  };
}

function promptTarget(
  prompt: EventsPrompt,
  store: EventsStore,
  setPrompt: (prompt: EventsPrompt | null) => void,
): TextTarget {
  const names = store.names();
  const { fields } = names;
  const enter = () => {
    const problem = finalProblem(prompt, fields);
    if (problem !== null) return setPrompt({ ...prompt, problem });
    setPrompt(null);
    take(prompt, store);
  };
  return {
    type: (text) => setPrompt(typeIntoPrompt(prompt, text, names)),
    key: (name) => {
      if (name === 'enter') enter();
      else if (name === 'esc') setPrompt(null);
      else setPrompt(promptKey(prompt, name, names));
    },
  };
}

/** What is in force already is not asked for again. */
function take({ kind, field }: EventsPrompt, store: EventsStore): void {
  const text = fieldText(field).trim();
  const { question } = store.get();
  if (kind === 'view') {
    if (text !== '') store.views.save(text);
  } else if (kind === 'query') {
    if (text !== question.filter) store.setFilter(text);
  } else if (text !== '' && text !== question.range) store.setRange(text);
}
