import { crc32 } from 'node:zlib';
import type { Committer, Synced } from './committer.ts';
import type { Disk, DiskFile } from './disk.ts';
import type { EncodedPage } from './encode-rows.ts';
import { badPartPath, type JobPaths, partPath } from './job-record.ts';
import { unreadWindow, type WindowState } from './journal.ts';
import type { ExportPage } from './kind.ts';
import { DamagedPart } from './part-chunks.ts';
import type { TargetFile } from './target-file.ts';

/** Most warnings of one window that are kept. */
const mostWarnings = 20;

/** The part of one window, open for more rows. */
export interface PartWriter {
  readonly state: WindowState;
  /** Adds a page. */
  add(page: ExportPage, encoded: EncodedPage, undecodable: Buffer): Promise<void>;
  /** Counts tries that brought no page. */
  retried(): void;
  /** Marks the window as complete. */
  end(): Promise<void>;
  /** Closes the files. Call it after the last commit. */
  close(): Promise<void>;
}

/** What a part is written with. */
export interface PartOptions {
  readonly disk: Disk;
  readonly paths: JobPaths;
  readonly committer: Committer;
  readonly target: TargetFile;
}

/**
 * Opens a window's part behind what the journal knows of it: what was written after the last
 * commit is cut off. A part that lacks bytes is begun anew. A window whose turn it is writes its rows
 * into the target at once.
 *
 * @throws DamagedPart when its rows are in the target, and those that could not be read are lost
 */
export async function openPart(
  { disk, paths, committer, target }: PartOptions,
  index: number,
  known: WindowState = unreadWindow,
): Promise<PartWriter> {
  const place = target.claim(index, known);
  const open: DiskFile[] = [];
  const openFile = async (path: string) => {
    const file = await disk.open(path, 'write');
    open.push(file);
    return file;
  };
  let part: DiskFile | null = null;
  if (place === null) part = await openFile(partPath(paths, index));
  let state: WindowState = { ...known, inTarget: place !== null };
  let badFile: DiskFile | null = null;
  const closeAll = async () => {
    for (const file of open.splice(0)) await file.close();
  };
  try {
    if (known.undecodableBytes > 0) badFile = await openFile(badPartPath(paths, index));
    const whole =
      (await cutTo(part, known.bytes)) && (await cutTo(badFile, known.undecodableBytes));
    if (!whole) {
      if (place !== null) throw new DamagedPart(index);
      for (const file of open) await file.truncate(0);
      state = { ...unreadWindow, retries: known.retries };
      // Else a kill could leave new bytes that are taken for the old ones.
      await committer.note({ index, state, files: [...open], bytes: 0 });
      await committer.flush();
    }
    // The names must be durable before the journal may speak of the parts.
    await disk.syncFolder(paths.parts);
  } catch (error) {
    await closeAll().catch(() => undefined);
    throw error;
  }
  const touched = (): Synced[] => (place === null ? [...open] : [place, ...open]);
  const note = (bytes: number) => committer.note({ index, state, files: touched(), bytes });
  return {
    get state() {
      return state;
    },
    add: async (page, encoded, undecodable) => {
      if (undecodable.length > 0) {
        if (badFile === null) {
          badFile = await openFile(badPartPath(paths, index));
          await badFile.truncate(0);
          await disk.syncFolder(paths.parts);
        }
        await badFile.write(undecodable, state.undecodableBytes);
      }
      await (place ?? part)?.write(encoded.bytes, state.bytes);
      state = grown(state, page, encoded, undecodable.length);
      await note(encoded.bytes.length);
    },
    retried: () => {
      state = { ...state, retries: state.retries + 1 };
    },
    end: () => {
      state = { ...state, ended: true };
      return note(0);
    },
    close: closeAll,
  };
}

/** @returns false when the file is shorter than it must be */
async function cutTo(file: DiskFile | null, size: number): Promise<boolean> {
  if (file === null) return true;
  const found = await file.size();
  if (found > size) await file.truncate(size);
  return found >= size;
}

function grown(
  state: WindowState,
  page: ExportPage,
  encoded: EncodedPage,
  undecodableBytes: number,
): WindowState {
  const share = Math.min(1, Math.max(page.share ?? 0, state.share ?? 0));
  const news = (page.warnings ?? []).filter((warning) => !state.warnings.includes(warning));
  return {
    ...state,
    ...(page.share === undefined ? {} : { share }),
    rows: state.rows + encoded.rows,
    bytes: state.bytes + encoded.bytes.length,
    crc: crc32(encoded.bytes, state.crc),
    undecodable: state.undecodable + encoded.undecodable.length,
    undecodableBytes: state.undecodableBytes + undecodableBytes,
    duplicates: state.duplicates + (page.duplicates ?? 0),
    retries: state.retries + (page.retries ?? 0),
    firstId: state.firstId ?? encoded.firstId,
    lastId: encoded.lastId ?? state.lastId,
    checkpoint: page.checkpoint,
    query: page.query ?? state.query,
    warnings: [...state.warnings, ...news].slice(0, mostWarnings),
  };
}
