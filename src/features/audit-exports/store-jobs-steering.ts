import type { Session } from '../../api/session.ts';
import { ScandeckError } from '../../core/errors.ts';
import type { Job } from '../../export-engine/job-state.ts';
import type { Jobs, ResumeOptions, StartOptions } from '../../export-engine/jobs.ts';
import type { ExportRequest } from '../../export-engine/kind.ts';
import { type JobsSnapshot, type Pending, resumeRefusal } from './store-jobs-state.ts';

/** What can be done to jobs. What can't be done is told; nothing throws but `begin`. */
export interface Steering {
  /** Makes a job and starts its worker. @throws ScandeckError `usage` when the target exists */
  begin(request: ExportRequest, options?: StartOptions): Promise<Job>;
  pause(id: string): void;
  /** Goes on, or tries a failed one again. */
  resume(id: string, how?: ResumeOptions): void;
  /** Goes on with every job that was interrupted. */
  resumeInterrupted(): void;
  cancel(id: string, keepParts: boolean): void;
  remove(id: string): void;
}

/** What steering works with. */
export interface SteeringOptions {
  readonly session: Session;
  readonly jobs: Jobs;
  readonly get: () => JobsSnapshot;
  readonly change: (part: Partial<JobsSnapshot>) => void;
  readonly onNotice: (text: string, tone: 'good' | 'warn' | 'bad') => void;
  /** Looks at the jobs at once. */
  readonly look: () => void;
}

/** Joins steering to the jobs. */
export function createSteering(options: SteeringOptions): Steering {
  const { jobs, get, session } = options;
  const act = (id: string, pending: Pending, task: () => Promise<unknown>) => {
    if (get().pending[id] === undefined) void carry(options, { id, pending, task });
  };
  const resume = (id: string, how: ResumeOptions = {}) =>
    act(
      id,
      'resuming',
      counted(session, () => jobs.resume(id, how)),
    );
  return {
    begin: async (request, how) => {
      const job = await counted(session, () => jobs.start(request, how))();
      options.look();
      return job;
    },
    // These two wait for the worker, and a worker is no work of this process.
    pause: (id) => act(id, 'pausing', () => jobs.pause(id)),
    cancel: (id, keepParts) => act(id, 'cancelling', () => jobs.cancel(id, { keepParts })),
    resume,
    resumeInterrupted: () => {
      for (const job of get().jobs) {
        if (job.state === 'interrupted' && resumeRefusal(job) === undefined) resume(job.id);
      }
    },
    remove: (id) =>
      act(
        id,
        'removing',
        counted(session, () => jobs.remove(id)),
      ),
  };
}

interface Act {
  readonly id: string;
  readonly pending: Pending;
  readonly task: () => Promise<unknown>;
}

async function carry(options: SteeringOptions, { id, pending, task }: Act): Promise<void> {
  const { get, change, onNotice, look } = options;
  change({ pending: { ...get().pending, [id]: pending } });
  try {
    await task();
  } catch (error) {
    onNotice(errorWords(error), 'bad');
  } finally {
    const { [id]: _done, ...rest } = get().pending;
    change({ pending: rest });
    look();
  }
}

function counted<T>({ activity }: Session, task: () => Promise<T>): () => Promise<T> {
  return async () => {
    const end = activity.begin();
    try {
      return await task();
    } finally {
      end();
    }
  };
}

function errorWords(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const hint = error instanceof ScandeckError ? error.hint : undefined;
  return hint === undefined ? error.message : `${error.message}. ${hint}`;
}
