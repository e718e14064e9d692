import { type FileHandle, open, readFile, rename, rm } from 'node:fs/promises';
import { configError, exitCodes, ScandeckError } from '../core/errors.ts';
import { safeText } from '../core/safe-text.ts';

/** What a cursor file holds, line by line as JSON; null for a line that is none. */
export interface CursorLines {
  /** The first line: whose position it is. */
  readonly header: unknown;
  /** Each further line: how far the tail has come. */
  readonly entries: readonly unknown[];
  /** A crash cut the last line short; it does not count. */
  readonly isCut: boolean;
}

/** Reads a cursor file. @returns null for a new one @throws ScandeckError `cursor-file` */
export async function readCursorLines(path: string): Promise<CursorLines | null> {
  const text = await readOrNull(path);
  if (text === null) return null;
  const [header, ...entries] = text.split('\n').slice(0, -1).map(parseOrNull);
  return { header: header ?? null, entries, isCut: !text.endsWith('\n') };
}

async function readOrNull(path: string): Promise<string | null> {
  try {
    await rm(freshPath(path), { force: true });
    const text = await readFile(path, 'utf8');
    return text === '' ? null : text;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw cursorFileError(path, error);
  }
}

function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** A cursor file that is written on. One tail at a time may do so. */
export interface CursorJournal {
  /** Whether it must be written anew before it is written on: it was not begun yet, or got long. */
  isDue(): boolean;
  /** Writes it anew; whoever reads it finds the old text or the new one. @throws ScandeckError `cursor-file` */
  rewrite(text: string): Promise<void>;
  /** @throws ScandeckError `cursor-file` */
  append(text: string): Promise<void>;
  close(): Promise<void>;
}

/** Characters after which the file is written anew, with what is still needed; or twice what that took. */
const longest = 4 * 1024 * 1024;

/** Creates a journal; nothing is written before `rewrite`. */
export function createCursorJournal(path: string): CursorJournal {
  let handle: FileHandle | null = null;
  let length = 0;
  let most = longest;
  const rewrite = async (text: string) => {
    await handle?.close();
    handle = await open(freshPath(path), 'w', 0o600);
    await handle.writeFile(text);
    await handle.sync();
    await rename(freshPath(path), path);
    length = 0;
    most = Math.max(longest, 2 * text.length);
  };
  return {
    isDue: () => handle === null || length > most,
    rewrite: (text) => guarded(path, () => rewrite(text)),
    append: (text) =>
      guarded(path, async () => {
        length += text.length;
        await handle?.appendFile(text);
      }),
    close: async () => {
      await handle?.close();
      handle = null;
    },
  };
}

const freshPath = (path: string) => `${path}.new`;

async function guarded(path: string, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    throw cursorFileError(path, error);
  }
}

/** A line that is not what it should be. @param what the file should be: `cursor of a tail` */
export function noCursorError(path: string, line: number, what: string): ScandeckError {
  return configError(
    `${safeText(path, 200)}, line ${line}: this is no ${what}`,
    'Name another file, or remove this one to begin anew.',
  );
}

function cursorFileError(path: string, cause: unknown): ScandeckError {
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
