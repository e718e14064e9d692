import { untilAborted } from '../api/deadline.ts';
import type { Session } from '../api/session.ts';
import type { Clock } from '../core/clock.ts';
import { type CommitPace, type Committer, createCommitter } from './committer.ts';
import type { Disk } from './disk.ts';
import type { RowEncoder, Scratch } from './encode-rows.ts';
import type { JobPaths } from './job-record.ts';
import type { Journal, WindowState } from './journal.ts';
import type { ExportKind, ExportRequest, ExportWindow } from './kind.ts';
import { openPart, type PartWriter } from './part-store.ts';
import type { ProgressBoard } from './progress.ts';
import { runWindow } from './run-window.ts';
import { createSparing } from './spare-memory.ts';
import type { TargetFile } from './target-file.ts';
import { undecodableLines } from './undecodable.ts';

/** What windows are fetched with. */
export interface FetchRun {
  readonly disk: Disk;
  readonly paths: JobPaths;
  readonly journal: Journal;
  readonly kind: ExportKind;
  readonly session: Session;
  readonly request: ExportRequest;
  readonly encoder: RowEncoder;
  readonly target: TargetFile;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly random: () => number;
  readonly pace?: CommitPace | undefined;
  readonly board: ProgressBoard;
  /** Told each window that was read to its end; its part is whole, if not durable yet. */
  readonly onEnded: (index: number) => void;
  /** Returns when all windows before it were read to their end. @throws an AbortError */
  readonly turnOf: (index: number) => Promise<unknown>;
  readonly onRetry: (window: ExportWindow, error: unknown, delayMs: number) => void;
  /** Told when all windows were read to their end. */
  readonly onRead: () => void;
  /** Whether all parts together were made durable in the target's file; or that came to nothing. */
  readonly assembled: Promise<boolean>;
}

/** A window, and where it stands; both go on. */
export interface WindowEntryState {
  readonly window: ExportWindow;
  state: WindowState;
}

/**
 * Reads all windows that have not ended, the oldest first, several at once. What was read before a
 * failure is durable when this throws, as far as the disk allows.
 *
 * @throws an AbortError, a DiskError, or why the first window failed
 */
export async function fetchWindows(run: FetchRun, entries: WindowEntryState[]): Promise<void> {
  const { journal, clock, pace, request, kind } = run;
  const stop = new AbortController();
  const signal = AbortSignal.any([run.signal, stop.signal]);
  const committer = createCommitter(journal, clock, pace);
  const parts = createOpenParts(committer);
  const wrote = createSparing();
  const waiting = entries.keys();
  const isInTurn =
    run.target.takesRows && request.concurrency === null && kind.isWrittenInTurn === true;
  const isTurn = (index: number) => entries.slice(0, index).every(({ state }) => state.ended);
  let failure: { readonly error: unknown } | null = null;
  const lane = async () => {
    for (const index of waiting) {
      const entry = entries[index];
      if (entry === undefined || entry.state.ended) continue;
      const turn = isInTurn ? () => isTurn(index) : null;
      await fetchWindow({ ...run, signal }, { index, entry, turn, committer, parts, wrote });
    }
  };
  const guarded = async () => {
    try {
      await lane();
    } catch (error) {
      failure ??= { error };
      stop.abort();
    }
  };
  const lanes = request.concurrency ?? kind.concurrency;
  try {
    await Promise.all(Array.from({ length: Math.max(1, lanes) }, guarded));
    if (failure === null) await settle(run, committer, entries);
    else await giveUp(committer, failure);
  } finally {
    await parts.closeAll();
  }
}

/** The parts whose files are open. */
interface OpenParts {
  add(part: PartWriter): void;
  /** Closes a part's files when they are durable, while others go on. */
  finish(part: PartWriter): void;
  closeAll(): Promise<void>;
}

/** Parts whose files may wait for the next commit. */
const mostOpen = 32;

function createOpenParts(committer: Committer): OpenParts {
  const open = new Set<PartWriter>();
  const ending = new Set<Promise<void>>();
  const finish = async (part: PartWriter) => {
    try {
      await (open.size > mostOpen ? committer.flush() : committer.settled());
      open.delete(part);
      await part.close();
    } catch {
      // The committer tells its failure to whoever writes next, and to the last flush.
    }
  };
  return {
    add: (part) => open.add(part),
    finish: (part) => {
      const end = finish(part).finally(() => ending.delete(end));
      ending.add(end);
    },
    closeAll: async () => {
      await Promise.all(ending);
      for (const part of open) await part.close().catch(() => undefined);
    },
  };
}

/**
 * Keeps what was read. Parts that are in the target, and it on the disk, need not get there
 * themselves; rows that could not be read are in no target yet.
 */
async function settle(
  { assembled, onRead }: FetchRun,
  committer: Committer,
  entries: readonly WindowEntryState[],
): Promise<void> {
  onRead();
  const isKept = await assembled;
  const isAll = entries.every(({ state }) => state.undecodableBytes === 0);
  await (isKept && isAll ? committer.stop() : committer.flush());
}

/** Keeps what was read; the failure counts that came first. */
async function giveUp(committer: Committer, { error }: { readonly error: unknown }): Promise<void> {
  await committer.flush().catch(() => undefined);
  throw error;
}

interface Lane {
  readonly index: number;
  readonly entry: WindowEntryState;
  /** Whether its turn has come; null where windows are written beside each other. */
  readonly turn: (() => boolean) | null;
  readonly committer: Committer;
  readonly parts: OpenParts;
  /** Told the bytes of each page that was written. */
  readonly wrote: (bytes: number) => void;
}

async function fetchWindow(run: FetchRun, lane: Lane): Promise<void> {
  const { index, entry, turn, parts } = lane;
  const { board, encoder, request } = run;
  const { window } = entry;
  run.signal.throwIfAborted();
  const writer = createWindowWriter(run, lane);
  const scratch: Scratch = { bytes: Buffer.alloc(0) };
  try {
    // What is on the disk decides where a window goes on: only a new one can be read before it is seen.
    if (turn === null || turn() || !isNew(entry.state)) await writer.open();
    await runWindow({
      ...run,
      window,
      checkpoint: () => entry.state.checkpoint,
      standing: () => (turn === null ? 'beside' : turn() ? 'first' : 'waiting'),
      take: async (page) => {
        const part = await writer.open();
        const encoded = encoder.encode(page, scratch);
        const options = { window: window.id, masked: request.maskUsers };
        await part.add(page, encoded, undecodableLines(encoded.undecodable, options));
        writer.learn();
        lane.wrote(encoded.bytes.length);
      },
      waitFor: (wait) => board.waitFor(index, wait),
      onRetry: (error, delayMs) => {
        writer.retried();
        run.onRetry(window, error, delayMs);
      },
    });
    const part = await writer.open();
    await part.end();
    writer.learn();
    parts.finish(part);
    run.onEnded(index);
  } finally {
    board.end(index);
  }
}

const isNew = ({ checkpoint, rows, undecodable }: WindowState) =>
  checkpoint === null && rows + undecodable === 0;

/** Where a window's rows go. */
interface WindowWriter {
  /** Opens its part when its turn has come; once. */
  open(): Promise<PartWriter>;
  /** Tells where the window stands. */
  learn(): void;
  retried(): void;
}

function createWindowWriter(
  { disk, paths, board, target, turnOf, signal }: FetchRun,
  { index, entry, turn, committer, parts }: Lane,
): WindowWriter {
  let part: PartWriter | null = null;
  const learn = () => {
    entry.state = part?.state ?? entry.state;
    board.update(index, entry.state);
  };
  return {
    open: async () => {
      if (part !== null) return part;
      // Also ended by the failure of another window.
      if (turn !== null) await untilAborted(turnOf(index), signal);
      part = await openPart({ disk, paths, committer, target }, index, entry.state);
      parts.add(part);
      // One that waits for its turn is not told as being read.
      board.begin(index);
      learn();
      return part;
    },
    learn,
    retried: () => {
      if (part === null) entry.state = { ...entry.state, retries: entry.state.retries + 1 };
      part?.retried();
      learn();
    },
  };
}
