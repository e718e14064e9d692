import { type Clock, sleep } from '../core/clock.ts';
import { isStarting, type Job, startingUntil } from './job-state.ts';

/** A job that is looked at again and again. */
export interface Watched {
  readonly clock: Clock;
  readonly look: () => Promise<Job>;
}

/** How long a worker is waited for, in steps of a tenth of a second. */
const mostSteps = 50;

const stepMs = 100;

/** Waits until no worker has the job, or a few seconds. */
export async function untilFree({ clock, look }: Watched): Promise<Job> {
  let job = await look();
  for (let step = 0; step < mostSteps && (job.isHeld || job.state === 'running'); step += 1) {
    await sleep(clock, stepMs);
    job = await look();
  }
  return job;
}

/** Who waits for a job that was told to start a moment ago. */
export interface StartWait {
  readonly signal: AbortSignal;
  /** Told once, if there is something to wait for. @param untilMs epoch milliseconds */
  readonly onWait: (untilMs: number) => void;
}

/** Waits until a worker has the job, or it is clear that none will, or the signal is aborted. */
export async function untilStarted(
  job: Job,
  { clock, look }: Watched,
  { signal, onWait }: StartWait,
): Promise<Job> {
  if (!isStarting(job)) return job;
  onWait(startingUntil(job));
  let now = job;
  while (isStarting(now) && !signal.aborted) {
    await sleep(clock, stepMs, signal);
    now = await look();
  }
  return now;
}
