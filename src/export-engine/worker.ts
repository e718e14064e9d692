import type { Session } from '../api/session.ts';
import { type Clock, sleep } from '../core/clock.ts';
import { exitCodes, isAbort, ScandeckError } from '../core/errors.ts';
import type { Processes } from '../core/program.ts';
import { safeText } from '../core/safe-text.ts';
import type { CommitPace } from './committer.ts';
import { type Control, readControl } from './control.ts';
import type { Disk } from './disk.ts';
import { isDiskError, tellingDisk } from './disk-error.ts';
import { type JobPaths, type JobRecord, jobPaths, readRecord } from './job-record.ts';
import { readJournal } from './journal.ts';
import type { ExportKind, ExportWait } from './kind.ts';
import { type Holder, takeLock } from './lock.ts';
import { type Manifest, readManifest } from './manifest.ts';
import { createBoard, type ProgressBoard } from './progress.ts';
import { freshPath, isTargetError } from './publish.ts';
import { runJob } from './run-job.ts';
import { firstStatus, type JobError, type JobStatus, writeStatus } from './status.ts';

/** What a worker needs. */
export interface WorkerOptions {
  readonly disk: Disk;
  /** The job's folder. */
  readonly folder: string;
  /** Loads a kind. @throws ScandeckError `usage` for an unknown one */
  readonly kind: (name: string) => Promise<ExportKind>;
  readonly session: () => Promise<Session>;
  /** Until when the vendor's budget is used up, in epoch milliseconds; null when it is not. */
  readonly blockedUntil?: () => number | null;
  readonly clock: Clock;
  /** Pauses the job. */
  readonly signal: AbortSignal;
  readonly processes: Processes;
  /** The program's version. */
  readonly version: string;
  /** From 0 to below 1. @default Math.random */
  readonly random?: () => number;
  readonly pace?: CommitPace;
  /** One line for the job's log. */
  readonly log: (line: string) => void;
}

/** How a worker's time ended. */
export type WorkerEnd =
  | { readonly state: 'done'; readonly manifest: Manifest | null }
  | { readonly state: 'paused' | 'failed' | 'cancelled'; readonly error: unknown }
  /** It was told to end, but nobody asked for a pause: the machine goes down, or logs its user out. */
  | { readonly state: 'interrupted'; readonly error: null }
  /** Another worker has the job. */
  | { readonly state: 'held'; readonly holder: Holder };

/**
 * Works at a job until it is done, is paused, or can't go on. What it says of itself lies in the
 * job's folder when this returns.
 *
 * @throws ScandeckError when the folder is no job, or the lock can't be written
 */
export async function runWorker(options: WorkerOptions): Promise<WorkerEnd> {
  const disk = tellingDisk(options.disk);
  const paths = jobPaths(options.folder);
  const record = await readRecord(disk, paths);
  if (record === null) throw noJob(options.folder);
  const taken = await takeLock(disk, paths.locks, options.processes);
  if ('holder' in taken) return { state: 'held', holder: taken.holder };
  try {
    return await work({ ...options, disk, paths, record });
  } finally {
    // Left behind, it is that of a dead process soon.
    await taken.lock.release().catch(() => undefined);
  }
}

function noJob(folder: string): ScandeckError {
  return new ScandeckError(`${safeText(folder, 300)} is no job`, {
    ...{ code: 'usage', who: 'user', exitCode: exitCodes.usage },
    hint: 'See `scandeck export list`.',
  });
}

interface Work extends WorkerOptions {
  readonly paths: JobPaths;
  readonly record: JobRecord;
}

async function work(options: Work): Promise<WorkerEnd> {
  const { disk, paths, clock, record, log } = options;
  const before = await readJournal(disk, paths.journal);
  const board = createBoard(clock.now());
  board.setWindows([...before.state.windows.values()]);
  const teller = createTeller(options, board);
  if (before.state.doneAtMs !== null) {
    // Told again: the last worker may have died between the last line and telling it.
    const manifest = await readManifest(disk, paths.manifest);
    teller.phase(null, before.state.plan?.length ?? null);
    await disk.removeFolder(paths.parts);
    await teller.tell({ state: 'done', bytes: manifest?.bytes ?? null });
    return { state: 'done', manifest };
  }
  const steering = steer(options, teller);
  log(`scandeck ${options.version} works at ${record.id}`);
  if (before.damagedLine !== null) {
    log(`the journal is damaged from line ${before.damagedLine} on: what follows is done again`);
  }
  let end: WorkerEnd;
  try {
    await teller.tell({ state: 'running' });
    const kind = await options.kind(record.request.kind);
    const manifest = await runJob({
      ...{ ...options, board, kind, signal: steering.signal },
      random: options.random ?? Math.random,
      onPhase: (phase, windows) => teller.phase(phase, windows),
    });
    end = { state: 'done', manifest };
  } catch (error) {
    end = await endOf(error, options, steering.control());
  } finally {
    await steering.stop();
  }
  await tellEnd(options, teller, end);
  return end;
}

async function endOf(error: unknown, options: Work, control: Control): Promise<WorkerEnd> {
  const wasStopped = isAbort(error);
  if (wasStopped && control.want === 'cancel') {
    await dropWork(options.disk, options.paths, options.record, control.keepParts);
    return { state: 'cancelled', error: null };
  }
  if (wasStopped)
    return { state: control.want === 'pause' ? 'paused' : 'interrupted', error: null };
  const mayMend = error instanceof ScandeckError && error.retryable;
  const isPause = isDiskError(error) || isTargetError(error) || mayMend;
  return { state: isPause ? 'paused' : 'failed', error };
}

/** Removes what a cancelled job made. */
export async function dropWork(
  disk: Disk,
  paths: JobPaths,
  record: JobRecord,
  keepParts: boolean,
): Promise<void> {
  const fresh = freshPath(record);
  for (const path of [`${fresh}.manifest`, `${fresh}.undecodable`]) await disk.remove(path);
  if (keepParts) return;
  // Rows may lie in it that are in no part.
  await disk.remove(fresh);
  await disk.remove(paths.journal);
  await disk.removeFolder(paths.parts);
}

async function tellEnd({ log }: Work, teller: Teller, end: WorkerEnd): Promise<void> {
  if (end.state === 'held') return;
  if (end.state === 'done') {
    log('done');
    await teller.tell({ state: 'done', bytes: end.manifest?.bytes ?? null });
    return;
  }
  if (end.state === 'interrupted') {
    // Never written: it is what others make of a job that runs without a worker.
    log('interrupted: the worker was told to end');
    await teller.tell({ state: 'running' });
    return;
  }
  const error = end.error === null ? null : jobError(end.error);
  log(error === null ? end.state : `${end.state}: ${error.message}`);
  const wait: ExportWait | null =
    error !== null && isDiskError(end.error)
      ? { for: 'disk', untilMs: null, reason: error.message }
      : null;
  await teller.tell({ state: end.state, error, wait });
}

/** An error as a job's folder keeps it. */
export function jobError(error: unknown): JobError {
  if (error instanceof ScandeckError) {
    const { code, message, hint = null, exitCode } = error;
    return { code, message, hint, exitCode };
  }
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return {
    ...{ code: 'bug', message: safeText(message), exitCode: exitCodes.refused },
    hint: "This is a fault of scandeck; the job's log has more.",
  };
}

interface Told {
  readonly state: JobStatus['state'];
  readonly error?: JobError | null;
  readonly wait?: ExportWait | null;
  readonly bytes?: number | null;
}

/** Tells the job's state into its folder. */
interface Teller {
  phase(phase: JobStatus['phase'], windows: number | null): void;
  /** A failure is ignored: the folder's journal says what counts. */
  tell(told: Told): Promise<void>;
}

function createTeller({ disk, paths, clock, blockedUntil }: Work, board: ProgressBoard): Teller {
  let phase: JobStatus['phase'] = null;
  let windowsTotal: number | null = null;
  let rowsBefore = -1;
  const budgetWait = (rows: number): ExportWait | null => {
    const untilMs = blockedUntil?.() ?? null;
    if (rows !== rowsBefore || untilMs === null || untilMs <= clock.now()) return null;
    return { for: 'budget', untilMs, reason: "the vendor's limit is used up" };
  };
  return {
    phase: (next, windows) => {
      phase = next;
      windowsTotal = windows ?? windowsTotal;
    },
    tell: async ({ state, error = null, wait = null, bytes = null }) => {
      const isRunning = state === 'running';
      const figures = board.figures(clock.now());
      const status: JobStatus = {
        ...{ ...firstStatus(clock.now()), ...figures, state, windowsTotal, error },
        phase: isRunning ? phase : null,
        bytes: bytes ?? figures.bytes,
        ...(isRunning ? {} : { rowsPerSecond: null, etaSeconds: null, running: [] }),
        wait: isRunning ? (figures.wait ?? budgetWait(figures.rows)) : wait,
      };
      rowsBefore = figures.rows;
      await writeStatus(disk, paths, status).catch(() => undefined);
    },
  };
}

const tickMs = 250;

interface Steering {
  /** Aborted by the caller, and by what the job's control file asks for. */
  readonly signal: AbortSignal;
  control(): Control;
  stop(): Promise<void>;
}

/** Looks at the control file and tells how it goes, a few times a second. */
function steer({ disk, paths, clock, signal }: Work, teller: Teller): Steering {
  const wanted = new AbortController();
  const ended = new AbortController();
  let control: Control = { want: 'run' };
  const loop = async () => {
    while (!ended.signal.aborted) {
      await sleep(clock, tickMs, ended.signal);
      if (ended.signal.aborted) return;
      control = await readControl(disk, paths).catch(() => control);
      if (control.want !== 'run') wanted.abort();
      if (!ended.signal.aborted) await teller.tell({ state: 'running' });
    }
  };
  const looping = loop();
  return {
    signal: AbortSignal.any([signal, wanted.signal]),
    control: () => control,
    stop: async () => {
      ended.abort();
      await looping;
    },
  };
}
