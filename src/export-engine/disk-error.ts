import { exitCodes, ScandeckError } from '../core/errors.ts';
import { safeText } from '../core/safe-text.ts';
import { type Disk, type DiskFile, systemCode } from './disk.ts';

/** The file system refused: nothing is lost, and the job goes on when it is mended. */
export class DiskError extends ScandeckError {
  /** `ENOSPC`, `EACCES`, ... */
  readonly systemCode: string;

  constructor(path: string, cause: unknown) {
    const code = systemCode(cause);
    const [reason, hint] = reasons[code] ?? [textOf(cause), 'Mend it, then resume the job.'];
    super(`${safeText(path, 300)}: ${reason}`, {
      ...{ code: 'disk', who: 'environment', exitCode: exitCodes.incomplete },
      ...{ hint, cause },
    });
    this.name = 'DiskError';
    this.systemCode = code;
  }
}

/** Whether a caught value is a DiskError. */
export function isDiskError(error: unknown): error is DiskError {
  return error instanceof Error && error.name === 'DiskError';
}

const reasons: Readonly<Record<string, readonly [string, string]>> = {
  ENOSPC: ['no space is left on the disk', 'Make room, then resume the job: nothing is lost.'],
  EDQUOT: ['the disk quota is used up', 'Make room, then resume the job: nothing is lost.'],
  EACCES: ["it can't be written: permission denied", 'Allow it, then resume the job.'],
  EPERM: ["it can't be written: not permitted", 'Allow it, then resume the job.'],
  EROFS: ['the file system is read-only', 'Mount it writable, then resume the job.'],
  ENOENT: ['there is no such folder any more', 'Mount or make it, then resume the job.'],
  ENOTDIR: ['a part of the path is no folder', 'Mend the path, then resume the job.'],
  EISDIR: ['it is a folder', 'Move the folder away, then resume the job.'],
  EIO: ['the disk fails', 'Mend the disk, then resume the job.'],
  ESTALE: ['the network disk went away', 'Mount it again, then resume the job.'],
  ENOTCONN: ['the network disk went away', 'Mount it again, then resume the job.'],
  ENXIO: ['the disk went away', 'Mount it again, then resume the job.'],
  ENODEV: ['the disk went away', 'Mount it again, then resume the job.'],
  EMFILE: ['too many files are open', 'Raise the limit (ulimit -n), then resume the job.'],
  ENFILE: ['too many files are open', 'Close some programs, then resume the job.'],
  EFBIG: ['the file is too large for the disk', 'Name another target, then resume the job.'],
};

function textOf(cause: unknown): string {
  return safeText(cause instanceof Error ? cause.message : String(cause), 200);
}

/** A disk whose failures are DiskErrors; EEXIST stays as it is. */
export function tellingDisk(disk: Disk): Disk {
  const told = <T>(path: string, call: Promise<T>) => tell(path, call);
  return {
    open: async (path, mode) => tellingFile(path, await told(path, disk.open(path, mode))),
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

function tellingFile(path: string, file: DiskFile): DiskFile {
  return {
    write: (bytes, position) => tell(path, file.write(bytes, position)),
    read: (into, position) => tell(path, file.read(into, position)),
    truncate: (size) => tell(path, file.truncate(size)),
    size: () => tell(path, file.size()),
    sync: () => tell(path, file.sync()),
    close: () => tell(path, file.close()),
  };
}

async function tell<T>(path: string, call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (systemCode(error) === '' || systemCode(error) === 'EEXIST') throw error;
    throw isDiskError(error) ? error : new DiskError(path, error);
  }
}
