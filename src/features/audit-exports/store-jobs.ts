import type { Session } from '../../api/session.ts';
import { createDerivedParts, type Deriving } from '../../core/derived-parts.ts';
import { emptyList, keepInList, type ListMove, moveInList } from '../../core/list.ts';
import { safeText } from '../../core/safe-text.ts';
import type { Readable } from '../../core/store.ts';
import { formatTime } from '../../core/time.ts';
import type { Job } from '../../export-engine/job-state.ts';
import type { Jobs } from '../../export-engine/jobs.ts';
import type { JobsSnapshot } from './store-jobs-state.ts';
import { createSteering, type Steering } from './store-jobs-steering.ts';
import { createJobsWatch } from './store-jobs-watch.ts';

/** What the store is made of. */
export interface JobsStoreOptions {
  readonly session: Session;
  readonly jobs: Jobs;
  /** Told before something comes in front: the place to come back to. */
  readonly onLeave: () => void;
  /** Something that the user should know, in one line. */
  readonly onNotice: (text: string, tone: 'good' | 'warn' | 'bad') => void;
  readonly onState: (job: Job, before: Job) => void;
}

/** State and actions of the jobs. Nothing is read before `start`. */
export interface JobsStore extends Readable<JobsSnapshot>, Steering {
  start(): void;
  stop(): Promise<void>;
  refresh(): void;
  filter(text: string): void;
  /** How many jobs fit. */
  setRoom(rows: number): void;
  move(move: ListMove): void;
  /** Brings the job under the cursor in front. */
  open(): void;
  /** The job after or before the one in front. */
  sideways(step: 1 | -1): void;
  /** Unwinds one step. @returns false when there was nothing to unwind */
  back(): boolean;
  /** The job in front, else the one under the cursor. */
  focused(): Job | null;
  /** Selects a job, now or as soon as it is there, and brings it in front if that is wished. */
  goTo(selected: string | null, detail: string | null): void;
}

const emptyJobs: JobsSnapshot = {
  ...{ jobs: [], isKnown: false, failure: null, pending: {}, detail: null },
  view: {
    ...{ list: emptyList, rows: [], visible: [], filter: { text: '', error: null }, detail: null },
  },
};

/** Creates the store of the jobs. */
export function createJobsStore(options: JobsStoreOptions): JobsStore {
  const { session, jobs, onLeave, onNotice, onState } = options;
  const parts = createDerivedParts<JobsSnapshot, number>({
    ...{ initial: emptyJobs, room: 10, derive: deriveJobs },
  });
  const { get, view, change } = parts;
  const watch = createJobsWatch({ session, jobs, get, change, onState });
  const show = (id: string | null) => {
    if (id === get().view.detail) return;
    view({ detail: id });
    change({ detail: null });
    if (id !== null) watch.read(id);
  };
  return {
    get,
    subscribe: parts.snapshot.subscribe,
    start: watch.start,
    stop: watch.stop,
    refresh: () => {
      watch.now();
      const { detail } = get().view;
      if (detail !== null) watch.read(detail);
    },
    filter: parts.filter,
    setRoom: parts.setRoom,
    ...createSteering({ session, jobs, get, change, onNotice, look: watch.now }),
    move: (move) => {
      const { list, visible, detail } = get().view;
      if (detail === null) view({ list: moveInList(list, visible, parts.room(), move) });
    },
    open: () => {
      const { list, detail } = get().view;
      if (detail !== null || list.selected === null) return;
      onLeave();
      show(list.selected);
    },
    sideways: (step) => {
      const { visible, detail, list } = get().view;
      const next = detail === null ? undefined : visible[visible.indexOf(detail) + step];
      if (next === undefined) return;
      const moved = moveInList(list, visible, parts.room(), step > 0 ? 'down' : 'up');
      view({ list: { ...moved, selected: next } });
      show(next);
    },
    back: () => {
      if (get().view.detail === null) return false;
      show(null);
      return true;
    },
    focused: () => focusedJob(get()),
    goTo: (selected, detail) => {
      parts.want(selected);
      show(detail);
    },
  };
}

function focusedJob({ jobs, view }: JobsSnapshot): Job | null {
  const id = view.detail ?? view.list.selected;
  return jobs.find((job) => job.id === id) ?? null;
}

/** Fits the rows to the jobs, the filter and the room; a job in front that is gone leaves. */
function deriveJobs(
  before: JobsSnapshot,
  after: JobsSnapshot,
  { room, matches, wanted }: Deriving<number>,
): JobsSnapshot {
  const { jobs, view } = after;
  const isShown = before.jobs === jobs && before.view.filter === view.filter;
  const isPlain = view.filter.text === '';
  const rows = isShown ? view.rows : jobs.filter((job) => isPlain || matches(filterText(job)));
  const visible = rows === before.view.rows ? before.view.visible : rows.map(({ id }) => id);
  const isWanted = wanted !== null && visible.includes(wanted);
  const list = isWanted ? { ...view.list, selected: wanted } : view.list;
  const isGone = !jobs.some(({ id }) => id === view.detail) && after.isKnown;
  return {
    ...after,
    view: {
      ...{ ...view, rows, visible, detail: isGone ? null : view.detail },
      list: keepInList(list, visible, room, before.view.visible),
    },
  };
}

function filterText({ id, state, record, status }: Job): string {
  const { kind, out, format, sinceMs, untilMs } = record.request;
  const times = `${formatTime(sinceMs)} ${formatTime(untilMs)}`;
  const error = status.error?.message ?? '';
  return safeText(`${id} ${state} ${kind} ${format} ${out} ${times} ${error}`, 4000);
}
