import { configError } from '../core/errors.ts';
import { safeText } from '../core/safe-text.ts';
import { type Disk, replaceFile } from './disk.ts';
import type { ExportRequest } from './kind.ts';

/** The names in a job's folder. */
export interface JobPaths {
  readonly folder: string;
  readonly record: string;
  readonly journal: string;
  readonly status: string;
  readonly control: string;
  readonly manifest: string;
  readonly log: string;
  readonly locks: string;
  readonly parts: string;
}

/** Where the things of a job are. */
export function jobPaths(folder: string): JobPaths {
  return {
    folder,
    record: `${folder}/request.json`,
    journal: `${folder}/journal.ndjson`,
    status: `${folder}/status.json`,
    control: `${folder}/control.json`,
    manifest: `${folder}/manifest.json`,
    log: `${folder}/log`,
    locks: `${folder}/lock`,
    parts: `${folder}/parts`,
  };
}

/** The part of one window: its rows in the format of the target. */
export function partPath(paths: JobPaths, index: number): string {
  return `${paths.parts}/${String(index).padStart(5, '0')}.rows`;
}

/** The rows of one window that could not be read. */
export function badPartPath(paths: JobPaths, index: number): string {
  return `${paths.parts}/${String(index).padStart(5, '0')}.undecodable`;
}

/** What a job is: written once, when it is made. */
export interface JobRecord {
  readonly version: 1;
  readonly id: string;
  /** Epoch milliseconds. */
  readonly createdAtMs: number;
  readonly request: ExportRequest;
  /** Keys the pseudonyms of `--mask-users`; the same for all increments of a schedule. */
  readonly salt: string;
  /** Absent for a job that is done once. */
  readonly schedule?: JobSchedule;
}

/** A job that is one of a row of increments. */
export interface JobSchedule {
  /** The id of the first job. */
  readonly family: string;
  /** 1 for the first. */
  readonly sequence: number;
  readonly everyMs: number;
  /** The target of all increments, as an absolute path. */
  readonly out: string;
}

/** Writes a job's record. */
export function writeRecord(disk: Disk, paths: JobPaths, record: JobRecord): Promise<void> {
  return replaceFile(disk, paths.record, `${JSON.stringify(record, null, 2)}\n`);
}

/**
 * Reads a job's record.
 *
 * @returns null when the folder is no job
 * @throws ScandeckError `config` when it is damaged, or made by a later version
 */
export async function readRecord(disk: Disk, paths: JobPaths): Promise<JobRecord | null> {
  const bytes = await disk.readFile(paths.record);
  if (bytes === null) return null;
  const value = parseOrNull(bytes.toString('utf8'));
  if (isRecord(value)) return value;
  throw configError(
    `${safeText(paths.record, 300)} is no request that this version can read`,
    'Remove the job and make it anew, or use the version that made it.',
  );
}

function isRecord(value: unknown): value is JobRecord {
  if (typeof value !== 'object' || value === null) return false;
  const { version, id, createdAtMs, request, salt }: Partial<JobRecord> = value;
  const isJob = version === 1 && typeof id === 'string' && typeof createdAtMs === 'number';
  return isJob && typeof salt === 'string' && typeof request?.kind === 'string';
}

/** Parsed JSON; null for what is none. */
export function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
