import { type ExitCode, exitCodes, ScandeckError } from '../core/errors.ts';
import { safeText } from '../core/safe-text.ts';
import { type Disk, type DiskFile, systemCode } from './disk.ts';

/** What a disk was needed for. */
export interface DiskNeed {
  /** What to do once it is mended: `resume the job`. */
  readonly next: string;
  readonly exitCode: ExitCode;
}

const jobNeed: DiskNeed = {
  next: 'resume the job: nothing is lost',
  exitCode: exitCodes.incomplete,
};

/** The file system refused: nothing is lost, and the job goes on when it is mended. */
export class DiskError extends ScandeckError {
  /** `ENOSPC`, `EACCES`, ... */
  readonly systemCode: string;
  /** What is wrong, in words: `permission denied`. */
  readonly reason: string;
  /** What to do about it: `Make room`. */
  readonly remedy: string;

  constructor(path: string, cause: unknown, { next, exitCode }: DiskNeed = jobNeed) {
    const code = systemCode(cause);
    const [reason, remedy] = reasons[code] ?? [textOf(cause), 'Mend it'];
    super(`${safeText(path, 300)}: ${reason}`, {
      ...{ code: 'disk', who: 'environment', exitCode },
      ...{ hint: `${remedy}, then ${next}.`, cause },
    });
    this.name = 'DiskError';
    this.systemCode = code;
    this.reason = reason;
    this.remedy = remedy;
  }
}

/** Whether a caught value is a DiskError. */
export function isDiskError(error: unknown): error is DiskError {
  return error instanceof Error && error.name === 'DiskError';
}

const reasons: Readonly<Record<string, readonly [string, string]>> = {
  ENOSPC: ['no space is left on the disk', 'Make room'],
  EDQUOT: ['the disk quota is used up', 'Make room'],
  EACCES: ['permission denied', 'Allow it'],
  EPERM: ['not permitted', 'Allow it'],
  EROFS: ['the file system is read-only', 'Mount it writable'],
  ENOENT: ['there is no such folder any more', 'Mount or make it'],
  ENOTDIR: ['a part of the path is no folder', 'Mend the path'],
  EISDIR: ['it is a folder', 'Move the folder away'],
  EIO: ['the disk fails', 'Mend the disk'],
  ESTALE: ['the network disk went away', 'Mount it again'],
  ENOTCONN: ['the network disk went away', 'Mount it again'],
  ENXIO: ['the disk went away', 'Mount it again'],
  ENODEV: ['the disk went away', 'Mount it again'],
  EMFILE: ['too many files are open', 'Raise the limit (ulimit -n)'],
  ENFILE: ['too many files are open', 'Close some programs'],
  EFBIG: ['the file is too large for the disk', 'Name another target'],
};

function textOf(cause: unknown): string {
  return safeText(cause instanceof Error ? cause.message : String(cause), 200);
}

/** A disk whose failures are DiskErrors; EEXIST stays as it is. */
export function tellingDisk(disk: Disk, need: DiskNeed = jobNeed): Disk {
  const told = <T>(path: string, call: Promise<T>) => tell(path, call, need);
  return {
    open: async (path, mode) => tellingFile(path, await told(path, disk.open(path, mode)), need),
    stat: (path) => told(path, disk.stat(path)),
    readFile: (path) => told(path, disk.readFile(path)),
    list: (path) => told(path, disk.list(path)),
    makeFolder: (path) => told(path, disk.makeFolder(path)),
    rename: (from, to) => told(to, disk.rename(from, to)),
    link: (from, to) => told(to, disk.link(from, to)),
    remove: (path) => told(path, disk.remove(path)),
    removeFolder: (path) => told(path, disk.removeFolder(path)),
    syncFolder: (path) => told(path, disk.syncFolder(path)),
  };
}

function tellingFile(path: string, file: DiskFile, need: DiskNeed): DiskFile {
  const told = <T>(call: Promise<T>) => tell(path, call, need);
  return {
    write: (bytes, position) => told(file.write(bytes, position)),
    read: (into, position) => told(file.read(into, position)),
    truncate: (size) => told(file.truncate(size)),
    size: () => told(file.size()),
    sync: () => told(file.sync()),
    close: () => told(file.close()),
  };
}

async function tell<T>(path: string, call: Promise<T>, need: DiskNeed): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (systemCode(error) === '' || systemCode(error) === 'EEXIST') throw error;
    throw isDiskError(error) ? error : new DiskError(path, error, need);
  }
}
