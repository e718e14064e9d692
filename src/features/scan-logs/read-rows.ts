import { lastRow } from '../../api/carbon-black/endpoints.ts';
import { count } from './cursor-notes.ts';
import type { LogCursor } from './log-cursor.ts';
import type { LogSort, ScanLog } from './model.ts';
import { checkField, compareLogs, isByTime } from './sort.ts';

/** How many rows are wanted, and in which order. */
export interface RowsWanted {
  readonly sort: LogSort;
  /** 0 for all. */
  readonly limit: number;
}

/**
 * Reads rows in the order that was asked for, page by page. Only where neither the vendor nor the
 * parts of time can give that order are all rows read first, and sorted here.
 *
 * @throws ApiError; ScandeckError `unexpected-answer`, or `usage` for an order that nothing knows;
 *   AbortError
 */
export async function* readRows(
  cursor: LogCursor,
  { sort, limit }: RowsWanted,
): AsyncGenerator<readonly ScanLog[]> {
  const first = await cursor.next();
  if (first === null) return;
  if (cursor.unsorted !== null) checkField(first, sort, cursor.unsorted);
  if (needsAll(cursor, { sort, limit })) {
    const all = [...first, ...(await rest(cursor))].sort(compareLogs(sort));
    yield limit === 0 ? all : all.slice(0, limit);
    return;
  }
  let left = limit === 0 ? Number.POSITIVE_INFINITY : limit;
  for (let rows: readonly ScanLog[] | null = first; rows !== null; ) {
    yield rows.slice(0, left);
    left -= rows.length;
    if (left <= 0) return;
    rows = await cursor.next();
  }
}

/** Whether all rows have to be read before the first can be given in the right order. */
function needsAll({ found, unsorted }: LogCursor, { sort, limit }: RowsWanted): boolean {
  if (isByTime(sort) || found === null || found < lastRow) return false;
  return unsorted !== null || limit === 0 || limit > lastRow;
}

/** How the order of what was read differs from what was asked for; null when it does not. */
export function orderOf(cursor: LogCursor, wanted: RowsWanted): string | null {
  if (!needsAll(cursor, wanted)) return cursor.order;
  return `sorted here: ${cursor.unsorted ?? `the server sorts ${count(lastRow)} rows at most`}`;
}

async function rest(cursor: LogCursor): Promise<readonly ScanLog[]> {
  const pages: (readonly ScanLog[])[] = [];
  for (let rows = await cursor.next(); rows !== null; rows = await cursor.next()) pages.push(rows);
  return pages.flat();
}
