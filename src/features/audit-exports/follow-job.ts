import { sleep } from '../../core/clock.ts';
import { counted, countText, sizeText } from '../../core/count-text.ts';
import { formatDuration } from '../../core/duration.ts';
import { type ExitCode, exitCodes, ScandeckError } from '../../core/errors.ts';
import { formatTime } from '../../core/time.ts';
import type { Job } from '../../export-engine/job-state.ts';
import type { Jobs } from '../../export-engine/jobs.ts';
import { manifestPath, undecodablePath } from '../../export-engine/manifest.ts';
import type { CommandContext } from '../feature.ts';
import { programOf } from './job-program.ts';
import { doneRatio } from './pane-words.ts';

const lookMs = 250;

/** Without a terminal a line is told this often. */
const lineMs = 30_000;

/**
 * Follows a job on stderr until it ends, or the user pauses it with ctrl-c. A terminal that goes
 * away leaves the job running.
 */
export async function followJob(
  context: CommandContext,
  jobs: Jobs,
  id: string,
): Promise<ExitCode> {
  const { signal, clock, narrate } = context;
  const { statusLine } = programOf(context);
  let job = await jobs.get(id);
  let toldAt = clock.now();
  while (job.state === 'running' && !signal.aborted) {
    statusLine(progressText(job, clock.now()));
    if (clock.now() - toldAt >= lineMs) {
      toldAt = clock.now();
      statusLine(null);
      narrate(progressText(job, clock.now()));
    }
    await sleep(clock, lookMs, signal);
    job = await jobs.get(id);
  }
  statusLine(null);
  if (signal.aborted && job.state === 'running') return leave(context, jobs, job);
  return tellEnd(context, jobs, job);
}

/** The signal by which a user, or the system, ended a command; null when it goes on or hung up. */
export function interruptedBy({ aborted, reason }: AbortSignal): 'SIGINT' | 'SIGTERM' | null {
  const name: unknown = aborted && reason instanceof Error ? reason.message : null;
  return name === 'SIGINT' || name === 'SIGTERM' ? name : null;
}

/** Pauses for ctrl-c and a termination; leaves the job alone when its reader or terminal is gone. */
async function leave(context: CommandContext, jobs: Jobs, job: Job): Promise<ExitCode> {
  if (interruptedBy(context.signal) === null) return exitCodes.hungUp;
  // Said first: a second ctrl-c leaves without another word.
  context.narrate(`Pausing ${job.id}, which goes on with: scandeck export resume ${job.id}`);
  const paused = await jobs.pause(job.id);
  if (paused.state === 'done') return tellEnd(context, jobs, paused);
  context.narrate(`${job.id} ${stateWords[paused.state]} at ${rowsText(paused)}.`);
  return exitCodes.interrupted;
}

/** @throws ScandeckError for what is not whole: `-q` must not silence it */
async function tellEnd(context: CommandContext, jobs: Jobs, job: Job): Promise<ExitCode> {
  const { id, state, status } = job;
  if (state === 'done') return tellDone(context, jobs, job);
  const reason = status.error === null ? '' : `: ${status.error.message}`;
  const failed = state === 'failed' ? (status.error?.exitCode ?? exitCodes.refused) : null;
  const next = failed === null ? 'Go on with' : 'To try it again as it is';
  const hint = state === 'cancelled' ? null : `${next}: scandeck export resume ${id}`;
  throw notWhole({
    message: `${id} ${stateWords[state]} at ${rowsText(job)}${reason}`,
    hint: [status.error?.hint ?? null, hint].filter((part) => part !== null).join(' '),
    exitCode: failed ?? exitCodes.incomplete,
  });
}

const stateWords: Readonly<Record<Job['state'], string>> = {
  running: 'has not paused yet',
  paused: 'is paused',
  interrupted: 'was interrupted',
  failed: 'failed',
  done: 'is done',
  cancelled: 'is cancelled',
};

async function tellDone({ narrate }: CommandContext, jobs: Jobs, job: Job): Promise<ExitCode> {
  const manifest = await jobs.manifest(job.id);
  const { out } = job.record.request;
  if (manifest === null) return exitCodes.done;
  const { rows, bytes, duplicatesDropped, undecodable, warnings } = manifest;
  narrate(`${counted(rows, 'row')}, ${sizeText(bytes)}: ${out}`);
  if (duplicatesDropped > 0) narrate(`${counted(duplicatesDropped, 'duplicate')} left out`);
  const unread = `${counted(undecodable.rows, 'row')} could not be read: ${undecodablePath(out)} has them`;
  const lacks = [...(undecodable.rows === 0 ? [] : [unread]), ...warnings];
  if (lacks.length === 0) return exitCodes.done;
  throw notWhole({
    message: lackText(lacks),
    hint: `All that is known of it is in ${manifestPath(out)}.`,
    exitCode: exitCodes.incomplete,
  });
}

/** How many reasons are told at most. */
const mostTold = 3;

/** What an export lacks, or may lack, in one line. */
export function lackText(lacks: readonly string[]): string {
  const more = lacks.length > mostTold ? [`and ${lacks.length - mostTold} more like it`] : [];
  return [...lacks.slice(0, mostTold), ...more].join('; ');
}

/** An export that ended without all of its rows. */
export function notWhole(told: {
  readonly message: string;
  readonly hint: string;
  readonly exitCode: ExitCode;
}): ScandeckError {
  const { message, hint, exitCode } = told;
  return new ScandeckError(message, {
    ...{ code: 'export-incomplete', who: 'environment', exitCode },
    ...(hint === '' ? {} : { hint }),
  });
}

/** How a job gets on, in one line. */
export function progressText(job: Job, nowMs: number): string {
  const { status } = job;
  const { windowsDone, windowsTotal, wait, rowsPerSecond, etaSeconds } = status;
  if (status.phase === 'assemble') return `${job.id}: putting ${rowsText(job)} together`;
  if (windowsTotal === null) return `${job.id}: starting`;
  const parts = [
    `${job.id}: ${barText(job)}${windowsDone}/${windowsTotal} windows`,
    rowsText(job),
    rowsPerSecond === null ? null : `${countText(rowsPerSecond)}/s`,
    etaSeconds === null ? null : `${formatDuration(etaSeconds * 1000)} left`,
    wait === null ? null : waitText(wait.for, wait.untilMs, nowMs),
  ];
  return parts.filter((part) => part !== null).join('  ');
}

function waitText(reason: string, untilMs: number | null, nowMs: number): string {
  if (untilMs === null || untilMs <= nowMs) return `waits for ${reason}`;
  const until = untilMs - nowMs > 3_600_000 ? ` until ${formatTime(untilMs)}` : '';
  return `waits for ${reason}${until || `, ${formatDuration(untilMs - nowMs)}`}`;
}

const barCells = 20;

function barText(job: Job): string {
  const ratio = doneRatio(job);
  if (ratio === null) return '';
  const full = Math.floor(ratio * barCells);
  const cells = `${'#'.repeat(full)}${'.'.repeat(barCells - full)}`;
  return `[${cells}] ${Math.floor(ratio * 100)}%  `;
}

function rowsText({ status }: Job): string {
  return `${counted(status.rows, 'row')}, ${sizeText(status.bytes)}`;
}
