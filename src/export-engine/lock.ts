import { randomUUID } from 'node:crypto';
import { type Liveness, livenessOf, type Processes, type ProcessMark } from '../core/program.ts';
import { type Disk, folderOf, replaceFile } from './disk.ts';
import { parseOrNull } from './job-record.ts';

/** A lock that is held. */
export interface Lock {
  release(): Promise<void>;
}

/** Who holds a lock. */
export interface Holder {
  /** Null when the claim can't be read. */
  readonly mark: ProcessMark | null;
  readonly liveness: Liveness;
  readonly path: string;
}

/**
 * Takes a job's lock: a folder of claims, each with a name of its own that is never used again.
 * Who wants the lock writes its claim first and looks at the others' then; whoever finds a living
 * one takes its own back. So of two that come together both may go, but never both stay, and
 * removing the claim of a dead one can't hit a living one.
 *
 * @returns the lock, or who holds it
 */
export async function takeLock(
  disk: Disk,
  folder: string,
  processes: Processes,
): Promise<{ readonly lock: Lock } | { readonly holder: Holder }> {
  await disk.makeFolder(folder);
  const own = `${folder}/${randomUUID()}.claim`;
  await replaceFile(disk, own, `${JSON.stringify(processes.self())}\n`);
  try {
    const others = (await claims(disk, folder, processes)).filter(({ path }) => path !== own);
    const holder = others.find(({ liveness }) => liveness !== 'dead');
    if (holder === undefined) {
      for (const { path } of others) await disk.remove(path);
      return { lock: { release: () => disk.remove(own) } };
    }
    await disk.remove(own);
    return { holder };
  } catch (error) {
    await disk.remove(own).catch(() => undefined);
    throw error;
  }
}

/** Who holds the lock: a living process before one that can't be seen; null when nobody does. */
export async function lockHolder(
  disk: Disk,
  folder: string,
  processes: Processes,
): Promise<Holder | null> {
  const found = await claims(disk, folder, processes);
  const of = (wanted: Liveness) => found.find(({ liveness }) => liveness === wanted);
  return of('alive') ?? of('elsewhere') ?? null;
}

/** Removes the claims of processes that can't be seen, on the word of the user that they are gone. */
export async function breakLock(disk: Disk, folder: string, processes: Processes): Promise<void> {
  for (const { liveness, path } of await claims(disk, folder, processes)) {
    if (liveness === 'elsewhere') await disk.remove(path);
  }
  await disk.syncFolder(folderOf(folder));
}

async function claims(
  disk: Disk,
  folder: string,
  processes: Processes,
): Promise<readonly Holder[]> {
  const names = (await disk.list(folder)).filter((name) => name.endsWith('.claim'));
  const found: Holder[] = [];
  for (const name of names) {
    const path = `${folder}/${name}`;
    const bytes = await disk.readFile(path);
    if (bytes === null) continue;
    const mark = parseOrNull(bytes.toString('utf8'));
    // A claim is renamed into place whole; one that says nothing was emptied by a power cut.
    if (!isMark(mark)) found.push({ mark: null, liveness: 'dead', path });
    else found.push({ mark, liveness: livenessOf(processes, mark), path });
  }
  return found;
}

function isMark(value: unknown): value is ProcessMark {
  if (typeof value !== 'object' || value === null) return false;
  const { pid, started, machine }: Partial<ProcessMark> = value;
  return typeof pid === 'number' && typeof started === 'string' && typeof machine === 'string';
}
