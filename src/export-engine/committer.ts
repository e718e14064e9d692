import { type Clock, sleep } from '../core/clock.ts';
import type { DiskFile } from './disk.ts';
import type { Journal, JournalEntry, WindowState } from './journal.ts';

/** How much may be lost, and so asked for again, when the program is killed. */
export interface CommitPace {
  /** Bytes after which what was written is made durable. */
  readonly bytes: number;
  /** Milliseconds after which it is, however little it is. */
  readonly delayMs: number;
}

/**
 * One commit for some pages costs the disk as much as one for each. What a short export writes is
 * gone again before it would have had to be made durable.
 */
export const usualPace: CommitPace = { bytes: 256 * 1024 * 1024, delayMs: 2000 };

/** Bytes that may wait for a commit, as a multiple of the pace's. Beyond, writers wait. */
const mostWaiting = 2;

/** What can be made durable. */
export type Synced = Pick<DiskFile, 'sync'>;

/** A window's state, and the files that must be durable before it may be written down. */
export interface Progress {
  readonly index: number;
  readonly state: WindowState;
  readonly files: readonly Synced[];
  readonly bytes: number;
}

/** Makes the pages of all windows durable, several at a time: first the parts, then the journal. */
export interface Committer {
  /** Notes a page that was written; returns when there is room for another one. */
  note(progress: Progress): Promise<void>;
  /** Makes all that was noted durable. */
  flush(): Promise<void>;
  /** Returns when all that was noted is durable, or never will be; hurries nobody. */
  settled(): Promise<void>;
  /** Commits nothing more: what was noted since does not matter any longer. */
  stop(): Promise<void>;
}

/** Creates a committer. After a failure it commits nothing more: what a disk lost is unknown. */
export function createCommitter(
  journal: Journal,
  clock: Clock,
  pace: CommitPace = usualPace,
): Committer {
  let waiting = new Map<number, Progress>();
  let files = new Set<Synced>();
  let bytes = 0;
  let running: Promise<void> | null = null;
  let failure: { readonly error: unknown } | null = null;
  let isStopped = false;
  let ended = Promise.withResolvers<void>();
  const commitOnce = async () => {
    const [entries, touched] = [[...waiting.values()].map(entryOf), [...files]];
    waiting = new Map();
    files = new Set();
    bytes = 0;
    const { resolve } = ended;
    ended = Promise.withResolvers();
    try {
      if (entries.length === 0) return;
      await Promise.all(touched.map((file) => file.sync()));
      await journal.append(entries);
    } finally {
      resolve();
    }
  };
  const commit = async () => {
    try {
      await commitOnce();
    } catch (error) {
      failure ??= { error };
      ended.resolve();
    } finally {
      running = null;
    }
  };
  const start = () => {
    running ??= commit();
    return running;
  };
  const check = () => {
    if (failure !== null) throw failure.error;
  };
  let timer = false;
  const startLater = async () => {
    if (timer) return;
    timer = true;
    await sleep(clock, pace.delayMs);
    timer = false;
    if (waiting.size > 0 && failure === null && !isStopped) await start();
  };
  return {
    note: async (progress) => {
      check();
      waiting.set(progress.index, progress);
      for (const file of progress.files) files.add(file);
      bytes += progress.bytes;
      if (bytes < pace.bytes) return void startLater();
      const commitment = start();
      if (bytes > pace.bytes * mostWaiting || pace.bytes === 0) await commitment;
      check();
    },
    flush: async () => {
      // The one that runs may have begun before the last note; the one after it has all.
      if (running !== null) await running;
      if (failure === null && (running !== null || waiting.size > 0)) await start();
      check();
    },
    settled: () => (waiting.size === 0 ? (running ?? Promise.resolve()) : ended.promise),
    stop: async () => {
      isStopped = true;
      await running;
      ended.resolve();
    },
  };
}

function entryOf({ index, state }: Progress): JournalEntry {
  return { is: 'window', index, state };
}
