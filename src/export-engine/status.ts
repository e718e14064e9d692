import type { ExitCode } from '../core/errors.ts';
import type { Disk } from './disk.ts';
import { type JobPaths, parseOrNull } from './job-record.ts';
import type { ExportWait } from './kind.ts';

/** What a worker says of itself. `interrupted` is what others say of one that died. */
export type WorkerState = 'starting' | 'running' | 'paused' | 'failed' | 'done' | 'cancelled';

/** Why a job stands still. */
export interface JobError {
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
  readonly exitCode: ExitCode;
}

/** A window that is being asked for. */
export interface RunningWindow {
  readonly index: number;
  readonly rows: number;
  readonly wait: ExportWait | null;
}

/** How a job goes, as its worker last told. It is told again a few times a second. */
export interface JobStatus {
  readonly state: WorkerState;
  /** What a running worker is at. */
  readonly phase: 'plan' | 'fetch' | 'assemble' | null;
  /** Epoch milliseconds. */
  readonly atMs: number;
  readonly rows: number;
  /** Bytes of the parts; of the target, once it is there. */
  readonly bytes: number;
  readonly windowsDone: number;
  /**
   * Windows that are done, and the shares of those that have begun; null where one of them does not
   * tell. A job of an earlier version has none.
   */
  readonly windowsRead?: number | null;
  /** Null before the plan. */
  readonly windowsTotal: number | null;
  readonly rowsPerSecond: number | null;
  readonly etaSeconds: number | null;
  readonly retries: number;
  readonly duplicates: number;
  readonly undecodable: number;
  readonly wait: ExportWait | null;
  readonly error: JobError | null;
  /** The windows under way, the first sixteen. */
  readonly running: readonly RunningWindow[];
}

/** What a new job says. */
export function firstStatus(atMs: number): JobStatus {
  return {
    ...{ state: 'starting', phase: null, atMs, rows: 0, bytes: 0, windowsDone: 0 },
    ...{ windowsTotal: null, rowsPerSecond: null, etaSeconds: null, retries: 0, duplicates: 0 },
    ...{ undecodable: 0, wait: null, error: null, running: [] },
  };
}

/** Bytes of the file: always the same, so that it can be told on a full disk that it is full. */
const size = 8192;

/** Writes the status over the last one. A reader in between may find half of each: see `read`. */
export async function writeStatus(disk: Disk, paths: JobPaths, status: JobStatus): Promise<void> {
  const file = await disk.open(paths.status, 'write');
  try {
    await file.write(statusBytes(status), 0);
    if (status.state !== 'running') await file.sync();
  } finally {
    await file.close();
  }
}

function statusBytes(status: JobStatus): Uint8Array {
  const text = JSON.stringify(status);
  const fits = Buffer.byteLength(text) < size;
  const bytes = Buffer.alloc(size, ' ');
  bytes.write(fits ? text : JSON.stringify(shortened(status)));
  bytes[size - 1] = 0x0a;
  return bytes;
}

function shortened(status: JobStatus): JobStatus {
  const { error } = status;
  const short = error && { ...error, message: error.message.slice(0, 1000), hint: null };
  return { ...status, running: [], wait: null, error: short };
}

/** The last status; null when there is none, or only half of one. */
export async function readStatus(disk: Disk, paths: JobPaths): Promise<JobStatus | null> {
  const bytes = await disk.readFile(paths.status);
  const value = bytes === null ? null : parseOrNull(bytes.toString('utf8'));
  return isStatus(value) ? value : null;
}

function isStatus(value: unknown): value is JobStatus {
  if (typeof value !== 'object' || value === null) return false;
  const { state, atMs, rows }: Partial<JobStatus> = value;
  return typeof state === 'string' && typeof atMs === 'number' && typeof rows === 'number';
}
