import type { Session } from '../../api/session.ts';
import { mostRows, xrayApi } from '../../api/xray/endpoints.ts';
import type { AuditRow } from '../../api/xray/row-identity.ts';
import type {
  ExportColumn,
  ExportKind,
  ExportPage,
  Json,
  JsonRow,
  PagesRequest,
} from '../../export-engine/kind.ts';
import { createPageMemory, type PageMemory } from '../../export-engine/page-memory.ts';
import { compileCriteria, criteriaFromOptions, filterFlags, isFiltered } from './audit-criteria.ts';
import { auditWindows, retentionWarning } from './audit-windows.ts';
import { columns } from './columns.ts';
import { eventOf } from './event.ts';
import type { WalkPlace } from './page-walk.ts';
import { type AuditRecord, recordOf } from './record.ts';
import { decodeEvent } from './source.ts';
import { vendorTable } from './vendor-table.ts';
import { readWindow, type WindowPage } from './window-walk.ts';

/** As the vendor's own example has it. */
const pageRows = 1000;

/** Less than two, and a page could not begin with the last row of the one before. */
const fewestRows = 2;

const pageSizeSource =
  'JFrog REST APIs, Get Approved/Blocked Audit Logs: num_of_rows is 2,000 at most';

const memories = new WeakMap<Session, PageMemory>();

/** Shared by the windows of an export: what one leaves would else lie there while the next has its own. */
function memoryOf(session: Session): PageMemory {
  const memory = memories.get(session) ?? createPageMemory();
  memories.set(session, memory);
  return memory;
}

/**
 * Pages that are asked for at once: six calls hide the server's delay, and need little memory. A window
 * that waits asks for none before it is wanted.
 */
const pagesInFlight = { first: 6, waiting: 0, beside: 2 } as const;

/** `scandeck export xray-audit`: the vendor's rows, by window and then by id. */
export const xrayAuditKind: ExportKind = {
  name: 'xray-audit',
  title: 'JFrog Xray curation audit',
  source: 'xray',
  concurrency: 3,
  // Pages ahead of each other hide the server's delay as well as windows beside each other do.
  isWrittenInTurn: true,
  check: ({ criteria }) => void criteriaFromOptions(criteria),
  pageSizes: () => ({ least: fewestRows, most: mostRows, source: pageSizeSource }),
  plan: (request, { clock }) => auditWindows(request, clock.now()),
  pages,
  columns: columns.map(exportColumn),
  vendorColumns: vendorTable,
  userPaths: ['username', 'user_mail'],
};

async function* pages(asked: PagesRequest): AsyncGenerator<ExportPage> {
  const { session, request, window, checkpoint, signal, clock } = asked;
  const criteria = criteriaFromOptions(request.criteria);
  const { dryRun, explain } = criteria;
  const place = placeIn(checkpoint);
  const size = Math.max(fewestRows, Math.min(request.pageSize ?? pageRows, mostRows));
  const asking = { direction: 'asc', dryRun, explain, pageRows: size } as const;
  const query = { window, ...asking, isFinal: true, place };
  const matches = isFiltered(criteria) ? compileCriteria(criteria) : null;
  const goneOf = expiry(place === null ? window.fromMs : Number.POSITIVE_INFINITY, clock.now());
  const memory = memoryOf(session);
  const inFlight = () => pagesInFlight[asked.standing?.() ?? 'beside'];
  const context = { client: xrayApi(session), clock, signal, memory, inFlight };
  for await (const page of readWindow(query, context)) {
    const chosen = matches === null ? null : choose(page.rows, matches, dryRun);
    yield {
      get rows() {
        return chosen?.rows ?? page.rows;
      },
      run: chosen === null ? page.run : undefined,
      checkpoint: checkpointOf(page.place),
      ...shareOf(page),
      undecodable: [...page.unreadable, ...(chosen?.failed ?? [])],
      duplicates: page.duplicates,
      query: { ...jsonOf(page), dry_run: dryRun, chosenByScandeck: filterFlags(criteria) },
      warnings: [...goneOf(page), ...page.warnings],
      release: () => memory.give(page.body),
    };
  }
}

/** What the first page, which has the oldest rows, tells of rows that are gone. */
function expiry(fromMs: number, nowMs: number): (page: WindowPage) => readonly string[] {
  let expired = retentionWarning(fromMs, nowMs);
  return (page) => {
    // Rows are made when they are looked at.
    if (expired === null) return [];
    const warning = retentionWarning(fromMs, nowMs, page.rows[0]?.atMs);
    expired = null;
    return warning === null ? [] : [warning];
  };
}

/** Rows that the criteria choose; without any, no row is parsed. */
function choose(
  rows: readonly AuditRow[],
  matches: ReturnType<typeof compileCriteria>,
  dryRun: boolean,
): { readonly rows: readonly AuditRow[]; readonly failed: readonly Uint8Array[] } {
  const decoded = rows.map((row) => ({ row, event: decodeEvent(row, dryRun) }));
  return {
    rows: decoded.flatMap(({ row, event }) => (event !== null && matches(event) ? [row] : [])),
    failed: decoded.flatMap(({ row, event }) => (event === null ? [row.bytes] : [])),
  };
}

/** By the server's count; it may count some rows that belong to the windows beside this one. */
function shareOf({ total, place: { offset } }: WindowPage): { readonly share?: number } {
  return total === null || total === 0 ? {} : { share: offset / total };
}

function checkpointOf({ offset, size, last, same, digest }: WalkPlace): Json {
  return { offset, size, last, same, digest };
}

/** @throws TypeError for what no job of ours has written */
function placeIn(checkpoint: Json): WalkPlace | null {
  if (checkpoint === null) return null;
  const { offset, size, last, same, digest } = Object(checkpoint);
  const isPlace =
    Number.isSafeInteger(offset) &&
    Number.isSafeInteger(size) &&
    Number.isSafeInteger(same) &&
    (last === null || typeof last === 'string') &&
    (digest === null || typeof digest === 'string');
  if (!isPlace) throw new TypeError('the checkpoint is none of an Xray audit export');
  return { offset, size, last, same, digest };
}

/** The server's own word on the query, but for what is about one page. */
function jsonOf({ wireMeta }: WindowPage): { readonly [name: string]: Json } {
  const perPage = ['total_count', 'result_count', 'next_offset', 'offset', 'include_total'];
  const pairs = Object.entries(wireMeta).flatMap(([name, value]): [string, Json][] => {
    const isPlain = ['string', 'number', 'boolean'].includes(typeof value) || value === null;
    return isPlain && !perPage.includes(name) ? [[name, value as Json]] : [];
  });
  return Object.fromEntries(pairs);
}

const records = new WeakMap<JsonRow, AuditRecord>();

/** All cells of a row are made of one record. */
function recordOfRow(row: JsonRow): AuditRecord {
  const known = records.get(row);
  if (known !== undefined) return known;
  const record = recordOf(eventOf(row));
  records.set(row, record);
  return record;
}

function exportColumn({ name, header, value }: (typeof columns)[number]): ExportColumn {
  return { name, description: header, cell: (row) => value(recordOfRow(row)) };
}
