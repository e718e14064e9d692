import { open, readFile, rename, rm } from 'node:fs/promises';
import { nanosInId } from '../../api/workload-protection/exact-time.ts';
import { configError, exitCodes, ScandeckError, usageError } from '../../core/errors.ts';
import { safeText } from '../../core/safe-text.ts';
import type { EventFilter } from './model.ts';
import type { TailBatch, TailCursor } from './source.ts';

/** A tail's position on disk. One tail at a time may use it. */
export interface CursorFile {
  /** Where the last tail stopped; null for a new file. */
  readonly cursor: TailCursor | null;
  /**
   * Keeps the position behind a batch that was printed. A file that is cut short by a crash stands
   * at the batch before.
   *
   * @throws ScandeckError `cursor-file`
   */
  save(batch: TailBatch): Promise<void>;
  close(): Promise<void>;
}

/** What the file's first line says. */
interface Header {
  readonly scandeck: 'tail-cursor';
  readonly version: 1;
  /** Where the events come from: a position means nothing elsewhere. */
  readonly feed: string;
  readonly filter: EventFilter;
  readonly since: string;
}

/** Bytes after which the file is written anew, with what is still needed. */
const longestJournal = 4 * 1024 * 1024;

/**
 * Opens a cursor file, or begins one with the first `save`.
 *
 * @throws ScandeckError `usage` for the file of another tail, `config` for what is no cursor file
 */
export async function openCursorFile(
  path: string,
  tail: { readonly feed: string; readonly filter: EventFilter },
): Promise<CursorFile> {
  const text = await readOrNull(path);
  const cursor = text === null ? null : readCursor(text, path, tail);
  const journal = createJournal(path, tail.feed);
  // A torn last line must not be written on.
  if (cursor !== null) await journal.rewrite(cursor);
  return {
    cursor,
    save: (batch) => guarded(path, () => journal.save(batch)),
    close: () => journal.close(),
  };
}

function createJournal(path: string, feed: string) {
  let handle: Awaited<ReturnType<typeof open>> | null = null;
  let bytes = 0;
  const rewrite = async (cursor: TailCursor) => {
    await handle?.close();
    const { filter, sinceNs } = cursor;
    const header: Header = {
      ...{ scandeck: 'tail-cursor', version: 1, feed, filter },
      since: String(sinceNs),
    };
    const ids = [...cursor.seen].map(([id, atNs]) => idText(id, atNs));
    const text = `${JSON.stringify(header)}\n${line(cursor.positionNs, ids)}`;
    const fresh = `${path}.new`;
    handle = await open(fresh, 'w', 0o600);
    await handle.writeFile(text);
    await handle.sync();
    await rename(fresh, path);
    bytes = 0;
  };
  return {
    rewrite,
    save: async ({ cursor, items }: TailBatch) => {
      if (handle === null || bytes > longestJournal) return rewrite(cursor);
      const ids = items.flatMap((item) =>
        item.kind === 'event' ? [idText(item.event.id, item.event.atNs)] : [],
      );
      const text = line(cursor.positionNs, ids);
      bytes += text.length;
      await handle.appendFile(text);
    },
    close: async () => {
      await handle?.close();
      handle = null;
    },
  };
}

/** A position and the ids that were told up to it. */
function line(positionNs: bigint, ids: readonly string[]): string {
  return `${JSON.stringify({ position: String(positionNs), ids })}\n`;
}

/** An id; with its time, where the id does not carry it. */
function idText(id: string, atNs: bigint): string {
  return nanosInId(id) === atNs ? id : `${id} ${atNs}`;
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

function readCursor(
  text: string,
  path: string,
  tail: { readonly feed: string; readonly filter: EventFilter },
): TailCursor {
  // What follows the last line end was cut short.
  const [first = '', ...lines] = text.split('\n').slice(0, -1);
  const header = parseOrNull(first);
  if (!isHeader(header)) throw notCursor(path, 1);
  if (header.feed !== tail.feed || header.filter !== tail.filter) {
    throw usageError(
      `${safeText(path, 200)} belongs to another tail: ${safeText(header.feed, 200)}, filter ${safeText(header.filter ?? 'none', 300)}`,
      'Give it the same profile and filter, or name another file.',
    );
  }
  const seen = new Map<string, bigint>();
  let positionNs = BigInt(header.since);
  for (const [index, text] of lines.entries()) {
    const entry = parseOrNull(text);
    if (!isEntry(entry)) throw notCursor(path, index + 2);
    positionNs = BigInt(entry.position);
    for (const word of entry.ids) addId(seen, word);
  }
  return { positionNs, sinceNs: BigInt(header.since), filter: header.filter, seen };
}

function addId(seen: Map<string, bigint>, word: string): void {
  const [id = '', time] = word.split(' ');
  const atNs = time === undefined ? nanosInId(id) : BigInt(time);
  if (atNs !== null) seen.set(id, atNs);
}

function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const digits = /^\d{1,20}$/;

function isHeader(value: unknown): value is Header {
  if (typeof value !== 'object' || value === null) return false;
  const { scandeck, version, feed, filter, since }: Partial<Header> = value;
  const isKind = scandeck === 'tail-cursor' && version === 1 && typeof feed === 'string';
  return isKind && (filter === null || typeof filter === 'string') && digits.test(since ?? '');
}

function isEntry(value: unknown): value is { position: string; ids: readonly string[] } {
  if (typeof value !== 'object' || value === null) return false;
  const { position, ids }: { position?: unknown; ids?: unknown } = value;
  const isPosition = typeof position === 'string' && digits.test(position);
  return isPosition && Array.isArray(ids) && ids.every((id) => typeof id === 'string');
}

function notCursor(path: string, at: number): ScandeckError {
  return configError(
    `${safeText(path, 200)}, line ${at}: this is no cursor of a tail`,
    'Name another file, or remove this one to begin anew.',
  );
}

async function guarded(path: string, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    throw fileError(path, error);
  }
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
