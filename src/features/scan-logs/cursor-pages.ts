import type { Clock } from '../../core/clock.ts';
import { createTimeParts, type Stretch } from '../../core/time-parts.ts';
import { count } from './cursor-notes.ts';
import { type CursorState, type Reading, readAgain } from './cursor-state.ts';
import type { OpenOptions } from './log-cursor.ts';
import type { LogCriteria, LogSort, ScanLog } from './model.ts';
import { timeOfPart } from './part-time.ts';
import { pinnedWindow } from './pinned-window.ts';
import type { LogPage, Searcher } from './search.ts';
import { areSorted, compareLogs, isByTime } from './sort.ts';

/** What a cursor reads from. */
export interface CursorPorts {
  readonly searcher: Searcher;
  readonly clock: Clock;
  /** The last row that one search gives. @default the vendor's */
  readonly limit?: number;
}

/** A search under way. */
export interface Walk extends CursorPorts {
  readonly criteria: LogCriteria;
  readonly options: OpenOptions;
  readonly state: CursorState;
}

/** Asks for the next page of a stretch and takes its rows. @throws ApiError; AbortError */
export async function readPage(walk: Walk, reading: Reading): Promise<void> {
  const { state } = walk;
  const page = await askPage(walk, reading);
  if (reading.start === 0 && beginReading(walk, reading, page) === 'again') return;
  reading.found = page.found;
  takeRows(state, reading, page);
  const received = page.logs.length + page.undecoded;
  reading.start += received;
  const isHead = reading.part === null && isByTime(state.sort) && isTooLarge(state, page.found);
  if (isHead || isRead(state, reading, page)) endReading(walk, reading);
}

/** @returns whether the same rows have to be asked for in another way */
function beginReading(walk: Walk, { part }: Reading, page: LogPage): 'again' | 'on' {
  const { state } = walk;
  if (part === null) return beginWhole(walk, page);
  state.outside = isOutside(part, page) ? state.outside + 1 : 0;
  if (state.outside > mostOutside) {
    state.missing.push(
      `the server gives rows from outside of the time that is asked for, so those after the first ${count(state.limit)} can't be reached`,
    );
    state.parts = null;
    state.reading = null;
    return 'again';
  }
  if (page.found === null || state.parts?.fits(part, page.found) !== false) return 'on';
  state.reading = null;
  return 'again';
}

/** A server that does not narrow by time would be asked for ever; one with coarse bounds may err. */
const mostOutside = 30;

function isOutside({ since, until }: Stretch, { logs }: LogPage): boolean {
  const times = logs.flatMap(({ scannedAt }) => scannedAt ?? []);
  return times.length > 0 && times.every((at) => at < since || at > until + 1);
}

function askPage({ searcher, criteria, options, state }: Walk, reading: Reading) {
  const { part, start } = reading;
  const { window, here, limit } = state;
  const sort = reading.sort ?? state.sort;
  const own = window === null ? criteria.time : ({ kind: 'bounds', ...window } as const);
  const time = part === null || window === null ? own : timeOfPart(part, window);
  // Nothing can be shown before all of a stretch is here to be sorted.
  const rows = here ? Math.max(options.pageRows, rowsToSort) : options.pageRows;
  return searcher.ask({
    ...{ criteria, time, start, sort },
    rows: Math.max(1, Math.min(rows, limit - start)),
    exact: options.exact ?? false,
    signal: options.signal,
  });
}

const rowsToSort = 2000;

/** The first answer of all. @returns whether the same rows have to be asked for in another way */
function beginWhole({ searcher, clock, criteria, state }: Walk, page: LogPage): 'again' | 'on' {
  const { sort } = state;
  state.found = page.found;
  state.window = pinnedWindow(criteria.time, page, clock.now());
  if (!state.here && isByTime(sort) && !areSorted(page.logs, sort)) searcher.distrust(sort.field);
  state.here ||= searcher.unsorted(sort.field) !== null;
  if (!state.here || !isTooLarge(state, page.found)) return 'on';
  // Its rows are any rows of the whole; each part is sorted by itself.
  divide(state);
  return 'again';
}

/** At the limit itself, too: a server that counts no further looks like this. */
function isTooLarge({ limit }: CursorState, found: number | null): boolean {
  return found !== null && found >= limit;
}

function divide(state: CursorState): void {
  const { window, sort, found, limit } = state;
  state.reading = null;
  // What was counted so far stands in the parts again.
  state.undecoded = 0;
  state.repeated = 0;
  if (window === null) return;
  state.parts = createTimeParts({
    ...{ window, limit, found: found ?? limit },
    newestFirst: !isOldestFirst(sort),
  });
}

function takeRows(state: CursorState, reading: Reading, page: LogPage): void {
  const given = [...state.before, state.head, reading.earlier];
  const fresh: ScanLog[] = [];
  for (const log of page.logs) {
    const { key } = log;
    if (reading.seen.has(key)) state.repeated += 1;
    else if (!given.some((keys) => keys.has(key))) fresh.push(log);
    reading.seen.add(key);
    reading.latest = Math.max(reading.latest, log.scannedAt ?? 0);
  }
  state.undecoded += page.undecoded;
  if (state.here) reading.held.push(...fresh);
  else state.ready.push(...fresh);
}

function isRead({ limit }: CursorState, { start, found }: Reading, page: LogPage): boolean {
  if (page.logs.length + page.undecoded === 0 || start >= limit) return true;
  // Without a count only an empty page is the end: a server may give fewer rows than it is asked for.
  return found !== null && start >= found;
}

function endReading(walk: Walk, reading: Reading): void {
  const { state } = walk;
  const { part, start, found, seen, held } = reading;
  const isCut = start >= state.limit && (found === null || found > start);
  const isDivided = isCut || (isTooLarge(state, found) && start < (found ?? 0));
  state.reading = null;
  if (part === null && isDivided) {
    // What waits to be sorted was not given away.
    if (!state.here) state.head = seen;
    divide(state);
    return;
  }
  if (part !== null && isCut && state.parts?.fits(part, found ?? state.limit) === false) {
    // More rows than it told at first: they come again in smaller parts.
    if (!state.here) state.head = new Set([...state.head, ...seen]);
    return;
  }
  if (state.here) state.ready.push(...held.toSorted(compareLogs(state.sort)));
  if (part === null) return;
  if (isCut) state.reading = oldestFirstOf(walk, reading);
  if (state.reading !== null) return;
  if (isCut) noteCrowd(walk, reading);
  state.before = [new Set([...reading.earlier, ...seen]), ...state.before.slice(0, 1)];
  state.parts?.done(part, found ?? start);
}

/**
 * A single millisecond can't be asked for by itself where bounds are closed: its neighbours come
 * along. From its own end, it gives all that one search can.
 */
function oldestFirstOf({ searcher, state }: Walk, reading: Reading): Reading | null {
  const isRead = isOldestFirst(reading.sort ?? state.sort);
  const isTrusted = searcher.unsorted(oldestFirst.field) === null;
  return isTrusted && !isRead ? readAgain(reading, oldestFirst) : null;
}

const oldestFirst: LogSort = { field: 'scan_time', order: 'ASC' };

const isOldestFirst = (sort: LogSort) => isByTime(sort) && sort.order === 'ASC';

/** Tells of a millisecond that has more rows than can be read. */
function noteCrowd({ state, searcher }: Walk, reading: Reading): void {
  const { part, found, seen, earlier, latest, sort } = reading;
  const { limit, missing } = state;
  const since = part?.since ?? 0;
  const rows = new Set([...earlier, ...seen]).size;
  const isInOrder =
    isOldestFirst(sort ?? state.sort) && searcher.unsorted(oldestFirst.field) === null;
  if (isInOrder ? latest > since : rows >= (found ?? rows + 1)) return;
  const moment = new Date(since).toISOString();
  missing.push(
    `more than ${count(limit)} scans share the millisecond ${moment}; the others can't be read`,
  );
}
