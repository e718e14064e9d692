import type { CallFailure } from '../../core/call-failure.ts';
import type { ListState } from '../../core/list.ts';
import type { Job, JobState } from '../../export-engine/job-state.ts';
import type { JobWindow } from '../../export-engine/jobs.ts';
import type { Manifest } from '../../export-engine/manifest.ts';

/** What a job's folder tells beside its status. */
export interface JobDetail {
  readonly id: string;
  readonly windows: readonly JobWindow[];
  /** The last lines of the worker's log; hostile. */
  readonly log: readonly string[];
  /** Null while the job is not done. */
  readonly manifest: Manifest | null;
}

/** What was asked of a job, and has not come about yet. */
export type Pending = 'pausing' | 'cancelling' | 'resuming' | 'removing';

/** What the user chose on the screen alone. */
export interface JobsViewState {
  readonly list: ListState;
  /** The jobs that the filter leaves, the newest first, and their ids at the same places. */
  readonly rows: readonly Job[];
  readonly visible: readonly string[];
  readonly filter: { readonly text: string; readonly error: string | null };
  /** Id of the job that stands in front; null for none. */
  readonly detail: string | null;
}

/** One snapshot of the jobs. */
export interface JobsSnapshot {
  /** The newest first. */
  readonly jobs: readonly Job[];
  /** Whether the folder has been read. */
  readonly isKnown: boolean;
  readonly failure: CallFailure | null;
  /** By id. */
  readonly pending: Readonly<Record<string, Pending>>;
  readonly view: JobsViewState;
  /** Of the job in front, as far as it was read. */
  readonly detail: JobDetail | null;
}

/** States in which a job can go on. */
const resumable: ReadonlySet<JobState> = new Set(['paused', 'interrupted', 'failed', 'cancelled']);

/** Why a job can't be resumed; undefined when it can. */
export function resumeRefusal(job: Job | null): string | undefined {
  if (job === null) return 'no job is selected';
  if (!resumable.has(job.state)) return `the job is ${job.state}`;
  return job.isHeld ? 'a worker that can not be seen from here holds it' : undefined;
}

/** Why a job can't be paused; undefined when it can. */
export function pauseRefusal(job: Job | null): string | undefined {
  if (job === null) return 'no job is selected';
  return job.state === 'running' ? undefined : `the job is ${job.state}`;
}

/** Why a job can't be cancelled; undefined when it can. */
export function cancelRefusal(job: Job | null): string | undefined {
  if (job === null) return 'no job is selected';
  const isOver = job.state === 'done' || job.state === 'cancelled';
  return isOver ? `the job is ${job.state}; D removes it` : undefined;
}

/** Why a job can't be removed; undefined when it can. */
export function removeRefusal(job: Job | null): string | undefined {
  if (job === null) return 'no job is selected';
  return job.state === 'running' ? 'the job is running; X cancels it' : undefined;
}
