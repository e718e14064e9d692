import {
  type CursorLines,
  createCursorJournal,
  noCursorError,
  readCursorLines,
} from '../../api/cursor-journal.ts';
import { nanosInId } from '../../api/workload-protection/exact-time.ts';
import { configError, type ScandeckError, usageError } from '../../core/errors.ts';
import { safeText } from '../../core/safe-text.ts';
import { createLedger, type EventLedger } from './event-ledger.ts';
import type { EventFilter } from './model.ts';
import { formatNanos } from './nano-time.ts';
import type { TailBatch, TailCursor } from './tail-batch.ts';
import { clockDoubtNs } from './tail-state.ts';

/** A tail's position on disk. One tail at a time may use it. */
export interface CursorFile {
  /** Where the last tail stopped; null for a new file. */
  readonly cursor: TailCursor | null;
  /** Whether the last tail was killed: the last line that it printed may be torn. */
  readonly isTorn: boolean;
  /**
   * Keeps the position behind a batch that was printed. A file that is cut short by a crash stands
   * at the batch before.
   *
   * @throws ScandeckError `cursor-file`
   */
  save(batch: TailBatch): Promise<void>;
  /** @param isWhole whether everything that was printed got out in whole lines */
  close(isWhole: boolean): Promise<void>;
}

/** Whose file it is. */
interface TailOfFile {
  readonly feed: string;
  readonly filter: EventFilter;
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

/** A batch: the position behind it, and its ids. */
interface Entry {
  readonly position: string;
  readonly proven?: string;
  readonly ids: readonly string[];
  /** What was told up to here, minute by minute; entries without it add their ids. */
  readonly counts?: KeptCounts;
  /** The tail ended here, and all that it printed is whole. */
  readonly end?: true;
}

interface KeptCounts {
  readonly from: number;
  readonly counts: readonly (readonly [number, number | null])[];
}

/** What the file is, for people. */
const ownName = 'cursor of a tail';

/**
 * Opens a cursor file, or begins one.
 *
 * @throws ScandeckError `usage` for the file of another tail, `config` for what is no cursor file, or
 * stands in the future
 */
export async function openCursorFile(
  path: string,
  tail: TailOfFile & { readonly sinceNs: bigint; readonly nowNs: bigint },
): Promise<CursorFile> {
  const lines = await readCursorLines(path);
  const { cursor = null, isTorn = false } = lines === null ? {} : readCursor(lines, path, tail);
  if (cursor !== null && cursor.positionNs > tail.nowNs + clockDoubtNs)
    throw inFuture(path, cursor);
  const writer = createWriter(path, tail.feed);
  const { sinceNs, filter } = tail;
  const counts = createLedger(sinceNs);
  // Begun anew: a torn last line must not be written on, and a tail that is killed leaves its mark.
  await writer.rewrite(cursor ?? { positionNs: sinceNs, sinceNs, filter, seen: [], counts });
  return { cursor, isTorn, save: writer.save, close: writer.close };
}

/** Writes positions into a cursor file, and what was told since the one before. */
function createWriter(path: string, feed: string) {
  const journal = createCursorJournal(path);
  let last: TailCursor | null = null;
  const rewrite = async (cursor: TailCursor) => {
    const { from = 0, counts = [] } = cursor.counts ?? {};
    const kept = cursor.counts === undefined ? {} : { counts: { from, counts: [...counts] } };
    await journal.rewrite(headerLine(cursor, feed) + line(cursor, idTexts(cursor.seen), kept));
    last = cursor;
  };
  return {
    rewrite,
    save: async ({ cursor, items }: TailBatch) => {
      const hasGap = items.some(({ kind }) => kind === 'gap');
      if (journal.isDue() || hasGap) return rewrite(cursor);
      const told = items.flatMap((item) => (item.kind === 'event' ? [item.event] : []));
      await journal.append(line(cursor, idTexts(told.map(({ id, atNs }) => [id, atNs]))));
      last = cursor;
    },
    close: async (isWhole: boolean) => {
      if (isWhole && last !== null) await journal.append(line(last, [], { end: true }));
      await journal.close();
    },
  };
}

function headerLine({ filter, sinceNs }: TailCursor, feed: string): string {
  const since = String(sinceNs);
  const header: Header = { scandeck: 'tail-cursor', version: 1, feed, filter, since };
  return `${JSON.stringify(header)}\n`;
}

/** A position and the ids that were told up to it. */
function line(
  { positionNs, provenNs }: TailCursor,
  ids: readonly string[],
  more: Pick<Entry, 'counts' | 'end'> = {},
): string {
  const proven = provenNs === undefined ? {} : { proven: String(provenNs) };
  const entry: Entry = { position: String(positionNs), ...proven, ids, ...more };
  return `${JSON.stringify(entry)}\n`;
}

/** Ids; with the time, where an id does not carry it. */
function idTexts(events: Iterable<readonly [string, bigint]>): readonly string[] {
  return Array.from(events, ([id, atNs]) => (nanosInId(id) === atNs ? id : `${id} ${atNs}`));
}

function readCursor(
  { header, entries, isCut }: CursorLines,
  path: string,
  tail: TailOfFile,
): { readonly cursor: TailCursor; readonly isTorn: boolean } {
  if (!isHeader(header)) throw noCursorError(path, 1, ownName);
  if (header.feed !== tail.feed || header.filter !== tail.filter) {
    throw usageError(
      `${safeText(path, 200)} belongs to another tail: ${safeText(header.feed, 200)}, filter ${safeText(header.filter ?? 'none', 300)}`,
      'Give it the same profile and filter, or name another file.',
    );
  }
  const seen = new Map<string, bigint>();
  const sinceNs = BigInt(header.since);
  let ledger: EventLedger | null = null;
  let last: Entry = { position: header.since, ids: [], end: true };
  for (const [index, entry] of entries.entries()) {
    if (!isEntry(entry)) throw noCursorError(path, index + 2, ownName);
    if (entry.counts !== undefined) ledger = createLedger(sinceNs, entry.counts);
    for (const word of entry.ids) {
      const atNs = addId(seen, word);
      if (entry.counts === undefined && atNs !== null) ledger?.add(atNs);
    }
    last = entry;
  }
  const proven = last.proven === undefined ? {} : { provenNs: BigInt(last.proven) };
  const counted = ledger === null ? {} : { counts: ledger };
  const { filter } = header;
  const cursor = {
    positionNs: BigInt(last.position),
    ...proven,
    sinceNs,
    filter,
    seen,
    ...counted,
  };
  return { cursor, isTorn: last.end !== true || isCut };
}

function addId(seen: Map<string, bigint>, word: string): bigint | null {
  const at = word.lastIndexOf(' ');
  const id = at < 0 ? word : word.slice(0, at);
  const atNs = at < 0 ? nanosInId(id) : BigInt(word.slice(at + 1));
  if (atNs !== null) seen.set(id, atNs);
  return atNs;
}

const digits = /^\d{1,20}$/;

function isHeader(value: unknown): value is Header {
  if (typeof value !== 'object' || value === null) return false;
  const { scandeck, version, feed, filter, since }: Partial<Header> = value;
  const isKind = scandeck === 'tail-cursor' && version === 1 && typeof feed === 'string';
  return isKind && (filter === null || typeof filter === 'string') && digits.test(since ?? '');
}

function isEntry(value: unknown): value is Entry {
  if (typeof value !== 'object' || value === null) return false;
  const { position, proven = '0', ids, counts }: Partial<Record<keyof Entry, unknown>> = value;
  const isPlaced = [position, proven].every((ns) => typeof ns === 'string' && digits.test(ns));
  const isListed = Array.isArray(ids) && ids.every(isIdText);
  return isPlaced && isListed && (counts === undefined || isCounts(counts));
}

/** An id that carries its time, or one with it. */
function isIdText(word: unknown): boolean {
  if (typeof word !== 'string') return false;
  return nanosInId(word) !== null || /^.+ \d{1,20}$/s.test(word);
}

function isCounts(value: unknown): value is KeptCounts {
  if (typeof value !== 'object' || value === null) return false;
  const { from, counts }: Partial<Record<keyof KeptCounts, unknown>> = value;
  const isWhole = (number: unknown) => Number.isSafeInteger(number) && Number(number) >= 0;
  const isPair = (pair: unknown) =>
    Array.isArray(pair) && isWhole(pair[0]) && (pair[1] === null || isWhole(pair[1]));
  return isWhole(from) && Array.isArray(counts) && counts.every(isPair);
}

/** As far as dates reach. */
const latestNs = 8_640_000_000_000_000_000_000n;

function inFuture(path: string, { positionNs }: TailCursor): ScandeckError {
  const shown = positionNs < latestNs ? formatNanos(positionNs) : String(positionNs);
  return configError(
    `${safeText(path, 200)} stands at ${shown}, which has not come yet`,
    'A tail that went on there would tell nothing until then. Check the clock of this machine, or remove the file to begin anew.',
  );
}
