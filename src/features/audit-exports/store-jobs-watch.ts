import type { Session } from '../../api/session.ts';
import { createNudge, poll } from '../../core/poll.ts';
import type { Job } from '../../export-engine/job-state.ts';
import type { Jobs } from '../../export-engine/jobs.ts';
import type { JobDetail, JobsSnapshot } from './store-jobs-state.ts';

/** Milliseconds from one look at the jobs to the next: while one runs, and else. */
const looks = { busy: 400, quiet: 1000 };

/** Lines of a log that are read. */
const logLines = 200;

/** Looks at the jobs of the user: a few small files, a few times a second. */
export interface JobsWatch {
  start(): void;
  stop(): Promise<void>;
  /** Looks at once. */
  now(): void;
  /** Reads what a job's folder tells beside its status. */
  read(id: string): void;
}

/** What a watch works with. */
export interface JobsWatchOptions {
  readonly session: Session;
  readonly jobs: Jobs;
  readonly get: () => JobsSnapshot;
  readonly change: (part: Partial<JobsSnapshot>) => void;
  /** Told of every job whose state is another one. */
  readonly onState: (job: Job, before: Job) => void;
}

/** Creates a watch at rest. */
export function createJobsWatch(options: JobsWatchOptions): JobsWatch {
  const { session, jobs, get, change } = options;
  const { clock } = session;
  const nudge = createNudge();
  let controller = new AbortController();
  let watching: Promise<void> = Promise.resolve();
  const reader = createReader(options);
  const ask = () => counted(session, () => jobs.list());
  const watch = async (signal: AbortSignal) => {
    const isBusy = () => get().jobs.some(({ state }) => state === 'running');
    const intervalMs = () => (isBusy() ? looks.busy : looks.quiet);
    for await (const event of poll({ clock, signal, intervalMs, ask, nudge })) {
      if (event.kind === 'answer') takeJobs(event.value, options, reader.read);
      else {
        const { error, since, nextAt } = event;
        change({ failure: { error, at: since, againAt: nextAt } });
      }
    }
  };
  return {
    start: () => {
      controller = new AbortController();
      watching = watch(controller.signal);
    },
    stop: async () => {
      controller.abort();
      await watching;
    },
    now: nudge.now,
    read: reader.read,
  };
}

/** Takes a look's answer; one that tells nothing new changes nothing. */
function takeJobs(
  next: readonly Job[],
  { get, change, onState }: JobsWatchOptions,
  read: (id: string) => void,
): void {
  const { jobs: before, isKnown, failure, view } = get();
  const known = new Map(before.map((job) => [job.id, job]));
  const jobs = next.map((job) => {
    const old = known.get(job.id);
    return old !== undefined && tells(old) === tells(job) ? old : job;
  });
  const isSame = jobs.length === before.length && jobs.every((job, at) => job === before[at]);
  if (isSame && isKnown && failure === null) return;
  change({ jobs: isSame ? before : jobs, isKnown: true, failure: null });
  for (const job of jobs) {
    const old = known.get(job.id);
    if (old === job) continue;
    if (job.id === view.detail) read(job.id);
    if (old !== undefined && old.state !== job.state) onState(job, old);
  }
}

/** All of a job that can be seen: when it was last told is no part of it. */
function tells({ state, status, isHeld, record }: Job): string {
  return JSON.stringify([state, { ...status, atMs: 0 }, isHeld, record.createdAtMs]);
}

/** Reads one detail at a time; of what is wished meanwhile the last counts. */
function createReader({ session, jobs, get, change }: JobsWatchOptions) {
  let wish: string | null = null;
  let isReading = false;
  const run = async () => {
    isReading = true;
    while (wish !== null) {
      const id = wish;
      wish = null;
      const detail = await counted(session, () => readDetail(jobs, id)).catch(() => null);
      if (detail !== null && get().view.detail === id) change({ detail });
    }
    isReading = false;
  };
  return {
    read: (id: string) => {
      wish = id;
      if (!isReading) void run();
    },
  };
}

async function readDetail(jobs: Jobs, id: string): Promise<JobDetail> {
  const [windows, log, manifest] = await Promise.all([
    jobs.windows(id),
    jobs.log(id, logLines),
    jobs.manifest(id),
  ]);
  return { id, windows, log, manifest };
}

async function counted<T>({ activity }: Session, task: () => Promise<T>): Promise<T> {
  const end = activity.begin();
  try {
    return await task();
  } finally {
    end();
  }
}
