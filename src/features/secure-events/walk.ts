import { isApiError } from '../../api/errors.ts';
import type { FeedPlace } from '../../api/workload-protection/endpoints.ts';
import type { KnownPlaces, KnownRows } from '../../api/workload-protection/known-places.ts';
import type { WirePage, WireRow } from '../../api/workload-protection/schema.ts';
import type { Gap } from './model.ts';

/** A stretch of time, in epoch nanoseconds, both ends included. */
export interface Stretch {
  readonly fromNs: bigint;
  readonly toNs: bigint;
}

/** Asks for one page of a feed, newest first; rows that are known need no decoding. */
export type AskPage = (place: FeedPlace, limit: number, known?: KnownRows) => Promise<WirePage>;

/** What one call brought: rows of the stretch that the walk had not met, newest first. */
export interface WalkPage {
  readonly rows: readonly WireRow[];
  /** Of the whole stretch, as the first answer tells; null when it does not. */
  readonly total: number | null;
  /** All that is newer was walked over. */
  readonly oldestNs: bigint;
}

/** A walk through a stretch. */
export interface Walk {
  /**
   * Takes the next page; null at the end of the stretch.
   *
   * @throws what `ask` throws; the walk stays where it is, and can be tried again
   */
  next(): Promise<WalkPage | null>;
  /** What could not be had, or not be proven to be all, so far. */
  readonly gaps: readonly Gap[];
}

/** What a walk remembers from page to page. */
interface Way extends Stretch {
  /** Where it goes on; null at its end. */
  place: FeedPlace | null;
  readonly met: Set<string>;
  /** Known rows of the pages before; as ids only where a row may be one of them. */
  readonly known: KnownPlaces[];
  readonly knownIds: Set<string>;
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
 */
export function walkBack(stretch: Stretch, limit: number, ask: AskPage): Walk {
  const way: Way = {
    ...stretch,
    ...{
      place: timePlace(stretch),
      met: new Set(),
      known: [],
      knownIds: new Set(),
      gaps: [],
      received: 0,
      total: null,
    },
    ...{ oldestNs: stretch.toNs, fellBackAt: null },
  };
  return {
    gaps: way.gaps,
    next: async () => {
      while (way.place !== null) {
        const { place } = way;
        const page = await askOrNull(ask, place, limit);
        if (page === null) {
          way.place = byTime(way, 'the server refused to go on from where it was');
          continue;
        }
        if (isElsewhere(way, place, page)) {
          const { fromNs, toNs } = way;
          way.gaps.push({
            fromNs,
            toNs,
            reason: 'the server answered with rows from another time',
          });
          way.place = null;
          return null;
        }
        const { fresh, isNew } = take(way, page, 'cursor' in place);
        way.place = nextPlace(way, { page, place, limit, isNew });
        const rows = fresh.filter((row) => isInside(way, row));
        return { rows, total: way.total, oldestNs: way.oldestNs };
      }
      return null;
    },
  };
}

/** A nanosecond wider on both ends: it is not told whether the server includes them. */
export function timePlace({ fromNs, toNs }: Stretch): FeedPlace {
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

/** Why there is a gap where a row came, but says neither what it is nor when it was. */
export const unreadableRow = 'a row of the answer cannot be read';

/** Counts a page, and finds the rows that are new. */
function take(walk: Way, { rows, known, total, unreadable }: WirePage, byCursor: boolean) {
  const fresh = rows.filter((row) => isFirst(walk, row));
  const isNew = fresh.length > 0 || bringsKnown(walk, known);
  if (known.length > 0) walk.known.push(known);
  for (const { atNs } of rows) if (atNs < walk.oldestNs) walk.oldestNs = atNs;
  if (isBefore(known.oldestNs, walk.oldestNs)) walk.oldestNs = known.oldestNs;
  walk.received += rows.length + known.length + unreadable.length;
  if (!byCursor && walk.total === null) walk.total = total;
  for (const { newerNs, olderNs } of unreadable) {
    const fromNs = olderNs ?? newerNs ?? walk.fromNs;
    const toNs = newerNs ?? olderNs ?? walk.toNs;
    walk.gaps.push({ fromNs, toNs, reason: unreadableRow });
  }
  return { fresh, isNew };
}

/** What is older than all that came can't have come. */
function isFirst(walk: Way, { id, atNs }: WireRow): boolean {
  const { met, oldestNs } = walk;
  const { size } = met;
  if (met.add(id).size === size) return false;
  return atNs < oldestNs || !knownBefore(walk).has(id);
}

/** Whether known rows of a page are the first of their ids. */
function bringsKnown(walk: Way, places: KnownPlaces): boolean {
  if (isBefore(places.oldestNs, walk.oldestNs)) return true;
  const before = knownBefore(walk);
  for (const id of places.ids()) if (!before.has(id) && !walk.met.has(id)) return true;
  return false;
}

function knownBefore({ known, knownIds }: Way): ReadonlySet<string> {
  for (const places of known.splice(0)) for (const id of places.ids()) knownIds.add(id);
  return knownIds;
}

function isBefore(ns: bigint | null, otherNs: bigint): ns is bigint {
  return ns !== null && ns < otherNs;
}

interface Step {
  readonly page: WirePage;
  readonly place: FeedPlace;
  readonly limit: number;
  readonly isNew: boolean;
}

/** Where to go on; null at the end of the stretch. */
function nextPlace(walk: Way, { page, place, limit, isNew }: Step): FeedPlace | null {
  const came = page.rows.length + page.known.length + page.unreadable.length;
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
function byTime(walk: Way, reason: string): FeedPlace | null {
  const { fromNs, oldestNs } = walk;
  if (walk.fellBackAt === oldestNs) {
    walk.gaps.push({ fromNs, toNs: later(oldestNs, fromNs), reason });
    return null;
  }
  walk.fellBackAt = oldestNs;
  return timePlace({ fromNs, toNs: oldestNs });
}

/** Rows may stand a little outside of what was asked for: their times are cut or rounded. */
const marginNs = 2_000_000_000n;

/** Whether an answer has nothing to do with the time that was asked for: it proves nothing of it. */
function isElsewhere({ fromNs, toNs }: Way, place: FeedPlace, { rows, known }: WirePage): boolean {
  if ('cursor' in place || rows.length === 0 || known.length > 0) return false;
  return rows.every(({ atNs }) => atNs < fromNs - marginNs || atNs > toNs + marginNs);
}

function isInside({ fromNs, toNs }: Stretch, { atNs }: WireRow): boolean {
  return atNs >= fromNs && atNs <= toNs;
}

function later(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
