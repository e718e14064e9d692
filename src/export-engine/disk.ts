import { randomUUID } from 'node:crypto';

/*
 * The narrow edge to the file system: all that an export writes goes through here, so that tests can
 * give it a quota, tear a write, or end the program between any two calls.
 */

/** What is known of a file without opening it. */
export interface FileStat {
  readonly size: number;
  readonly isFolder: boolean;
  /** Neither a folder nor a device, a pipe or a link that leads nowhere. */
  readonly isFile: boolean;
  /** Equal for two names of one file. */
  readonly identity: string;
}

/** An open file. Every call throws what the system says, with its `code`. */
export interface DiskFile {
  /** Writes all of the bytes, or throws; some of them may be there then. */
  write(bytes: Uint8Array, position: number): Promise<void>;
  /** Fills the buffer as far as the file goes. @returns the number of bytes */
  read(into: Uint8Array, position: number): Promise<number>;
  truncate(size: number): Promise<void>;
  size(): Promise<number>;
  /** Returns when the bytes would survive a power cut. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** The file system. Every call throws what the system says, with its `code`. */
export interface Disk {
  /** `read` needs the file; `write` makes it if it is not there, and keeps what it holds. */
  open(path: string, mode: 'read' | 'write'): Promise<DiskFile>;
  /** Null when there is nothing of that name. */
  stat(path: string): Promise<FileStat | null>;
  /** Null when there is no such file. */
  readFile(path: string): Promise<Buffer | null>;
  /** The names in a folder; none when there is no such folder. */
  list(path: string): Promise<readonly string[]>;
  /** Makes the folder and those above it; one that is there is no error. */
  makeFolder(path: string): Promise<void>;
  /** Takes the place of what has the new name. */
  rename(from: string, to: string): Promise<void>;
  /** A second name. Fails with EEXIST when it is taken. */
  link(from: string, to: string): Promise<void>;
  /** Removes a file; one that is not there is no error. */
  remove(path: string): Promise<void>;
  /** Removes a folder with all that is in it; one that is not there is no error. */
  removeFolder(path: string): Promise<void>;
  /** Returns when the names in the folder would survive a power cut. */
  syncFolder(path: string): Promise<void>;
}

/** The `code` of a system's error: `ENOSPC`; empty for other values. */
export function systemCode(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  return typeof code === 'string' ? code : '';
}

/**
 * Writes a small file so that a reader, and a restart after a power cut, finds the old text or the
 * new one.
 *
 * @param fresh the file's name until it is whole; by default one that no other writer has
 */
export async function replaceFile(
  disk: Disk,
  path: string,
  text: string,
  fresh = `${path}.${randomUUID()}.new`,
): Promise<void> {
  try {
    await disk.remove(fresh);
    const file = await disk.open(fresh, 'write');
    try {
      await file.write(Buffer.from(text), 0);
      await file.sync();
    } finally {
      await file.close();
    }
    await disk.rename(fresh, path);
  } catch (error) {
    await disk.remove(fresh).catch(() => undefined);
    throw error;
  }
  await disk.syncFolder(folderOf(path));
}

/** The folder that a path is in. */
export function folderOf(path: string): string {
  const at = path.lastIndexOf('/');
  if (at === 0) return '/';
  return at < 0 ? '.' : path.slice(0, at);
}

/** The last part of a path. */
export function fileNameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
