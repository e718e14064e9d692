import { isApiError } from '../../api/errors.ts';
import type { FeedPlace } from '../../api/workload-protection/endpoints.ts';
import type { WirePage, WireRow } from '../../api/workload-protection/schema.ts';
import type { Gap } from './model.ts';

/** A stretch of time, in epoch nanoseconds, both ends included. */
export interface Stretch {
  readonly fromNs: bigint;
  readonly toNs: bigint;
}

/** Asks for one page of a feed, newest first. */
export type AskPage = (place: FeedPlace, limit: number) => Promise<WirePage>;

/** What one call brought: rows of the stretch that the walk had not met, newest first. */
export interface WalkPage {
  readonly rows: readonly WireRow[];
  /** Of the whole stretch, as the first answer tells; null when it does not. */
  readonly total: number | null;
}

/** What a walk remembers from page to page. */
interface Walk extends Stretch {
  readonly met: Set<string>;
  readonly gaps: Gap[];
  /** Rows that came, doubled and unreadable ones too. */
  received: number;
  total: number | null;
  /** The oldest row that came. */
  oldestNs: bigint;
  /** Where the last fall-back to times began; null before there was one. */
  fellBackAt: bigint | null;
}

/**
 * Reads a stretch backwards in time: by its ends first, then along `prev`, which leads to what is
 * older and knows no end of its own. Where a cursor is missing or refused, it goes on by time.
 *
 * @returns what could not be had, or not be proven to be all
 * @throws what `ask` throws
 */
export async function* walkBack(
  stretch: Stretch,
  limit: number,
  ask: AskPage,
): AsyncGenerator<WalkPage, readonly Gap[]> {
  const walk: Walk = {
    ...stretch,
    ...{ met: new Set(), gaps: [], received: 0, total: null },
    ...{ oldestNs: stretch.toNs, fellBackAt: null },
  };
  let place: FeedPlace | null = timePlace(stretch.fromNs, stretch.toNs);
  while (place !== null) {
    const page = await askOrNull(ask, place, limit);
    if (page === null) {
      place = byTime(walk, 'the server refused to go on from where it was');
      continue;
    }
    const fresh = take(walk, page, 'cursor' in place);
    yield { rows: fresh.filter((row) => isInside(walk, row)), total: walk.total };
    place = nextPlace(walk, { page, place, limit, isNew: fresh.length > 0 });
  }
  return walk.gaps;
}

/** A nanosecond wider on both ends: it is not told whether the server includes them. */
function timePlace(fromNs: bigint, toNs: bigint): FeedPlace {
  return { fromNs: fromNs > 0n ? fromNs - 1n : 0n, toNs: toNs + 1n };
}

/** A cursor may end to be valid; null then. Everything else is a failure of the walk. */
async function askOrNull(ask: AskPage, place: FeedPlace, limit: number): Promise<WirePage | null> {
  try {
    return await ask(place, limit);
  } catch (error) {
    const isGone = isApiError(error) && [400, 404, 410].includes(error.status ?? 0);
    if (isGone && 'cursor' in place) return null;
    throw error;
  }
}

/** Counts a page, and finds the rows that are new. */
function take(walk: Walk, { rows, total, unreadable }: WirePage, byCursor: boolean) {
  const fresh = rows.filter(({ id }) => !walk.met.has(id));
  for (const { id, atNs } of rows) {
    walk.met.add(id);
    if (atNs < walk.oldestNs) walk.oldestNs = atNs;
  }
  walk.received += rows.length + unreadable.length;
  if (!byCursor && walk.total === null) walk.total = total;
  for (const { newerNs, olderNs } of unreadable) {
    const fromNs = olderNs ?? newerNs ?? walk.fromNs;
    const toNs = newerNs ?? olderNs ?? walk.toNs;
    walk.gaps.push({ fromNs, toNs, reason: 'a row of the answer cannot be read' });
  }
  return fresh;
}

interface Step {
  readonly page: WirePage;
  readonly place: FeedPlace;
  readonly limit: number;
  readonly isNew: boolean;
}

/** Where to go on; null at the end of the stretch. */
function nextPlace(walk: Walk, { page, place, limit, isNew }: Step): FeedPlace | null {
  const came = page.rows.length + page.unreadable.length;
  if (walk.oldestNs < walk.fromNs - 1n) return null;
  const isAll = came < limit && (page.total === null || page.total <= came);
  if ('fromNs' in place && isAll) return null;
  const isCounted = walk.total !== null && walk.received >= walk.total;
  const isShort = came < limit && (page.prev === null || isCounted);
  const isEnd = 'cursor' in place && (came === 0 || isShort);
  if (isEnd && walk.received >= (walk.total ?? 0)) return null;
  if (page.prev !== null && isNew && !isEnd) return { cursor: page.prev };
  return byTime(walk, 'the server gave no way to what is older');
}

/** Goes on by time from the oldest row; gives up where that was tried already. */
function byTime(walk: Walk, reason: string): FeedPlace | null {
  const { fromNs, oldestNs } = walk;
  if (walk.fellBackAt === oldestNs) {
    walk.gaps.push({ fromNs, toNs: later(oldestNs, fromNs), reason });
    return null;
  }
  walk.fellBackAt = oldestNs;
  return timePlace(fromNs, oldestNs);
}

function isInside({ fromNs, toNs }: Stretch, { atNs }: WireRow): boolean {
  return atNs >= fromNs && atNs <= toNs;
}

function later(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
