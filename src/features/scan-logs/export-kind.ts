import { carbonBlackApi, lastRow, searchRawLogs } from '../../api/carbon-black/endpoints.ts';
import { decodeRow } from '../../api/carbon-black/schema.ts';
import { parseJson } from '../../core/json.ts';
import type { Stretch } from '../../core/time-parts.ts';
import type { ExportKind, ExportRequest, PagesRequest } from '../../export-engine/kind.ts';
import { recordColumns } from '../../export-engine/record-columns.ts';
import {
  dayWindows,
  type SliceAnswer,
  type TimedRow,
  timeSlices,
} from '../../export-engine/time-slices.ts';
import { columns } from './columns.ts';
import { criteriaFromOptions } from './criteria.ts';
import type { LogCriteria } from './model.ts';
import { recordOf } from './record.ts';
import { logOf } from './rows.ts';
import { wireCriteria, wireQuery } from './wire-criteria.ts';

/**
 * All scans of a stretch of time. A search ends at its row 10,000 (Carbon Black Cloud, Scan Logs
 * API, Search), so the time is cut until each search has fewer, and one call brings all of it.
 */
export const scanLogsKind: ExportKind = {
  name: 'scan-logs',
  title: 'Carbon Black Cloud scan logs',
  source: 'carbonBlack',
  concurrency: 3,
  check: (request) => {
    criteriaOf(request);
  },
  pageSizes: () => ({ least: fewestRows, most: lastRow, source: pageSizeSource }),
  plan: ({ sinceMs, untilMs }) => dayWindows(sinceMs, untilMs),
  pages: (asked) => {
    const limit = Math.min(lastRow, asked.request.pageSize ?? rowsAtOnce);
    return timeSlices({
      ...{ window: asked.window, checkpoint: asked.checkpoint, limit },
      stepMs,
      // What can't be cut any more is asked for as a whole.
      read: (slice) =>
        readSlice(asked, slice, slice.until - slice.since > stepMs ? limit : lastRow),
    });
  },
  columns: recordColumns(columns, (row) => {
    const decoded = decodeRow(row);
    return decoded === null ? null : recordOf(logOf(decoded));
  }),
  userPaths: [],
};

/** Half of what the vendor allows: a slice that turns out too large costs less. */
const rowsAtOnce = 5000;

/** The vendor's times have no fractions of a second that can be relied upon. */
const stepMs = 1000;

/** With fewer, most calls would bring next to nothing. */
const fewestRows = 100;

const pageSizeSource = 'Carbon Black Cloud, Scan Logs API, Search: rows is 10,000 at most';

async function readSlice(
  { session, request, signal }: PagesRequest,
  { since, until }: Stretch,
  limit: number,
): Promise<SliceAnswer> {
  const criteria = criteriaOf(request);
  // Whether the bounds belong to it is not documented: a millisecond more on both sides, and
  // what lies outside is left out by its own time.
  const time = { kind: 'bounds', since: since - 1, until: until + 1 } as const;
  const wanted = { ...wireQuery(criteria), criteria: wireCriteria(criteria, time) };
  const api = carbonBlackApi(session);
  const ask = (start: number, most: number) =>
    searchRawLogs(api, { ...wanted, start, rows: most }, { signal });
  const { found, rows } = await ask(0, limit);
  const given = rows.length;
  // Either a call gives less than it is asked for, or the count is none of what can be had.
  const isDoubtful = given < limit && (found === null ? given > 0 : given < found);
  const isEnd = isDoubtful && (await ask(given, 1)).rows.length === 0;
  const timed = rows.map(timedRow);
  return {
    rows: timed.filter((row) => row !== null),
    undecodable: rows.filter((_bytes, index) => timed[index] === null),
    isWhole: isEnd || (found === null ? given === 0 : given >= found && found < lastRow),
    found: Math.max(found ?? 0, given),
    query: { criteria: JSON.parse(JSON.stringify(wanted.criteria)) },
    warnings:
      isEnd && found !== null
        ? [
            `the server counts ${found} rows from ${textOf(since)} to ${textOf(until)}, and gave ${given}: some may be missing`,
          ]
        : [],
  };
}

const textOf = (ms: number) => new Date(ms).toISOString();

const decoder = new TextDecoder();

/** Without its time, a row can be placed nowhere. */
function timedRow(bytes: Uint8Array): TimedRow | null {
  try {
    const decoded = decodeRow(parseJson(decoder.decode(bytes)));
    if (decoded === null) return null;
    const { key, scannedAt } = logOf(decoded);
    return scannedAt === null ? null : { id: key, at: scannedAt, bytes };
  } catch {
    return null;
  }
}

/** @throws ScandeckError `usage` */
function criteriaOf({ criteria }: ExportRequest): LogCriteria {
  return criteriaFromOptions(criteria, 0);
}
