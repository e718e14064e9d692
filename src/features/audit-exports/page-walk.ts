import type { AuditRow } from '../../api/xray/row-identity.ts';
import type { AuditPage } from '../../api/xray/schema.ts';
import { type AskPage, createPagePipe, stepOf } from './page-pipe.ts';
import {
  createPageReader,
  type Direction,
  type ReadPage,
  type SeenLast,
  unexpectedList,
} from './seen-rows.ts';

/*
 * Pages through one window. The server numbers rows by their place in its list, and the list moves:
 * it may grow at its end, and rows that are 30 days old go at its head. So each page begins with the
 * last row of the one before. While it does, nothing can have been left out; when it does not, rows
 * before it are gone, and the walk looks for its place further back.
 */

/** Where a walk goes on. Plain JSON. */
export interface WalkPlace extends SeenLast {
  /** Rows of the list up to here were seen. */
  readonly offset: number;
  /** Rows a page, as the server takes them. */
  readonly size: number;
}

/** The rows of a page that were not seen before. */
export interface WalkedPage {
  /** In the order of the walk. */
  readonly rows: readonly AuditRow[];
  /** Rows without an id or a time. */
  readonly unreadable: readonly Uint8Array[];
  /** Rows that came again, beside the one that proves the connection. */
  readonly duplicates: number;
  readonly page: AuditPage;
  /** What the server counts, where it does. */
  readonly total: number | null;
  readonly place: WalkPlace;
  /** Something that may have cost rows, in words. */
  readonly warnings: readonly string[];
}

/** What a window is walked with. */
export interface WalkOptions {
  readonly ask: AskPage;
  readonly direction: Direction;
  readonly place: WalkPlace;
  readonly signal: AbortSignal;
}

/** The beginning of a window. */
export const walkStart = (size: number): WalkPlace => ({
  ...{ offset: 0, size },
  ...{ last: null, same: 0, unread: null },
});

/** Where a walk looks for the rows that it has seen last. */
interface Search {
  readonly offset: number;
  readonly step: number;
}

/** What a page was asked for, and what it held. */
interface Answer {
  readonly offset: number;
  readonly page: AuditPage;
  readonly read: ReadPage;
}

/** A server that does not page gives the same rows again and again. */
const mostIdlePages = 3;

/**
 * Yields the pages of one window until its end is proven; the last one may bring nothing new.
 *
 * @throws what `ask` throws; ScandeckError `unexpected-answer` when the server does not page or sort
 */
export async function* walkPages(options: WalkOptions): AsyncGenerator<WalkedPage> {
  const read = createPageReader(options.direction);
  using pipe = createPagePipe(options.ask, options.signal);
  const walk: Walk = { place: options.place, search: null, total: null, hasMoved: false, idle: 0 };
  for (let includeTotal = true; ; includeTotal = false) {
    const { place, search } = walk;
    const offset = search?.offset ?? startOf(place);
    const page = await pipe.next({ offset, size: place.size, total: walk.total, includeTotal });
    walk.total = page.meta.totalCount ?? walk.total;
    const answer: Answer = { offset, page, read: read(page.rows, place) };
    if (!isConnected(answer, place)) {
      walk.search = furtherBack(search, offset, place.size);
      walk.hasMoved = true;
      continue;
    }
    const isOver = isEnd(answer, place);
    const walked = walkedPage(answer, walk, isOver);
    walk.idle = isIdle(answer) ? walk.idle + 1 : 0;
    if (walk.idle > mostIdlePages + pagesOf(search, place)) {
      throw unexpectedList('the server gives the same events on every page');
    }
    yield walked;
    if (isOver) return;
    walk.place = walked.place;
    const goesOn = search !== null && isIdle(answer);
    walk.search = goesOn ? { ...search, offset: startOf(walked.place) } : null;
  }
}

/** How far a walk is. */
interface Walk {
  place: WalkPlace;
  search: Search | null;
  total: number | null;
  /** Whether rows went from the list's head meanwhile. */
  hasMoved: boolean;
  /** Pages without anything new, in a row. */
  idle: number;
}

function walkedPage(answer: Answer, walk: Walk, isOver: boolean): WalkedPage {
  const { offset, page, read } = answer;
  const { place, search, total } = walk;
  const again = read.known - (place.offset - startOf(place));
  return {
    rows: read.rows,
    unreadable: read.unreadable,
    duplicates: search === null ? Math.max(0, again) : 0,
    page,
    total,
    place: { ...read.seen, offset: offset + page.rows.length, size: sizeOf(page, place) },
    warnings: warningsOf(answer, walk, isOver),
  };
}

const isIdle = ({ page, read }: Answer) => read.known === page.rows.length;

/** One row before the rows that are wanted, unless a page holds no more than one. */
function startOf({ offset, size }: WalkPlace): number {
  return offset > 0 ? offset - (size - stepOf(size)) : 0;
}

function isConnected({ offset, read }: Answer, place: WalkPlace): boolean {
  return offset === 0 || place.size === 1 || read.known > 0;
}

function furtherBack(search: Search | null, offset: number, size: number): Search {
  const step = search === null ? size : search.step * 2;
  return { offset: Math.max(0, offset - step), step };
}

function pagesOf(search: Search | null, { size }: WalkPlace): number {
  return search === null ? 0 : Math.ceil((2 * search.step) / size);
}

/**
 * Whether a window is read to its end. No document tells how an end looks: `next_offset` may be 0,
 * null, absent or no further than the page, rows may lack, the total may be reached. Where these
 * contradict each other, another page decides.
 */
function isEnd(answer: Answer, { size }: WalkPlace): boolean {
  const { offset, page } = answer;
  const { totalCount, resultCount, nextOffset, numOfRows } = page.meta;
  const count = page.rows.length;
  if (count === 0) return true;
  const isShort = count < (numOfRows ?? size) && (resultCount ?? 0) <= count;
  const isAll = totalCount !== null && offset + count >= totalCount;
  const promisesMore = nextOffset !== null && nextOffset > offset;
  return isShort && isIdle(answer) ? true : !promisesMore && (isShort || isAll);
}

/** The server may take fewer rows a page than were asked for. */
function sizeOf({ meta }: AuditPage, { size }: WalkPlace): number {
  return Math.min(size, meta.numOfRows ?? size);
}

function warningsOf({ offset, page, read }: Answer, walk: Walk, isOver: boolean) {
  const { place, search, total, hasMoved } = walk;
  const warnings: string[] = [];
  if (search === null && read.early > 0) {
    const what = `${read.early} events appeared at the server among those that were read already`;
    warnings.push(`${what}; they are left out`);
  }
  if (search !== null && offset === 0 && read.known === 0 && place.last !== null) {
    const what = 'the server deleted events while they were read';
    warnings.push(`${what}: some after event ${place.last} may be missing`);
  }
  const count = offset + page.rows.length;
  if (isOver && !hasMoved && total !== null && count < total) {
    warnings.push(`the server counts ${total} events and gave ${count}`);
  }
  return warnings;
}
