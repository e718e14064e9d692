import { safeText } from '../../core/safe-text.ts';
import { readTimeSpan } from '../../core/time-span.ts';
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
import { eventDetail } from './pane-detail.ts';
import { layoutOf, roomOf } from './pane-layout.ts';
import { type ActivityPrompt, openPrompt, type PromptKind } from './pane-prompt.ts';
import type { ActivitySource, ReadActivityFile } from './source.ts';
import { type ActivityStore, createActivityStore } from './store.ts';

/** The pane outside React: its store, and the state of its drawing. */
export interface ActivityPane extends FramedKeys {
  readonly store: ActivityStore;
  readonly frame: PaneFrame<ActivityPrompt>;
  sideways(step: 1 | -1): void;
  ask(kind: PromptKind): void;
  captured(): TextTarget | null;
}

/** Where the pane's events come from. */
export interface ActivityInput {
  readonly source: ActivitySource;
  readonly readFile: ReadActivityFile;
}

/** Builds the pane's state; nothing is asked before its store is started. */
export function createPane(host: PaneHost, input: ActivityInput): ActivityPane {
  const store = createActivityStore({
    session: host.session,
    ...input,
    onLeave: host.markPlace,
    onNotice: (text, tone) => host.toast(safeText(text), tone),
  });
  const frame = createPaneFrame<ActivityPrompt>({
    store,
    setRoom: ({ size, prompt }) =>
      store.setRoom(roomOf(layoutOf(store.get(), size, lineHeight(prompt)))),
    textLines: ({ size }) => {
      const { detail } = store.get().view;
      return detail === null ? null : eventDetail(detail, size.width).length;
    },
  });
  return {
    store,
    frame,
    ...framedKeys(frame, store),
    sideways: (step) => {
      frame.toTop();
      store.sideways(step);
    },
    ask: (kind) => frame.setPrompt(openPrompt(kind, store)),
    captured: () => {
      const { prompt } = frame.state.get();
      return prompt === null ? null : promptTarget(prompt, { host, store, frame });
    },
  };
}

interface Typing {
  readonly host: PaneHost;
  readonly store: ActivityStore;
  readonly frame: PaneFrame<ActivityPrompt>;
}

function promptTarget(prompt: ActivityPrompt, typing: Typing): TextTarget {
  return lineTarget(prompt, { put: typing.frame.setPrompt, take: () => take(prompt, typing) });
}

/** @throws ScandeckError `usage` for a text that can't be taken */
function take({ kind, field }: ActivityPrompt, { host, store }: Typing): void {
  const text = fieldText(field).trim();
  switch (kind) {
    case 'time': {
      const span = readTimeSpan(text, host.session.clock.now());
      if (span !== null) store.setSpan(span);
      return;
    }
    case 'query':
      store.setQuery(text);
      return;
    case 'view':
      if (text !== '') store.views.save(text);
      return;
    case 'file':
      if (text !== '') store.openFile(text);
  }
}
