import { randomBytes, randomUUID } from 'node:crypto';
import type { Clock } from '../core/clock.ts';
import { configError, usageError } from '../core/errors.ts';
import { safeText } from '../core/safe-text.ts';
import { formatTime } from '../core/time.ts';
import { type Disk, folderOf } from './disk.ts';
import { isDiskError } from './disk-error.ts';
import { type JobRecord, type JobSchedule, jobPaths, writeRecord } from './job-record.ts';
import type { ExportRequest } from './kind.ts';
import { checkTarget, freshPath } from './publish.ts';
import { firstStatus, writeStatus } from './status.ts';

/** Where jobs are made. */
export interface JobShop {
  readonly disk: Disk;
  /** Of all jobs. */
  readonly folder: string;
  readonly clock: Clock;
}

/** A job that is to be made. */
export interface NewJob {
  readonly id: string;
  readonly request: ExportRequest;
  readonly schedule?: JobSchedule;
  readonly salt?: string;
}

/** What the name of a job looks like. */
export const namePattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$/;

/**
 * Finds a name that no job has: the wanted one, or one made of the kind and the time.
 *
 * @throws ScandeckError `usage` when the wanted one is taken, or can't be
 */
export async function freeId(shop: JobShop, request: ExportRequest, name?: string) {
  const stamp = formatTime(shop.clock.now()).replaceAll(/[-:]/g, '').replace('T', '-').slice(0, -1);
  const wanted = name ?? `${request.kind}-${stamp}`;
  if (!namePattern.test(wanted)) {
    throw usageError(
      `${safeText(wanted, 100)} can't be the name of a job`,
      'Write letters, digits, dots, dashes and underscores, at most 80.',
    );
  }
  const taken = new Set(await shop.disk.list(shop.folder));
  if (!taken.has(wanted)) return wanted;
  if (name !== undefined) throw nameTaken(name);
  for (let count = 2; ; count += 1)
    if (!taken.has(`${wanted}-${count}`)) return `${wanted}-${count}`;
}

/** There is such a job. */
export function nameTaken(name: string) {
  return usageError(`There is a job ${name}`, 'Resume it, remove it, or choose another name.');
}

/**
 * Makes a job's folder, under another name first: a job is there as a whole or not at all.
 *
 * @returns false when somebody else made one of that name meanwhile
 * @throws ScandeckError `usage` when the target exists or can't be written, `config` when jobs can't
 * be kept
 */
export async function makeJob(shop: JobShop, made: NewJob): Promise<boolean> {
  const { disk, folder, clock } = shop;
  const { request, id } = made;
  const createdAtMs = clock.now();
  const salt = made.salt ?? randomBytes(16).toString('hex');
  const schedule = made.schedule === undefined ? {} : { schedule: made.schedule };
  const record: JobRecord = { version: 1, id, createdAtMs, request, salt, ...schedule };
  await checkTarget(disk, request.out, request.force);
  await checkWritable(disk, record);
  await makeJobsFolder(shop);
  const fresh = jobPaths(`${folder}/.${id}.${randomUUID()}.new`);
  try {
    await disk.makeFolder(fresh.folder);
    await writeRecord(disk, fresh, record);
    await writeStatus(disk, fresh, firstStatus(createdAtMs));
    await disk.rename(fresh.folder, `${folder}/${id}`);
  } catch (error) {
    await disk.removeFolder(fresh.folder).catch(() => undefined);
    if ((await disk.stat(`${folder}/${id}`)) !== null) return false;
    throw error;
  }
  await disk.syncFolder(folder);
  return true;
}

/** By doing it: rights alone don't tell of a disk that is read-only or full. */
async function checkWritable(disk: Disk, record: JobRecord): Promise<void> {
  const path = freshPath(record);
  try {
    const file = await disk.open(path, 'write');
    await file.close();
    await disk.remove(path);
  } catch (error) {
    if (!isDiskError(error)) throw error;
    throw usageError(
      `${safeText(folderOf(path), 300)} can't be written to: ${error.reason}`,
      `${error.remedy}, or name a file elsewhere with --out.`,
    );
  }
}

async function makeJobsFolder({ disk, folder }: JobShop): Promise<void> {
  try {
    await disk.makeFolder(folder);
  } catch (error) {
    if (!isDiskError(error)) throw error;
    throw configError(
      `Jobs can't be kept in ${safeText(folder, 300)}: ${error.reason}`,
      `${error.remedy}, or name another folder with SCANDECK_STATE.`,
    );
  }
}
