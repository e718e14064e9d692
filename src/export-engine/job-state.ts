import type { Processes } from '../core/program.ts';
import { formatTime } from '../core/time.ts';
import type { Disk } from './disk.ts';
import { type JobPaths, type JobRecord, jobPaths, readRecord } from './job-record.ts';
import { readJournal } from './journal.ts';
import { lockHolder } from './lock.ts';
import { firstStatus, type JobStatus, readStatus } from './status.ts';

/** `interrupted`: its worker died, and a resumed one goes on. */
export type JobState = 'running' | 'paused' | 'interrupted' | 'failed' | 'done' | 'cancelled';

/** A job as others see it. */
export interface Job {
  readonly id: string;
  readonly paths: JobPaths;
  readonly record: JobRecord;
  readonly state: JobState;
  readonly status: JobStatus;
  /** A living worker has it, or one that can't be seen from here. */
  readonly isHeld: boolean;
}

/** Milliseconds that a worker may take from being started to taking its lock. */
const startingMs = 15_000;

/** Whether a job was told to start, and no worker has taken it yet. */
export function isStarting({ state, isHeld }: Job): boolean {
  return state === 'running' && !isHeld;
}

/** Until when a worker may take a job that is starting, in epoch milliseconds. */
export function startingUntil({ status }: Job): number {
  return status.atMs + startingMs;
}

/** Milliseconds after which a worker of another machine that tells nothing counts as dead. */
const silentMs = 60_000;

/** What is needed to look at jobs. */
export interface JobView {
  readonly disk: Disk;
  readonly processes: Processes;
  readonly nowMs: number;
}

/** Looks at a job; null when the folder is none, or is being removed. */
export async function readJob(view: JobView, folder: string): Promise<Job | null> {
  const { disk, processes } = view;
  const paths = jobPaths(folder);
  const record = await readRecord(disk, paths);
  if (record === null) return null;
  // The lock first: a worker tells its last state before it lets go.
  const holder = await lockHolder(disk, paths.locks, processes);
  const status = (await readStatus(disk, paths)) ?? (await statusOfJournal(view, record, paths));
  const isHeld = holder !== null;
  const isSeen = holder?.liveness === 'alive' || view.nowMs - status.atMs < silentMs;
  const state = stateOf(view, status, isHeld && isSeen);
  return { id: record.id, paths, record, state, status, isHeld };
}

function stateOf({ nowMs }: JobView, { state, atMs }: JobStatus, isWorking: boolean): JobState {
  if (state === 'starting') {
    return isWorking || nowMs - atMs < startingMs ? 'running' : 'interrupted';
  }
  if (state === 'running') return isWorking ? 'running' : 'interrupted';
  return state;
}

/** A power cut may have torn the status; the journal knows what counts. */
async function statusOfJournal(
  { disk }: JobView,
  record: JobRecord,
  paths: JobPaths,
): Promise<JobStatus> {
  const { state: journal } = await readJournal(disk, paths.journal);
  const windows = [...journal.windows.values()];
  const total = (count: (state: (typeof windows)[number]) => number) =>
    windows.reduce((sum, state) => sum + count(state), 0);
  return {
    ...firstStatus(journal.doneAtMs ?? record.createdAtMs),
    state: journal.doneAtMs === null ? 'running' : 'done',
    rows: total(({ rows }) => rows),
    bytes: journal.publication?.bytes ?? total(({ bytes }) => bytes),
    windowsDone: total(({ ended }) => (ended ? 1 : 0)),
    windowsTotal: journal.plan?.length ?? null,
    retries: total(({ retries }) => retries),
    duplicates: total(({ duplicates }) => duplicates),
    undecodable: total(({ undecodable }) => undecodable),
  };
}

/** A row of `export list -o json`. */
export interface JobRow {
  readonly id: string;
  readonly kind: string;
  readonly state: JobState;
  readonly out: string;
  readonly format: string;
  readonly since: string;
  readonly until: string;
  readonly rows: number;
  readonly windows: { readonly done: number; readonly total: number | null };
  readonly ratePerSecond: number | null;
  readonly etaSeconds: number | null;
  /** `budget`, `back-off`, `disk`, `query`; null while it gets on. */
  readonly waitingFor: string | null;
  readonly error: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** A job as the record that programs get. */
export function jobRow({ id, record, state, status }: Job): JobRow {
  const { request } = record;
  const isRunning = state === 'running';
  return {
    ...{ id, kind: request.kind, state, out: request.out, format: formatOf(request) },
    since: formatTime(request.sinceMs),
    until: formatTime(request.untilMs),
    rows: status.rows,
    windows: { done: status.windowsDone, total: status.windowsTotal },
    ratePerSecond: isRunning ? status.rowsPerSecond : null,
    etaSeconds: isRunning ? status.etaSeconds : null,
    waitingFor: isRunning || state === 'paused' ? (status.wait?.for ?? null) : null,
    error: status.error?.message ?? null,
    createdAt: formatTime(record.createdAtMs),
    updatedAt: formatTime(status.atMs),
  };
}

function formatOf({ format, gzip }: JobRecord['request']): string {
  return gzip ? `${format}.gz` : format;
}
