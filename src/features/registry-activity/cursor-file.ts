import { access, constants } from 'node:fs/promises';
import { dirname } from 'node:path';
import {
  type CursorLines,
  createCursorJournal,
  noCursorError,
  readCursorLines,
} from '../../api/cursor-journal.ts';
import { usageError } from '../../core/errors.ts';
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

/** What the file is, for people. */
const ownName = 'cursor of activity';

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
  const lines = await readCursorLines(path);
  if (lines === null) await checkFolder(path);
  const cursor = lines === null ? null : readCursor(lines, path, following);
  const journal = createCursorJournal(path);
  return {
    cursor,
    save: (position) =>
      journal.isDue()
        ? journal.rewrite(headerLine(position, following) + line(position, [...position.seen]))
        : journal.append(line(position, addedKeys(position))),
    close: journal.close,
  };
}

function headerLine({ sinceMs, query, tier }: TailCursor, following: Following): string {
  const header: Header = {
    ...{ scandeck: 'activity-cursor', version: 1, ...following, sinceMs, query, tier },
  };
  return `${JSON.stringify(header)}\n`;
}

function addedKeys({ added, seen }: TailCursor): Entry['keys'] {
  return added.flatMap((key): [string, number][] => {
    const rowMs = seen.get(key);
    return rowMs === undefined ? [] : [[key, rowMs]];
  });
}

function line({ watermarkMs, positionMs, floorMs }: TailCursor, keys: Entry['keys']): string {
  const entry: Entry = { watermarkMs, positionMs, floorMs, keys };
  return `${JSON.stringify(entry)}\n`;
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

function readCursor(
  { header, entries }: CursorLines,
  path: string,
  following: Following,
): TailCursor {
  if (!isHeader(header)) throw noCursorError(path, 1, ownName);
  if (header.feed !== following.feed || header.selection !== following.selection) {
    throw usageError(
      `${safeText(path, 200)} belongs to another tail: ${safeText(header.feed, 200)}, ${safeText(header.query, 300)}`,
      'Give it the same profile and the same selection, or name another file.',
    );
  }
  const seen = new Map<string, number>();
  const { sinceMs, query, tier } = header;
  let last = { watermarkMs: 0, positionMs: sinceMs, floorMs: sinceMs };
  for (const [index, entry] of entries.entries()) {
    if (!isEntry(entry)) throw noCursorError(path, index + 2, ownName);
    for (const [key, rowMs] of entry.keys) seen.set(key, rowMs);
    const { watermarkMs, positionMs, floorMs } = entry;
    last = { watermarkMs, positionMs, floorMs };
  }
  for (const [key, rowMs] of seen) if (rowMs < last.floorMs) seen.delete(key);
  return { ...last, sinceMs, seen, added: [], query, tier };
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
