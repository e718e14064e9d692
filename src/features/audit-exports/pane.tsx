import { homedir } from 'node:os';
import type { BindingAction, BindingActions } from '../../core/binding.ts';
import { counted, countedOf, countText } from '../../core/count-text.ts';
import { configError } from '../../core/errors.ts';
import { safeText } from '../../core/safe-text.ts';
import { folderOf } from '../../export-engine/disk.ts';
import { type Job, jobRow } from '../../export-engine/job-state.ts';
import { createJobs } from '../../export-engine/jobs.ts';
import type { ExportOffer } from '../../export-engine/kind.ts';
import { nodeDisk } from '../../export-engine/node-disk.ts';
import { paneParts } from '../../tui/kit/pane-parts.ts';
import type { Pane, PaneHost, PaneModule } from '../feature.ts';
import { offersOf } from './pane-form-state.ts';
import { cancelQuestion, removeQuestion, replaceQuestion } from './pane-prompt.ts';
import { selectionOf } from './pane-selection.ts';
import { createPane, type ExportsPane } from './pane-state.ts';
import { paneTwin } from './pane-twin.ts';
import { ExportsView } from './pane-view.tsx';
import { resumeCommand } from './pane-words.ts';
import { recordOf } from './record.ts';
import { createAuditSource } from './source.ts';
import type { ExportsInput, ExportsSnapshot } from './store.ts';
import { cancelRefusal, pauseRefusal, removeRefusal, resumeRefusal } from './store-jobs-state.ts';

/** The pane's module, for the kinds that there are. */
export function exportsPane(offers: readonly ExportOffer[]): PaneModule {
  return { open: (host) => openWith(host, inputOf(host, offers)) };
}

function inputOf({ session, program }: PaneHost, offers: readonly ExportOffer[]): ExportsInput {
  if (program === undefined) throw configError('No program runs this pane');
  return {
    jobs: createJobs({ program, clock: session.clock }),
    source: createAuditSource(session),
    offers,
    workFolder: program.workFolder,
    home: homedir(),
    exists: async (path) => (await nodeDisk.stat(path)) !== null,
  };
}

/** Opens the pane over jobs and a source of one's own. */
export function openWith(host: PaneHost, input: ExportsInput): Pane {
  const pane = createPane(host, input);
  const { store } = pane;
  const hasXray = host.session.has('xray');
  return {
    ...paneParts(pane),
    actions: actionsOf(pane, host, input),
    focused: () => focusedOf(pane),
    selection: () => selectionOf(store.get()),
    receive: pane.receive,
    twin: () => paneTwin(store.get(), host.session),
    status: () => statusOf(store.get()),
    View: (props) => <ExportsView {...props} pane={pane} hasXray={hasXray} />,
  };
}

function actionsOf(pane: ExportsPane, host: PaneHost, input: ExportsInput): BindingActions {
  const { store } = pane;
  const hasOffer = offersOf(host, input).length > 0;
  return {
    'exports.new': {
      disabledReason: () =>
        hasOffer ? undefined : 'the profile has no source that can be exported',
      run: () => pane.form.open(null, null),
    },
    'exports.view': {
      run: () => store.show(store.get().front === 'jobs' ? 'events' : 'jobs'),
    },
    'exports.left': { run: () => pane.sideways(-1) },
    'exports.right': { run: () => pane.sideways(1) },
    ...jobActions(pane, host),
    ...eventActions(pane, host),
  };
}

/** An action on the job that is meant, unless something refuses it. */
function jobAction(
  { store }: ExportsPane,
  refusal: (job: Job | null) => string | undefined,
  run: (job: Job) => void,
): BindingAction {
  const job = () => (store.get().front === 'jobs' ? store.jobs.focused() : null);
  return {
    isOffered: () => store.get().front === 'jobs',
    disabledReason: () => refusal(job()),
    run: () => {
      const found = job();
      if (found !== null) run(found);
    },
  };
}

function jobActions(pane: ExportsPane, host: PaneHost): BindingActions {
  const { jobs } = pane.store;
  const noJob = (job: Job | null) => (job === null ? 'no job is selected' : undefined);
  const interrupted = () => jobs.get().jobs.some(({ state }) => state === 'interrupted');
  return {
    'exports.pause': jobAction(pane, pauseRefusal, ({ id }) => jobs.pause(id)),
    'exports.resume': jobAction(pane, resumeRefusal, (job) => {
      const isTaken = job.status.error?.code === 'target-exists';
      if (isTaken) pane.ask(replaceQuestion(job, () => jobs.resume(job.id, { force: true })));
      else jobs.resume(job.id);
    }),
    'exports.resume-all': {
      disabledReason: () => (interrupted() ? undefined : 'no job is interrupted'),
      run: jobs.resumeInterrupted,
    },
    'exports.cancel': jobAction(pane, cancelRefusal, (job) =>
      pane.ask(cancelQuestion(job, (keep) => jobs.cancel(job.id, keep))),
    ),
    'exports.remove': jobAction(pane, removeRefusal, (job) =>
      pane.ask(removeQuestion(job, () => jobs.remove(job.id))),
    ),
    'exports.folder': jobAction(pane, noJob, ({ record }) => {
      const folder = folderOf(record.request.out);
      host.copy(folder, `the path ${safeText(folder, 200)}`);
    }),
    'exports.copy-resume': jobAction(pane, noJob, (job) =>
      host.copy(resumeCommand(job), 'the resume command'),
    ),
  };
}

function eventActions(pane: ExportsPane, host: PaneHost): BindingActions {
  const { store } = pane;
  const { events } = store;
  const atRows = () => {
    if (store.get().front === 'jobs') return 'that is for the audit events; a shows them';
    if (!host.session.has('xray')) return 'the profile has no xray source';
    return events.get().view.detail === null
      ? undefined
      : 'an event stands in front; esc closes it';
  };
  const isOffered = () => store.get().front === 'events';
  const action = (run: () => void): BindingAction => ({ isOffered, disabledReason: atRows, run });
  return {
    'exports.toggle': action(events.toggle),
    'exports.time': action(pane.askTime),
    'exports.dry-run': action(() => events.setDryRun(!events.get().question.dryRun)),
    'exports.facets': action(() => events.focus('facets')),
    'exports.more': action(() => {
      if (!events.more()) host.toast('There are no older events in this window that can be loaded');
    }),
    'exports.widen': {
      disabledReason: () =>
        atRows() ?? (events.get().question.chosen.length === 0 ? 'nothing is narrowed' : undefined),
      run: events.widen,
    },
  };
}

function focusedOf({ store }: ExportsPane): ReturnType<Pane['focused']> {
  if (store.get().front === 'events') {
    const event = store.events.focused();
    return event === null ? null : { id: event.id, record: recordOf(event) };
  }
  const job = store.jobs.focused();
  return job === null ? null : { id: job.id, record: jobRow(job) };
}

function statusOf({ front, jobs, events }: ExportsSnapshot): ReturnType<Pane['status']> {
  const running = jobs.jobs.filter(({ state }) => state === 'running').length;
  const title = running === 0 ? 'exports' : `${counted(running, 'export')} running`;
  if (front === 'jobs') {
    return { rows: countedOf(jobs.view.rows.length, jobs.jobs.length, 'job'), title };
  }
  const { rows, detail } = events.view;
  if (detail !== null)
    return {
      rows: `event ${countText(rows.indexOf(detail) + 1)} of ${countText(rows.length)}`,
      title,
    };
  return { rows: countedOf(rows.length, events.load.events.length, 'row'), title };
}
