import { safeText } from '../../core/safe-text.ts';
import type { Job } from '../../export-engine/job-state.ts';
import type { ExportOffer } from '../../export-engine/kind.ts';
import { formKey, typeInto } from '../../tui/kit/form.ts';
import type { PaneFrame } from '../../tui/kit/pane-frame.ts';
import type { ExportSelection, PaneHost, TextTarget } from '../feature.ts';
import { changeForm } from './pane-form-change.ts';
import {
  asksToReplace,
  type ExportForm,
  type FormFacts,
  openForm,
  withErrors,
} from './pane-form-fields.ts';
import { freeName, sendForm } from './pane-form-send.ts';
import type { ExportsPrompt } from './pane-prompt.ts';
import type { ExportsInput, ExportsStore } from './store.ts';

/** The form of a new export, as it is filled in. */
export interface FormDesk {
  /** Opens it, empty or filled with what a view selects. */
  open(selection: ExportSelection | null, note: string | null): void;
  /** Keys while it is open. */
  target(form: ExportForm): TextTarget;
  facts(): FormFacts;
}

/** What the form works with. */
export interface FormDeskOptions {
  readonly host: PaneHost;
  readonly input: ExportsInput;
  readonly store: ExportsStore;
  readonly frame: PaneFrame<ExportsPrompt>;
}

/** The kinds whose source the profile has. */
export function offersOf(host: PaneHost, input: ExportsInput): readonly ExportOffer[] {
  return input.offers.filter(({ source }) => host.session.has(source));
}

/** Joins the form to the pane. */
export function createFormDesk(options: FormDeskOptions): FormDesk {
  const { host, input, frame } = options;
  const { session } = host;
  const facts = (): FormFacts => ({
    offers: offersOf(host, input),
    request: {
      nowMs: session.clock.now(),
      folder: input.workFolder,
      openedBy: session.openedBy,
    },
    home: input.home,
  });
  const current = (): ExportForm | null => {
    const { prompt } = frame.state.get();
    return prompt?.kind === 'form' ? prompt.form : null;
  };
  const put = (form: ExportForm) => {
    frame.setPrompt({ kind: 'form', form });
    void nameIt(form);
  };
  /** A default name that is taken gives way to one that is free, unless something was typed since. */
  const nameIt = async (form: ExportForm) => {
    if (form.typed.has('out')) return;
    const end = session.activity.begin();
    try {
      const named = await freeName(form, facts(), input.exists);
      if (named !== form && current() === form) frame.setPrompt({ kind: 'form', form: named });
    } finally {
      end();
    }
  };
  return {
    facts,
    open: (selection, note) => put(openForm(facts(), selection, note)),
    target: (form) => ({
      type: (text) => {
        if (form.isSending) return;
        if (form.replaces === null) put(changeForm(form, typeInto(form.fields, text), facts()));
        else if (text === 'y') void send({ ...options, form, facts: facts() });
        else put(withErrors(form, {}));
      },
      key: (name) => {
        if (form.isSending) return;
        if (form.replaces !== null) put(withErrors(form, {}));
        else if (name === 'esc') frame.setPrompt(null);
        else if (name === 'enter') void send({ ...options, form, facts: facts() });
        else put(changeForm(form, formKey(form.fields, name), facts()));
      },
    }),
  };
}

interface Sending extends FormDeskOptions {
  readonly form: ExportForm;
  readonly facts: FormFacts;
}

async function send({ host, store, frame, form, facts }: Sending): Promise<void> {
  const end = host.session.activity.begin();
  frame.setPrompt({ kind: 'form', form: { ...form, isSending: true } });
  const open = (errors: ExportForm['errors']) =>
    frame.setPrompt({ kind: 'form', form: withErrors(form, errors) });
  try {
    const sent = await sendForm(form, facts, store.jobs.begin);
    if ('errors' in sent) return open(sent.errors);
    if ('exists' in sent) {
      return frame.setPrompt({ kind: 'form', form: asksToReplace(form, sent.exists) });
    }
    frame.setPrompt(null);
    store.show('jobs');
    store.jobs.goTo(sent.job.id, null);
    host.toast(startedText(sent.job), 'good');
  } catch (error) {
    open({});
    const text = error instanceof Error ? error.message : String(error);
    host.toast(safeText(`The export was not started: ${text}`), 'bad');
  } finally {
    end();
  }
}

function startedText({ id, record }: Job): string {
  const once = record.schedule === undefined;
  return `${id} runs; ${once ? 'it goes on when the deck is closed' : 'its details tell how to go on'}`;
}
