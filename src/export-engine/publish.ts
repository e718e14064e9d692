import { createHash } from 'node:crypto';
import { exitCodes, ScandeckError, usageError } from '../core/errors.ts';
import { safeText } from '../core/safe-text.ts';
import { type Disk, fileNameOf, folderOf, systemCode } from './disk.ts';
import type { JobRecord } from './job-record.ts';
import type { Publication } from './journal.ts';
import { manifestPath, readManifest, undecodablePath } from './manifest.ts';

/** The assembled file until it has its name: in the target's folder, so that a rename suffices. */
export function freshPath({ id, request }: JobRecord): string {
  return `${folderOf(request.out)}/.${fileNameOf(request.out)}.${id}.part`;
}

/**
 * Checks that a target may be written, before any work.
 *
 * @throws ScandeckError `usage`
 */
export async function checkTarget(disk: Disk, out: string, force: boolean): Promise<void> {
  const folder = await disk.stat(folderOf(out));
  if (folder?.isFolder !== true) {
    throw usageError(`There is no folder ${safeText(folderOf(out), 300)}`, 'Make it first.');
  }
  const found = await disk.stat(out);
  if (found?.isFolder) throw usageError(`${safeText(out, 300)} is a folder`, 'Name a file in it.');
  // A rename would take the place of the pipe or device itself.
  if (found?.isFile === false) {
    throw usageError(`${safeText(out, 300)} is no file that can be replaced`, noFileHint);
  }
  if (force) return;
  if (found !== null) throw existsError(out);
  for (const side of [manifestPath(out), undecodablePath(out)]) {
    await checkSide(disk, out, side);
  }
}

/** What an earlier export left beside its file may be replaced; a foreign file may not. */
async function checkSide(disk: Disk, out: string, side: string): Promise<void> {
  if ((await disk.stat(side)) === null) return;
  if ((await readManifest(disk, manifestPath(out))) !== null) return;
  throw existsError(side);
}

const noFileHint =
  'Name another one; for a pipe or a device write `--out -`, and `> PATH` behind it.';

/** A target, or what would stand beside it, is there before the job is. */
function existsError(path: string): ScandeckError {
  return new ScandeckError(`${safeText(path, 300)} exists`, {
    ...{ code: 'exists', who: 'user', exitCode: exitCodes.usage },
    hint: 'Name another file with --out, or replace this one with --force.',
  });
}

/** Whether an error says that a file is in the way that `--force` would replace. */
export function isExistsError(error: unknown): boolean {
  return error instanceof ScandeckError && error.code === 'exists';
}

/** The target appeared while the job ran. Nothing is lost: the job waits for a decision. */
function targetAppeared(out: string): ScandeckError {
  return new ScandeckError(`${safeText(out, 300)} appeared while the job ran`, {
    ...{ code: 'target-exists', who: 'user', exitCode: exitCodes.incomplete },
    hint: 'Move it away and resume the job, or resume it with --force to replace the file.',
  });
}

/** Whether an error says that the target appeared. */
export function isTargetError(error: unknown): boolean {
  return error instanceof ScandeckError && error.code === 'target-exists';
}

/**
 * Gives the assembled file its name. Without `force`, by a second name and not by a rename: that
 * fails when the name is taken, also if it was taken a moment ago.
 *
 * @throws ScandeckError `target-exists`
 */
export async function giveName(
  disk: Disk,
  fresh: string,
  out: string,
  force: boolean,
): Promise<void> {
  if (force) await disk.rename(fresh, out);
  else await linkOrRename(disk, fresh, out);
  await disk.syncFolder(folderOf(out));
}

async function linkOrRename(disk: Disk, fresh: string, out: string): Promise<void> {
  try {
    await disk.link(fresh, out);
  } catch (error) {
    if (systemCode(error) === 'EEXIST') throw targetAppeared(out);
    if (!hasNoLinks(error)) throw error;
    // As on FAT: between the look and the rename a file may still appear, for a moment.
    if ((await disk.stat(out)) !== null) throw targetAppeared(out);
    return disk.rename(fresh, out);
  }
  await disk.remove(fresh);
}

function hasNoLinks(error: unknown): boolean {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  return ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes(systemCode(cause));
}

/** What an earlier worker, which died, made of a publication that it had begun. */
export type Publishing = 'named' | 'ready' | 'lost';

/**
 * Looks how far a publication came: the target has its name, the file only waits for it, or it has
 * to be assembled again.
 */
export async function publishingOf(
  disk: Disk,
  { fresh, out }: { readonly fresh: string; readonly out: string },
  publication: Publication,
): Promise<Publishing> {
  const [waiting, target] = [await disk.stat(fresh), await disk.stat(out)];
  if (waiting !== null && waiting.identity === target?.identity) return 'named';
  if (waiting?.size === publication.bytes) {
    return (await hashOf(disk, fresh)) === publication.sha256 ? 'ready' : 'lost';
  }
  if (target === null || target.isFolder || target.size !== publication.bytes) return 'lost';
  return (await hashOf(disk, out)) === publication.sha256 ? 'named' : 'lost';
}

const chunkSize = 1024 * 1024;

/** SHA-256 of a file, as hex digits. */
export async function hashOf(
  disk: Disk,
  path: string,
  onChunk: (chunk: Buffer) => void = () => {},
): Promise<string> {
  const hash = createHash('sha256');
  const file = await disk.open(path, 'read');
  try {
    const buffer = Buffer.allocUnsafe(chunkSize);
    for (let position = 0; ; ) {
      const count = await file.read(buffer, position);
      if (count === 0) return hash.digest('hex');
      hash.update(buffer.subarray(0, count));
      onChunk(buffer.subarray(0, count));
      position += count;
    }
  } finally {
    await file.close();
  }
}
