import { sizeText } from '../../core/count-text.ts';
import { safeText } from '../../core/safe-text.ts';
import { readTimeSpan } from '../../core/time-span.ts';
import type { Job } from '../../export-engine/job-state.ts';
import type { LinePrompt } from '../../tui/kit/line-prompt.ts';
import { lineTarget } from '../../tui/kit/line-target.ts';
import {
  createPaneFrame,
  type FramedKeys,
  framedKeys,
  type PaneFrame,
} from '../../tui/kit/pane-frame.ts';
import type { Segments } from '../../tui/kit/segments.ts';
import { fieldText } from '../../tui/kit/text-field.ts';
import type { ExportSelection, PaneHost, TextTarget } from '../feature.ts';
import { eventDetail } from './pane-events-detail.ts';
import { createFormDesk, type FormDesk, offersOf } from './pane-form-state.ts';
import { jobDetail } from './pane-jobs-detail.ts';
import { eventsLayout, jobsThatFit, layoutOf, roomOf } from './pane-layout.ts';
import { type ExportsPrompt, promptHeight, type Question, timePrompt } from './pane-prompt.ts';
import { filterNote, selectionNote, selectionOf } from './pane-selection.ts';
import { createExportsStore, type ExportsInput, type ExportsStore } from './store.ts';
import { same } from './store-events-question.ts';

/** The pane outside React: its store, and the state of its drawing. */
export interface ExportsPane extends FramedKeys {
  readonly store: ExportsStore;
  readonly frame: PaneFrame<ExportsPrompt>;
  readonly form: FormDesk;
  sideways(step: 1 | -1): void;
  askTime(): void;
  ask(question: Question): void;
  /** Opens the form of a new export, filled with what a view selects. */
  receive(selection: ExportSelection, filter: string): void;
  captured(): TextTarget | null;
  /** The text that stands in front; null while rows do. */
  frontText(width: number): readonly Segments[] | null;
  /** What the list tells of the job under the cursor, for where there is room beside it. */
  previewText(width: number): readonly Segments[];
}

/** Builds the pane's state; nothing is asked before its store is started. */
export function createPane(host: PaneHost, input: ExportsInput): ExportsPane {
  const store = createExportsStore({
    ...{ session: host.session, input, onLeave: host.markPlace },
    onNotice: (text, tone) => host.toast(safeText(text), tone),
    onState: (job, before) => announce(job, { before, host, end: closeQuestion(job) }),
  });
  /** A question that the job's new state has answered is closed. @returns how that is said */
  const closeQuestion = (job: Job) => {
    const { prompt } = frame.state.get();
    if (prompt?.kind !== 'question' || prompt.question.about !== job.id) return '';
    if (prompt.question.refusal(job) === undefined) return '';
    frame.setPrompt(null);
    return '; nothing more is asked';
  };
  const frontText = (width: number) => frontLines(store, host, input, width);
  const frame = createPaneFrame<ExportsPrompt>({
    store,
    setRoom: (state) => fitRoom(store, state),
    textLines: ({ size }) => frontText(size.width)?.length ?? null,
  });
  const form = createFormDesk({ host, input, store, frame });
  return {
    ...{ store, frame, form, frontText },
    previewText: (width) => {
      const job = store.jobs.focused();
      const offers = offersOf(host, input);
      return job === null ? [] : jobDetail(store.jobs.get(), job, { width, offers });
    },
    ...framedKeys(frame, store),
    sideways: (step) => {
      frame.toTop();
      store.sideways(step);
    },
    askTime: () => frame.setPrompt(timePrompt(store)),
    ask: (question) => frame.setPrompt({ kind: 'question', question }),
    receive: (selection, filter) => {
      const isOffered = offersOf(host, input).some(({ kind }) => kind === selection.kind);
      if (!isOffered)
        return host.toast(`There is no export of ${safeText(selection.kind)}`, 'warn');
      const isOwn = same(selection, selectionOf(store.get()));
      form.open(selection, isOwn ? selectionNote(store.get()) : filterNote(filter));
    },
    captured: () => {
      const { prompt } = frame.state.get();
      if (prompt === null) return null;
      if (prompt.kind === 'form') return form.target(prompt.form);
      const typing = { host, store, frame };
      if (prompt.kind === 'time') return timeTarget(prompt.line, typing);
      return questionTarget(prompt.question, typing);
    },
  };
}

function frontLines(
  store: ExportsStore,
  host: PaneHost,
  input: ExportsInput,
  width: number,
): readonly Segments[] | null {
  const { front, jobs, events } = store.get();
  if (front === 'events') {
    const { detail } = events.view;
    return detail === null ? null : eventDetail(detail, width);
  }
  const job = jobs.jobs.find(({ id }) => id === jobs.view.detail);
  if (job === undefined) return null;
  return jobDetail(jobs, job, { width, offers: offersOf(host, input) });
}

function fitRoom(
  store: ExportsStore,
  { size, prompt }: { readonly size: Room; readonly prompt: ExportsPrompt | null },
): void {
  const layout = layoutOf(store.get(), size, promptHeight(prompt, size.width));
  store.jobs.setRoom(jobsThatFit(layout));
  const { events } = store.get();
  store.events.setRoom(roomOf(eventsLayout(events, size.width, layout.body)));
}

interface Room {
  readonly width: number;
  readonly height: number;
}

interface Announcement {
  readonly before: Job;
  readonly host: PaneHost;
  /** What is said behind it. */
  readonly end: string;
}

/** What has become of a job while the deck was open. */
function announce(job: Job, { before, host, end }: Announcement): void {
  const { id, state, status } = job;
  const why = status.error === null ? '' : `: ${safeText(status.error.message, 200)}`;
  if (state === 'done') {
    const rows = `${status.rows.toLocaleString('en')} rows, ${sizeText(status.bytes)}`;
    const isWhole = status.undecodable === 0;
    host.toast(`${id} is done: ${rows}${end}`, isWhole ? 'good' : 'warn');
    host.ring();
  } else if (state === 'failed' || state === 'interrupted') {
    host.toast(`${id} ${state === 'failed' ? 'failed' : 'was interrupted'}${why}`, 'bad');
    host.ring();
  } else if (state === 'paused' && why !== '') {
    host.toast(`${id} is paused${why}`, 'warn');
    host.ring();
  } else if (before.state === 'running' || end !== '') host.toast(`${id} is ${state}${end}`);
}

interface Typing {
  readonly host: PaneHost;
  readonly store: ExportsStore;
  readonly frame: PaneFrame<ExportsPrompt>;
}

function timeTarget(line: LinePrompt<'time'>, { host, store, frame }: Typing): TextTarget {
  return lineTarget(line, {
    put: (next) => frame.setPrompt(next === null ? null : { kind: 'time', line: next }),
    take: () => {
      const span = readTimeSpan(fieldText(line.field).trim(), host.session.clock.now());
      if (span !== null) store.events.setSpan(span);
    },
  });
}

/** Pasted text answers nothing: no key is pressed by accident. */
function questionTarget({ answers }: Question, { frame }: Typing): TextTarget {
  return {
    type: (text) => {
      const answer = answers.find(({ key }) => key === text);
      if (text === 'n') frame.setPrompt(null);
      if (answer === undefined) return;
      frame.setPrompt(null);
      answer.run();
    },
    key: (name) => {
      if (name === 'esc') frame.setPrompt(null);
    },
  };
}
