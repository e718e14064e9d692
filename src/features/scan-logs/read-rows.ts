import { lastRow } from '../../api/carbon-black/endpoints.ts';
import { safeText } from '../../core/safe-text.ts';
import { count } from './cursor-notes.ts';
import type { LogCursor } from './log-cursor.ts';
import { type LogSort, newestFirst, type ScanLog } from './model.ts';
import { compareLogs, isByTime, tellsField } from './sort.ts';

/** How many rows are wanted, and in which order. */
export interface RowsWanted {
  readonly sort: LogSort;
  /** 0 for all. */
  readonly limit: number;
}

/** Rows on their way. What is told of them changes with every page. */
export interface RowReading {
  /**
   * The rows in the order that was asked for, page by page. Only where neither the vendor nor the
   * parts of time can give that order are all rows read first, and sorted here.
   *
   * @throws ApiError; ScandeckError `unexpected-answer`; AbortError
   */
  rows(): AsyncGenerator<readonly ScanLog[]>;
  /** The search that they come from. */
  cursor(): LogCursor;
  /** How the order of what was read differs from what was asked for; null when it does not. */
  order(): string | null;
}

/**
 * Reads the rows of a search. Where neither server nor rows know the field of the order, they come
 * newest first: there is nothing to sort by.
 */
export function readRows(open: (sort: LogSort) => LogCursor, wanted: RowsWanted): RowReading {
  let cursor = open(wanted.sort);
  let order: string | null = null;
  const begin = async () => {
    const first = await cursor.next();
    const { unsorted } = cursor;
    if (first === null || unsorted === null || tellsField(first, wanted.sort)) return first;
    const field = safeText(wanted.sort.field, 60);
    order = `newest first instead of by ${field}: ${unsorted}, and no row has it`;
    cursor = open(newestFirst);
    return cursor.next();
  };
  return {
    rows: async function* () {
      const first = await begin();
      const sort = order === null ? wanted.sort : newestFirst;
      if (first !== null) yield* restOf(cursor, { ...wanted, sort }, first);
    },
    cursor: () => cursor,
    order: () => order ?? orderOf(cursor, wanted),
  };
}

async function* restOf(
  cursor: LogCursor,
  { sort, limit }: RowsWanted,
  first: readonly ScanLog[],
): AsyncGenerator<readonly ScanLog[]> {
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

function orderOf(cursor: LogCursor, wanted: RowsWanted): string | null {
  if (!needsAll(cursor, wanted)) return cursor.order;
  return `sorted here: ${cursor.unsorted ?? `the server sorts ${count(lastRow)} rows at most`}`;
}

async function rest(cursor: LogCursor): Promise<readonly ScanLog[]> {
  const pages: (readonly ScanLog[])[] = [];
  for (let rows = await cursor.next(); rows !== null; rows = await cursor.next()) pages.push(rows);
  return pages.flat();
}
