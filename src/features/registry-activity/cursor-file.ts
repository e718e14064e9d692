import { access, constants, type FileHandle, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { configError, exitCodes, ScandeckError, usageError } from '../../core/errors.ts';
import { safeText } from '../../core/safe-text.ts';
import type { Tier } from './criteria.ts';
import type { TailCursor } from './tail-batch.ts';

/** What a tail reads from; a position means nothing to another. */
export interface Following {
  /** The instance's address. */
  readonly feed: string;
  /** What is selected, as text. */
  readonly selection: string;
}

/** A tail's position on disk. One tail at a time may use it. */
export interface CursorFile {
  /** Where the last tail stopped; null for a new file. */
  readonly cursor: TailCursor | null;
  /** Keeps the position behind a batch that was printed. @throws ScandeckError `cursor-file` */
  save(cursor: TailCursor): Promise<void>;
  close(): Promise<void>;
}

/** Bytes after which the file is written anew, with what is still needed. */
const longestJournal = 4 * 1024 * 1024;

/** The first line: whose position it is. */
interface Header extends Following {
  readonly scandeck: 'activity-cursor';
  readonly version: 1;
  readonly sinceMs: number;
  readonly query: string;
  readonly tier: Tier;
}

/** Each further line: a position, and the keys that were told since the line before. */
interface Entry {
  readonly watermarkMs: number;
  readonly positionMs: number;
  readonly floorMs: number;
  readonly keys: readonly (readonly [key: string, rowMs: number])[];
}

/**
 * Opens a cursor file, or begins one with the first `save`. A line that a crash tore does not count:
 * the tail stands at the batch before.
 *
 * @throws ScandeckError `usage` for the file of another tail or where none can be made, `config` for what is no cursor file
 */
export async function openCursorFile(path: string, following: Following): Promise<CursorFile> {
  const text = await readOrNull(path);
  if (text === null) await checkFolder(path);
  const cursor = text === null ? null : readCursor(text, path, following);
  let handle: FileHandle | null = null;
  let bytes = 0;
  const rewrite = async (position: TailCursor) => {
    await handle?.close();
    const { sinceMs, query, tier, seen } = position;
    const header: Header = {
      ...{ scandeck: 'activity-cursor', version: 1, ...following, sinceMs, query, tier },
    };
    const fresh = `${path}.new`;
    handle = await open(fresh, 'w', 0o600);
    await handle.writeFile(`${JSON.stringify(header)}\n${line(position, [...seen])}`);
    await handle.sync();
    await rename(fresh, path);
    bytes = 0;
  };
  const append = async (position: TailCursor) => {
    if (handle === null || bytes > longestJournal) return rewrite(position);
    const added = position.added.flatMap((key): [string, number][] => {
      const rowMs = position.seen.get(key);
      return rowMs === undefined ? [] : [[key, rowMs]];
    });
    const next = line(position, added);
    bytes += next.length;
    await handle.appendFile(next);
  };
  return {
    cursor,
    save: (position) =>
      append(position).catch((error: unknown) => Promise.reject(fileError(path, error))),
    close: async () => {
      await handle?.close();
      handle = null;
    },
  };
}

function line({ watermarkMs, positionMs, floorMs }: TailCursor, keys: Entry['keys']): string {
  const entry: Entry = { watermarkMs, positionMs, floorMs, keys };
  return `${JSON.stringify(entry)}\n`;
}

async function readOrNull(path: string): Promise<string | null> {
  try {
    await rm(`${path}.new`, { force: true });
    const text = await readFile(path, 'utf8');
    return text === '' ? null : text;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw fileError(path, error);
  }
}

/** Else the first rows would be printed before it shows that their position can't be kept. */
async function checkFolder(path: string): Promise<void> {
  try {
    await access(dirname(path), constants.W_OK);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
    throw usageError(
      `the cursor file ${safeText(path, 200)} can't be made: ${code}`,
      'Name a file in a folder that exists and can be written.',
    );
  }
}

function readCursor(text: string, path: string, following: Following): TailCursor {
  // What follows the last line end was cut short.
  const [first = '', ...lines] = text.split('\n').slice(0, -1);
  const header = parseOrNull(first);
  if (!isHeader(header)) throw notCursor(path, 1);
  if (header.feed !== following.feed || header.selection !== following.selection) {
    throw usageError(
      `${safeText(path, 200)} belongs to another tail: ${safeText(header.feed, 200)}, ${safeText(header.query, 300)}`,
      'Give it the same profile and the same selection, or name another file.',
    );
  }
  const seen = new Map<string, number>();
  const { sinceMs, query, tier } = header;
  let last = { watermarkMs: 0, positionMs: sinceMs, floorMs: sinceMs };
  for (const [index, text] of lines.entries()) {
    const entry = parseOrNull(text);
    if (!isEntry(entry)) throw notCursor(path, index + 2);
    for (const [key, rowMs] of entry.keys) seen.set(key, rowMs);
    const { watermarkMs, positionMs, floorMs } = entry;
    last = { watermarkMs, positionMs, floorMs };
  }
  for (const [key, rowMs] of seen) if (rowMs < last.floorMs) seen.delete(key);
  return { ...last, sinceMs, seen, added: [], query, tier };
}

function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isHeader(value: unknown): value is Header {
  if (typeof value !== 'object' || value === null) return false;
  const { scandeck, version, feed, selection, sinceMs, query, tier }: Partial<Header> = value;
  const isKind = scandeck === 'activity-cursor' && version === 1;
  const isText = [feed, selection, query].every((part) => typeof part === 'string');
  return isKind && isText && isTime(sinceMs) && (tier === 'archive' || tier === 'frequent_search');
}

function isEntry(value: unknown): value is Entry {
  if (typeof value !== 'object' || value === null) return false;
  const { watermarkMs, positionMs, floorMs, keys }: Partial<Entry> = value;
  const isKey = (pair: unknown) =>
    Array.isArray(pair) && typeof pair[0] === 'string' && isTime(pair[1]);
  return (
    [watermarkMs, positionMs, floorMs].every(isTime) && Array.isArray(keys) && keys.every(isKey)
  );
}

function isTime(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function notCursor(path: string, at: number): ScandeckError {
  return configError(
    `${safeText(path, 200)}, line ${at}: this is no cursor of activity`,
    'Name another file, or remove this one to begin anew.',
  );
}

function fileError(path: string, cause: unknown): ScandeckError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new ScandeckError(
    `the cursor file ${safeText(path, 200)} fails: ${safeText(reason, 200)}`,
    {
      code: 'cursor-file',
      who: 'environment',
      exitCode: exitCodes.usage,
      hint: 'The tail ended, so that what it prints and where it stands stay together.',
      cause,
    },
  );
}
