import type { Disk, DiskFile } from './disk.ts';
import { parseOrNull } from './job-record.ts';
import type { ExportWindow, Json } from './kind.ts';

/** Where a window stands: all counts are those since its beginning. */
export interface WindowState {
  readonly rows: number;
  /** Length of the rows as they are written. */
  readonly bytes: number;
  /** CRC-32 of them. */
  readonly crc: number;
  readonly undecodable: number;
  /** Length of the part with the rows that could not be read. */
  readonly undecodableBytes: number;
  readonly duplicates: number;
  readonly retries: number;
  readonly firstId: string | null;
  readonly lastId: string | null;
  readonly checkpoint: Json;
  readonly query: Json;
  readonly warnings: readonly string[];
  readonly ended: boolean;
  /** How much of the window was read, from 0 to 1; absent where its kind has not told. */
  readonly share?: number;
  /** Whether the rows lie in the target's file, behind those of the windows before it. */
  readonly inTarget?: boolean;
}

/** A window at its beginning. */
export const unreadWindow: WindowState = {
  ...{ rows: 0, bytes: 0, crc: 0, undecodable: 0, undecodableBytes: 0, duplicates: 0, retries: 0 },
  ...{ firstId: null, lastId: null, checkpoint: null, query: null, warnings: [], ended: false },
};

/** The assembled file that is about to get its name. */
export interface Publication {
  readonly rows: number;
  readonly bytes: number;
  readonly sha256: string;
  /** Of the text within a gzip; else the same. */
  readonly contentSha256: string;
}

/** One line of the journal. Times in epoch milliseconds. */
export type JournalEntry =
  | { readonly is: 'run'; readonly at: number; readonly version: string }
  | { readonly is: 'plan'; readonly windows: readonly ExportWindow[] }
  | { readonly is: 'window'; readonly index: number; readonly state: WindowState }
  | {
      readonly is: 'publish';
      readonly publication: Publication;
      /** Where all windows stand in it: not all of that was committed before. */
      readonly windows?: readonly WindowState[];
    }
  | { readonly is: 'done'; readonly at: number };

/** What a journal comes to. */
export interface JournalState {
  /** When the first worker began; null before. */
  readonly startedAtMs: number | null;
  readonly runs: number;
  /** Null until the windows are fixed. */
  readonly plan: readonly ExportWindow[] | null;
  readonly windows: ReadonlyMap<number, WindowState>;
  readonly publication: Publication | null;
  readonly doneAtMs: number | null;
}

const emptyJournal: JournalState = {
  ...{ startedAtMs: null, runs: 0, plan: null, publication: null, doneAtMs: null },
  windows: new Map(),
};

/** An open journal. */
export interface Journal {
  /** What it held when it was opened. */
  readonly state: JournalState;
  /** Adds lines; they survive a power cut when this returns. Never call it twice at once. */
  append(entries: readonly JournalEntry[]): Promise<void>;
  close(): Promise<void>;
}

/** Opens a job's journal, and cuts off a last line that was torn. */
export async function openJournal(disk: Disk, path: string): Promise<Journal> {
  const { state, size } = await readJournal(disk, path);
  const file = await disk.open(path, 'write');
  let end = size;
  try {
    if ((await file.size()) > end) {
      await file.truncate(end);
      await file.sync();
    }
  } catch (error) {
    await file.close();
    throw error;
  }
  return {
    state,
    append: async (entries) => {
      const bytes = Buffer.from(entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
      await writeOrUndo(file, bytes, end);
      end += bytes.length;
    },
    close: () => file.close(),
  };
}

async function writeOrUndo(file: DiskFile, bytes: Buffer, end: number): Promise<void> {
  try {
    await file.write(bytes, end);
    await file.sync();
  } catch (error) {
    // Cut off when it is opened again, if it can't be done now.
    await file.truncate(end).catch(() => undefined);
    throw error;
  }
}

/** A journal as it was read. */
export interface ReadJournal {
  readonly state: JournalState;
  /** Where its last whole line ends. */
  readonly size: number;
  /** The first line, from 1, that is whole and says nothing; null when there is none. */
  readonly damagedLine: number | null;
}

/** Reads a journal without touching it. */
export async function readJournal(disk: Disk, path: string): Promise<ReadJournal> {
  const bytes = (await disk.readFile(path)) ?? Buffer.alloc(0);
  const windows = new Map<number, WindowState>();
  let state: JournalState = { ...emptyJournal, windows };
  let [size, lines] = [0, 0];
  let damagedLine: number | null = null;
  while (size < bytes.length) {
    const lineEnd = bytes.indexOf(0x0a, size);
    if (lineEnd < 0) break;
    const entry = parseOrNull(bytes.toString('utf8', size, lineEnd));
    lines += 1;
    // What stands after a damaged line was never read by anybody: the work is done again.
    if (!isEntry(entry)) {
      damagedLine = lines;
      break;
    }
    if (entry.is === 'window') windows.set(entry.index, entry.state);
    else state = after(state, entry);
    const published = entry.is === 'publish' ? (entry.windows ?? []) : [];
    for (const [index, each] of published.entries()) windows.set(index, each);
    size = lineEnd + 1;
  }
  return { state, size, damagedLine };
}

function isEntry(value: unknown): value is JournalEntry {
  return typeof value === 'object' && value !== null && 'is' in value;
}

function after(
  state: JournalState,
  entry: Exclude<JournalEntry, { readonly is: 'window' }>,
): JournalState {
  switch (entry.is) {
    case 'run':
      return { ...state, runs: state.runs + 1, startedAtMs: state.startedAtMs ?? entry.at };
    case 'plan':
      return { ...state, plan: entry.windows };
    case 'publish':
      return { ...state, publication: entry.publication };
    case 'done':
      return { ...state, doneAtMs: entry.at };
  }
}
