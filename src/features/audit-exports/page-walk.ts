import { isApiError } from '../../api/errors.ts';
import type { AuditPage } from '../../api/xray/schema.ts';
import { type AskPage, createPagePipe, stepOf, type WantedPage } from './page-pipe.ts';
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
 * before it are gone, and the walk looks for its place further back. A server that knows no pages
 * but those that it names is followed where it leads.
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
  readonly inFlight?: (() => number) | undefined;
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
    const page = await pipe.next(wantedPage(walk, includeTotal)).catch((error: unknown) => {
      if (!isRefusedOverlap(error, walk)) throw error;
      return null;
    });
    if (page === null) {
      walk.follows = 'named';
      continue;
    }
    const offset = offsetOf(page, walk);
    countTotal(page, walk);
    includeTotal = false;
    const answer: Answer = { offset, page, read: read(page, place) };
    if (!isConnected(answer, walk)) {
      loseTrack(walk, offset);
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
  /** Where pages begin: with a row that is known, or where the server says that the next one is. */
  follows: 'overlap' | 'named';
  /** Rows may have gone while nothing was there to show it. */
  isUnproven: boolean;
}

const fresh = {
  ...{ search: null, total: null, idle: 0, singles: 0 },
  ...({ follows: 'overlap', isUnproven: false } as const),
};

function wantedPage(walk: Walk, includeTotal: boolean): WantedPage {
  const { place, total } = walk;
  const { size } = place;
  const step = walk.follows === 'named' ? size : stepOf(size);
  return { offset: nextOffset(walk), size, step, total, includeTotal };
}

function nextOffset({ place, search, follows }: Walk): number {
  return search?.offset ?? (follows === 'named' ? place.offset : startOf(place));
}

const noSuchPage = new Set<number | null>([400, 404, 416, 422]);

/** Whether a server may have refused a page because it has not named it. */
function isRefusedOverlap(error: unknown, walk: Walk): boolean {
  if (!isApiError(error) || !noSuchPage.has(error.status)) return false;
  return walk.follows === 'overlap' && nextOffset(walk) !== walk.place.offset;
}

/** Where a page really begins. @throws ScandeckError `unexpected-answer` */
function offsetOf({ meta }: AuditPage, walk: Walk): number {
  const { place, search, follows } = walk;
  const offset = nextOffset(walk);
  if (meta.offset === null || meta.offset === offset) return offset;
  if (meta.offset === place.offset && search === null && follows === 'overlap') {
    walk.follows = 'named';
    return meta.offset;
  }
  throw unexpectedList(`the server gave those from ${meta.offset} on instead of from ${offset} on`);
}

/** Where no row overlaps, only a total that stays tells that no row has gone meanwhile. */
function countTotal({ meta }: AuditPage, walk: Walk): void {
  const { totalCount } = meta;
  if (walk.follows === 'named' && totalCount !== null && totalCount !== walk.total) {
    walk.isUnproven = true;
  }
  walk.total = totalCount ?? walk.total;
}

/** Looks further back, or follows the server where it leads if that is to no avail. */
function loseTrack(walk: Walk, offset: number): void {
  const { place, search } = walk;
  walk.search = furtherBack(search, offset, place);
  walk.total = null;
  if (walk.search !== null) return;
  walk.follows = 'named';
  walk.isUnproven = true;
}

function walkedPage(answer: Answer, walk: Walk, isOver: boolean): WalkedPage {
  const { offset, page, read } = answer;
  const { place, search, total } = walk;
  const again = read.known - (place.offset - offset);
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

function isConnected({ offset, read }: Answer, { place, follows }: Walk): boolean {
  return offset === 0 || place.size === 1 || follows === 'named' || read.known > 0;
}

/** Null when the server often does not have twice what it had once. */
function furtherBack(
  search: Search | null,
  offset: number,
  { size, offset: until }: WalkPlace,
): Search | null {
  const losses = (search?.losses ?? 0) + (search?.isFound ? 1 : 0);
  if (losses > mostLosses) return null;
  const step = search === null ? size : search.step * 2;
  const from = Math.max(0, offset - step);
  return { offset: from, step, until: search?.until ?? until, isFound: false, losses };
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
  if (isOver && walk.follows === 'named' && (walk.isUnproven || total === null)) {
    warnings.push('the server knows no pages but those it names: nothing proves that they are all');
  }
  const count = search === null && isIdle(answer) ? place.offset : offset + page.count;
  if (isOver && total !== null && count < total) {
    warnings.push(`the server counts ${total} events and gave ${count}`);
  }
  return warnings;
}
