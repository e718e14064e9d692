import { safeText } from '../../core/safe-text.ts';
import { lineHeight } from '../../tui/kit/line-prompt.ts';
import { lineTarget } from '../../tui/kit/line-target.ts';
import {
  createPaneFrame,
  type FramedKeys,
  framedKeys,
  type PaneFrame,
} from '../../tui/kit/pane-frame.ts';
import { fieldText } from '../../tui/kit/text-field.ts';
import type { PaneHost, TextTarget } from '../feature.ts';
import { logDetail } from './pane-detail.ts';
import { layoutOf, roomOf } from './pane-layout.ts';
import { type LogsPrompt, openPrompt, readTime, typedTime } from './pane-prompt.ts';
import { createLogsStore, type LogsStore } from './store.ts';

/** The pane outside React: its store, and the state of its drawing. */
export interface LogsPane extends FramedKeys {
  readonly store: LogsStore;
  readonly frame: PaneFrame<LogsPrompt>;
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
  const frame = createPaneFrame<LogsPrompt>({
    store,
    setRoom: ({ size, prompt }) =>
      store.setRoom(roomOf(layoutOf(store.get(), size, lineHeight(prompt)), size)),
    textLines: ({ size }) => {
      const front = store.get().view.fronts.at(-1);
      return front?.kind === 'detail' ? logDetail(front.log, size.width).length : null;
    },
  });
  const { setPrompt } = frame;
  return {
    store,
    frame,
    ...framedKeys(frame, store),
    ask: (kind) => setPrompt(openPrompt(kind, firstText(kind, store))),
    captured: () => {
      const { prompt } = frame.state.get();
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
  const isSearch = prompt.kind === 'facets';
  const put = (next: LogsPrompt | null) => {
    setPrompt(next);
    // What was found stays listed after enter, so that more of it can be chosen.
    if (isSearch && next !== null) store.searchFacets(fieldText(next.field));
  };
  const target = lineTarget(prompt, { put, take: () => take(prompt, host, store) });
  return {
    type: target.type,
    key: (name) => {
      if (isSearch && (name === 'up' || name === 'down')) return store.move(name);
      target.key(name);
      if (isSearch && name === 'esc') store.searchFacets('');
    },
  };
}

/** @throws ScandeckError `usage` for a text that can't be taken */
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
