import { entriesOf } from './history.ts';
import type { LogCursor, OpenOptions } from './log-cursor.ts';
import type { HistoryImage, HistoryOptions, LogHistory } from './log-history.ts';
import { type LogCriteria, type LogTime, newestFirst, type ScanLog } from './model.ts';
import { compareLogs } from './sort.ts';

/** How far back a history goes; the document names no limit, and no way to ask for all time. */
export const historyTime: LogTime = { kind: 'range', range: '-12M' };

const defaultLimit = 200;
const pageRows = 1000;

/**
 * Reads the scans of a digest and of a tag, each by a search of its own since criteria narrow each
 * other, and puts them together.
 *
 * @throws ApiError; ScandeckError `unexpected-answer`; AbortError
 */
export async function readHistory(
  open: (criteria: LogCriteria, options: OpenOptions) => LogCursor,
  image: HistoryImage,
  { time = historyTime, limit = defaultLimit, signal, exact = false }: HistoryOptions,
): Promise<LogHistory> {
  const searches = searchesFor(image).map((values) => {
    const rows = limit === 0 ? pageRows : Math.min(limit + 1, pageRows);
    return open({ query: '', time, values }, { pageRows: rows, exact, ...(signal && { signal }) });
  });
  // One more than is wanted, so that the oldest that is shown can be compared.
  const wanted = limit === 0 ? Number.POSITIVE_INFINITY : limit + 1;
  const logs = new Map<string, ScanLog>();
  let isCut = false;
  for (const cursor of searches) {
    const read = await readSome(cursor, wanted);
    for (const log of read.logs) logs.set(log.key, log);
    isCut ||= !read.isAll;
  }
  const all = [...logs.values()].sort(compareLogs(newestFirst));
  const entries = entriesOf(all.slice(0, wanted));
  const shown = limit === 0 ? entries : entries.slice(0, limit);
  const notes = searches.flatMap((cursor) => cursor.warnings);
  return {
    entries: shown,
    found: foundOf(searches, { isCut, count: all.length }),
    truncated: isCut || all.length > shown.length,
    notes: [...new Set(notes)],
    undecoded: searches.reduce((sum, cursor) => sum + cursor.undecoded, 0),
    incomplete: searches.some((cursor) => cursor.incomplete),
  };
}

function searchesFor({ digest, fullTag }: HistoryImage): readonly LogCriteria['values'][] {
  return [
    ...(digest ? [{ digests: [digest] }] : []),
    ...(fullTag ? [{ full_tags: [fullTag] }] : []),
  ];
}

async function readSome(cursor: LogCursor, wanted: number) {
  const logs: ScanLog[] = [];
  while (logs.length < wanted) {
    const rows = await cursor.next();
    if (rows === null) return { logs, isAll: true };
    logs.push(...rows);
  }
  return { logs, isAll: false };
}

/** Two searches that are not read to their end may share rows: then nobody knows the sum. */
function foundOf(
  searches: readonly LogCursor[],
  { isCut, count }: { readonly isCut: boolean; readonly count: number },
): number | null {
  if (!isCut) return count;
  const [only, other] = searches;
  return other === undefined ? (only?.found ?? null) : null;
}
