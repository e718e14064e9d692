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

/** A page, and its rows that were not seen before, in the order of the walk. */
export interface WalkedPage {
  readonly read: ReadPage;
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
  /** Pages that are asked for at once. @default 2 */
  readonly inFlight?: number | undefined;
}

/** The beginning of a window. */
export const walkStart = (size: number): WalkPlace => ({
  ...{ offset: 0, size },
  ...{ last: null, same: 0, digest: null },
});

/** Where a walk looks for the rows that it has seen last. */
interface Search {
  readonly offset: number;
  readonly step: number;
  /** Where the walk stood: up to here it may see nothing but rows that it knows. */
  readonly until: number;
  /** Whether it met rows that it knows. */
  readonly isFound: boolean;
  /** How often it met some, and did not meet them again where the server had them. */
  readonly losses: number;
}

/** What a page was asked for, and what it held. */
interface Answer {
  readonly offset: number;
  readonly page: AuditPage;
  readonly read: ReadPage;
}

/** A server that does not page gives the same rows again and again. */
const mostIdlePages = 3;

/** Rows may go from the list's head while a walk looks for its place, but not each time. */
const mostLosses = 3;

/**
 * Yields the pages of one window until its end is proven; the last one may bring nothing new.
 *
 * @throws what `ask` throws; ScandeckError `unexpected-answer` when the server does not page or sort
 */
export async function* walkPages(options: WalkOptions): AsyncGenerator<WalkedPage> {
  const read = createPageReader(options.direction);
  using pipe = createPagePipe(options.ask, options.signal, options.inFlight);
  const walk: Walk = { ...fresh, place: options.place };
  let includeTotal = true;
  for (;;) {
    const { place, search } = walk;
    const offset = search?.offset ?? startOf(place);
    const page = await pipe.next({ offset, size: place.size, total: walk.total, includeTotal });
    checkOffset(offset, page);
    walk.total = page.meta.totalCount ?? walk.total;
    includeTotal = false;
    const answer: Answer = { offset, page, read: read(page, place) };
    if (!isConnected(answer, place)) {
      walk.search = furtherBack(search, offset, place);
      walk.total = null;
      includeTotal = true;
      continue;
    }
    const isOver = isEnd(answer, walk);
    const walked = walkedPage(answer, walk, isOver);
    countPage(answer, walk);
    yield walked;
    if (isOver) return;
    walk.place = walked.place;
    const goesOn = search !== null && isIdle(answer);
    walk.search = goesOn ? { ...search, isFound: true, offset: startOf(walked.place) } : null;
  }
}

/** How far a walk is. */
interface Walk {
  place: WalkPlace;
  search: Search | null;
  /** What the server counted; counted anew when rows have gone from the list's head. */
  total: number | null;
  /** Pages without anything new, in a row. */
  idle: number;
  /** Pages of a single row, which can't repeat one, with something new. */
  singles: number;
}

const fresh = { search: null, total: null, idle: 0, singles: 0 };

function walkedPage(answer: Answer, walk: Walk, isOver: boolean): WalkedPage {
  const { offset, page, read } = answer;
  const { place, search, total } = walk;
  const again = read.known - (place.offset - startOf(place));
  return {
    read,
    duplicates: read.repeated + (search === null ? Math.max(0, again) : 0),
    page,
    total,
    place: { ...read.seen, offset: offset + page.count, size: sizeOf(answer, place) },
    warnings: warningsOf(answer, walk, isOver),
  };
}

const isIdle = ({ page, read }: Answer) => read.known === page.count;

/** One row before the rows that are wanted, unless a page holds no more than one. */
function startOf({ offset, size }: WalkPlace): number {
  return offset > 0 ? offset - (size - stepOf(size)) : 0;
}

function isConnected({ offset, read }: Answer, place: WalkPlace): boolean {
  return offset === 0 || place.size === 1 || read.known > 0;
}

/** @throws ScandeckError `unexpected-answer` when the server does not have twice what it had once */
function furtherBack(search: Search | null, offset: number, place: WalkPlace): Search {
  const { size, last } = place;
  const losses = (search?.losses ?? 0) + (search?.isFound ? 1 : 0);
  if (losses > mostLosses) {
    throw unexpectedList(`at ${offset}, where event ${last} must be, the server does not have it`);
  }
  const step = search === null ? size : search.step * 2;
  const until = search?.until ?? place.offset;
  return { offset: Math.max(0, offset - step), step, until, isFound: false, losses };
}

function checkOffset(offset: number, { meta }: AuditPage): void {
  if (meta.offset === null || meta.offset === offset) return;
  throw unexpectedList(`the server gave those from ${meta.offset} on instead of from ${offset} on`);
}

/** A search passes rows that it knows, but each page has to lead it on. */
function countPage(answer: Answer, walk: Walk): void {
  const { search, place } = walk;
  const { offset, page } = answer;
  const leadsOn = search !== null && page.count > 1 && offset < search.until;
  if (!isIdle(answer)) {
    walk.idle = 0;
    if (place.size === 1) walk.singles += 1;
  } else if (!leadsOn) walk.idle += 1;
  if (walk.idle > mostIdlePages) {
    throw unexpectedList('the server gives the same events on every page');
  }
}

/**
 * Whether a window is read to its end. No document tells how an end looks: `next_offset` may be 0,
 * null, absent or no further than the page, rows may lack, the total may be reached. Where these
 * contradict each other, or nothing of it is told, another page decides.
 */
function isEnd(answer: Answer, { place, search, total }: Walk): boolean {
  const { offset, page } = answer;
  const { resultCount, nextOffset, numOfRows } = page.meta;
  const count = page.count;
  if (count === 0) return true;
  const reached = offset + count;
  const isShort = count < (numOfRows ?? place.size) && (resultCount ?? 0) <= count;
  const promisesMore = nextOffset !== null && nextOffset > offset;
  const lacksSome = total !== null && reached < total;
  if (isShort && isIdle(answer)) {
    const leadsOn = search !== null || sizeOf(answer, place) < place.size;
    return !(leadsOn && (promisesMore || lacksSome));
  }
  const tellsNothing = total === null && numOfRows === null;
  return !promisesMore && ((isShort && !lacksSome && !tellsNothing) || reached === total);
}

/**
 * The server may take fewer rows a page than were asked for. One that gives a single row, without
 * a word and although there are more, would give the row that pages begin with again and again.
 */
function sizeOf({ offset, page }: Answer, { size }: WalkPlace): number {
  const { nextOffset, numOfRows } = page.meta;
  const isSingle = page.count === 1 && nextOffset !== null && nextOffset > offset;
  return Math.min(size, isSingle ? 1 : (numOfRows ?? size));
}

function warningsOf(answer: Answer, walk: Walk, isOver: boolean): readonly string[] {
  const { offset, page, read } = answer;
  const { place, search, total, singles } = walk;
  const warnings: string[] = [];
  if (search === null && read.early > 0) {
    const what = `${read.early} events appeared at the server among those that were read already`;
    warnings.push(`${what}; they are left out`);
  }
  if (offset === 0 && read.known === 0 && place.last !== null) {
    const what = 'the server deleted events while they were read';
    warnings.push(`${what}: some after event ${place.last} may be missing`);
  }
  if (place.size === 1 && !isIdle(answer) && singles === 0) {
    warnings.push('the server gives one event a page: none proves that the next one follows it');
  }
  const count = search === null && isIdle(answer) ? place.offset : offset + page.count;
  if (isOver && total !== null && count < total) {
    warnings.push(`the server counts ${total} events and gave ${count}`);
  }
  return warnings;
}
