import { createHash, type Hash } from 'node:crypto';
import { type Disk, type DiskFile, folderOf } from './disk.ts';
import type { WindowState } from './journal.ts';
import { DamagedPart, partChunks } from './part-chunks.ts';

/** Where the rows of a window can be added, one page behind the other. */
export type RowsFile = Pick<DiskFile, 'write' | 'sync'>;

/** The hidden file that becomes the target; hashed while it grows. */
export interface TargetFile {
  /** Whether rows of windows lie in it as they were written. */
  readonly takesRows: boolean;
  /** Adds bytes. Returns when those before them are written; these are in use until then. */
  append(bytes: Uint8Array): Promise<void>;
  /** Makes all of it durable. @returns its length and its hash, in hex digits */
  end(): Promise<{ readonly bytes: number; readonly sha256: string }>;
  /**
   * The place of a window's rows, so that they need no part of their own: for one window at a time,
   * while all before it have theirs here, too. Null for a window whose turn it is not.
   *
   * @throws DamagedPart for a window whose rows are here, and not at the end
   */
  claim(index: number, state: WindowState): RowsFile | null;
  /** Tells that a window is complete. */
  ended(index: number): void;
  /** Tells that what follows is copied from parts: from now on nobody can claim a place. */
  beginCopies(): void;
  /** Gives back the room of copies: they are made again anyway. */
  dropCopies(): Promise<void>;
  /** The file goes, too, unless it is complete or holds rows that are nowhere else. */
  close(): Promise<void>;
}

/** What a target is opened with. */
export interface TargetOptions {
  readonly disk: Disk;
  readonly path: string;
  /** What stands before the rows; null when rows can't be written as they come. */
  readonly head: string | null;
  readonly states: readonly WindowState[];
  readonly signal: AbortSignal;
}

/** Bytes after which what was written is sent on to the disk, so that little is left for the end. */
const syncBytes = 32 * 1024 * 1024;

/**
 * Opens the file and reads what an earlier worker wrote into it; what the journal does not know of
 * is cut off.
 *
 * @throws DamagedPart when rows that should be there are not; an AbortError; what the disk says
 */
export async function openTarget(options: TargetOptions): Promise<TargetFile> {
  const { disk, path, head } = options;
  const file = await disk.open(path, 'write');
  try {
    const hash = createHash('sha256');
    const kept = head === null ? nothing : await keep(file, hash, options, Buffer.from(head));
    await file.truncate(kept.position);
    if (head !== null) {
      if (head !== '') await file.write(Buffer.from(head), 0);
      // Its name must be durable before the journal may speak of rows in it.
      await disk.syncFolder(folderOf(path));
    }
    return createTarget(file, hash, kept, options);
  } catch (error) {
    await file.close().catch(() => undefined);
    throw error;
  }
}

/** What a file holds already. */
interface Kept {
  readonly position: number;
  /** Windows that are complete. */
  readonly windows: number;
}

const nothing: Kept = { position: 0, windows: 0 };

async function keep(
  file: DiskFile,
  hash: Hash,
  { states, signal }: TargetOptions,
  head: Buffer,
): Promise<Kept> {
  hash.update(head);
  let [position, windows] = [head.length, 0];
  for (const [index, state] of states.entries()) {
    if (state.inTarget !== true) continue;
    // Those before it are complete and here, or its place is not known.
    if (index !== windows) throw new DamagedPart(index);
    for await (const chunk of partChunks({ file, position, index, state })) {
      signal.throwIfAborted();
      hash.update(chunk);
    }
    position += state.bytes;
    if (state.ended) windows += 1;
  }
  return { position, windows };
}

function createTarget(
  file: DiskFile,
  hash: Hash,
  kept: Kept,
  { disk, path, head }: TargetOptions,
): TargetFile {
  let { position, windows } = kept;
  let [sentUpTo, copiesFrom] = [position, head === null ? 0 : -1];
  let writing = Promise.resolve();
  let syncing = Promise.resolve();
  let claimed = -1;
  let isComplete = false;
  // One after the other, and none goes well after a failure: the system tells each failure once.
  const sync = () => {
    syncing = syncing.then(() => file.sync());
    syncing.catch(() => undefined);
    return syncing;
  };
  const append = async (bytes: Uint8Array) => {
    await writing;
    if (bytes.length === 0) return;
    if (position - sentUpTo >= syncBytes) {
      await syncing;
      sentUpTo = position;
      void sync();
    }
    writing = file.write(bytes, position);
    writing.catch(() => undefined);
    position += bytes.length;
    // While it is being written.
    hash.update(bytes);
  };
  const rowsFile: RowsFile = {
    write: async (bytes) => {
      await append(bytes);
      await writing;
    },
    sync,
  };
  return {
    takesRows: head !== null,
    append,
    end: async () => {
      await writing;
      await sync();
      isComplete = true;
      return { bytes: position, sha256: hash.digest('hex') };
    },
    claim: (index, { bytes, inTarget }) => {
      const isTurn = copiesFrom < 0 && index === windows;
      const isBegun = bytes > 0;
      if (isBegun && inTarget === true && !isTurn) throw new DamagedPart(index);
      if (!isTurn || (isBegun && inTarget !== true)) return null;
      claimed = index;
      return rowsFile;
    },
    ended: (index) => {
      if (index === claimed) windows = index + 1;
    },
    beginCopies: () => {
      if (copiesFrom < 0) copiesFrom = position;
    },
    dropCopies: async () => {
      if (copiesFrom < 0) return;
      await Promise.allSettled([writing, syncing]);
      position = copiesFrom;
      await file.truncate(position).catch(() => undefined);
    },
    close: async () => {
      await Promise.allSettled([writing, syncing]);
      await file.close();
      const isBare = position <= Buffer.byteLength(head ?? '');
      if (isBare && !isComplete) await disk.remove(path).catch(() => undefined);
    },
  };
}
