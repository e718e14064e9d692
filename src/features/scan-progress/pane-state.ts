import { createStore, type Readable, subscribeAll } from '../../core/store.ts';
import {
  createForm,
  type FormState,
  focusNamed,
  formKey,
  formValues,
  typeInto,
} from '../../tui/kit/form.ts';
import { rowsThatFit } from '../../tui/kit/list.tsx';
import { scrollBy } from '../../tui/kit/scroll.ts';
import type { Move, PaneHost, PaneViewProps, TextTarget } from '../feature.ts';
import { isDone, type Scan, vanishedEarly } from './model.ts';
import { cardHeight } from './pane-card.ts';
import { headingLines } from './pane-heading.ts';
import { frontText } from './pane-text.ts';
import { scanName } from './pane-words.ts';
import { createProgressStore, type ProgressStore } from './store.ts';

/** What only the drawing needs: the room, how far a text is scrolled, the form's cursor. */
export interface PaneState {
  readonly size: PaneViewProps;
  readonly top: number;
  readonly form: FormState | null;
}

/** The pane outside React: its store, and the state of its drawing. */
export interface ProgressPane {
  readonly store: ProgressStore;
  readonly state: Readable<PaneState>;
  /** Stable, so that a subscription lives as long as the pane. */
  subscribe(listener: () => void): () => void;
  resize(size: PaneViewProps): void;
  move(move: Move): void;
  /** Shows a text from its first line. */
  toTop(): void;
  openForm(): void;
  captured(): TextTarget | null;
}

const fields = [
  { name: 'registry', label: 'registry', placeholder: 'any registry of the console' },
  { name: 'repo', label: 'repository', placeholder: 'such as library/alpine' },
  { name: 'tag', label: 'tag', placeholder: 'such as 3.16' },
  { name: 'digest', label: 'digest', placeholder: 'or sha256:...' },
];

/** Builds the pane's state; nothing is asked before its store is started. */
export function createPane(host: PaneHost): ProgressPane {
  const { session } = host;
  const store = createProgressStore({
    session,
    onEnded: (scan) => announce(scan, host),
    onNotice: (text, tone) => host.toast(text, tone, 'answer'),
    onLost: (text) => host.toast(text, 'bad', 'notice'),
  });
  const { stallAfterMs } = session.preferences.progress;
  const state = createStore<PaneState>({ size: { width: 80, height: 20 }, top: 0, form: null });
  const put = (change: Partial<PaneState>) => state.update((now) => ({ ...now, ...change }));
  const editForm = (form: FormState) => {
    put({ form });
    store.changeForm(formValues(form));
  };
  const scrolledTop = (move: Move) => {
    const { top, size } = state.get();
    const text = frontText(store.get(), { width: size.width, stallAfterMs });
    return scrollBy(top, move, { count: text?.length ?? 0, height: size.height });
  };
  // The lines above the list come and go with what is wrong, and the window with them.
  const fitList = () => {
    const { width, height } = state.get().size;
    const above = headingLines(store.get(), { width, stallAfterMs }).length;
    store.setListHeight(rowsThatFit(height - above, cardHeight));
  };
  store.subscribe(fitList);
  return {
    store,
    state,
    subscribe: (listener) => subscribeAll([store, state], listener),
    resize: (size) => {
      put({ size });
      fitList();
    },
    move: (move) => {
      const { kind } = store.get().view;
      if (kind === 'list') store.move(move);
      else put({ top: scrolledTop(move) });
    },
    toTop: () => put({ top: 0 }),
    openForm: () => {
      host.markPlace();
      store.openForm();
      const view = store.get().view;
      const values = view.kind === 'form' ? view.form.values : null;
      const form = createForm(
        fields.map((field) => ({ ...field, value: typedValue(values, field.name) })),
      );
      put({ form: focusNamed(form, 'repo') });
    },
    captured: () => {
      const { form } = state.get();
      return form === null || store.get().view.kind !== 'form'
        ? null
        : formTarget({ form, store, edit: editForm });
    },
  };
}

function typedValue(values: Readonly<Record<string, string>> | null, name: string): string {
  return values?.[name] ?? '';
}

function announce(scan: Scan, host: PaneHost): void {
  const failed = scan.state === 'failed';
  if (vanishedEarly(scan))
    host.toast(`${scanName(scan)} vanished before its counts were full`, 'warn');
  else host.toast(`${scanName(scan)} ${failed ? 'failed' : 'finished'}`, failed ? 'bad' : 'good');
  if (isDone(scan)) host.ring();
}

function formTarget(options: {
  readonly form: FormState;
  readonly store: ProgressStore;
  readonly edit: (form: FormState) => void;
}): TextTarget {
  const { form, store, edit } = options;
  return {
    type: (text) => edit(typeInto(form, text)),
    key: (name) => {
      if (name === 'enter') store.submitForm();
      else if (name === 'esc') store.close();
      else edit(formKey(form, name));
    },
  };
}
