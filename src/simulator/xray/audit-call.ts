import { jsonAnswer, type SimAnswer, type SimRequest } from '../exchange.ts';
import { goTime } from '../go-time.ts';
import { type AuditQuery, readAuditQuery } from './audit-query.ts';
import { type AuditRecords, type AuditService, type IndexSpan, spanOf } from './audit-service.ts';
import { csvColumns } from './csv-rows.ts';
import { separatorLength } from './json-rows.ts';
import { createRowWriter, type EventRange, writeRows } from './row-writer.ts';
import type { CompleteSetting } from './setting.ts';
import { zipOf } from './zip.ts';

/** What answering takes. */
export interface AuditCall {
  readonly service: AuditService;
  readonly setting: CompleteSetting;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

const dayMs = 86_400_000;
/** How long audit events are kept (JFrog Security documentation, Curated Packages Audit Events). */
const keptDays = 30;
/** More events than that make an archive incomplete. */
const mostCsvEvents = 500_000;

/** `GET curation/audit/packages`. @throws Refusal 400 */
export function answerAudit({ service, setting, now }: AuditCall, request: SimRequest): SimAnswer {
  const nowMs = now();
  const query = readAuditQuery(request.query, setting, nowMs);
  const records = query.isDryRun ? service.dryRun() : service.real();
  const found = visible(records, query, setting, nowMs);
  const total = found.end - found.first;
  const count = Math.min(query.rows, Math.max(0, total - query.offset));
  const range = rangeOf(found, query, count);
  if (query.format === 'csv') return csvAnswer(records, range, total - query.offset, nowMs);
  return pageOf(records, range, query, metaOf(query, { total, count, setting }));
}

/** The events that have happened by now and are still kept; old ones go at midnight. */
function visible(
  { ledger }: AuditRecords,
  query: AuditQuery,
  { endBound }: CompleteSetting,
  nowMs: number,
): IndexSpan {
  const oldest = nowMs - (nowMs % dayMs) - keptDays * dayMs;
  const startMs = Math.max(query.startMs, oldest);
  const { first, end } = spanOf(ledger, { ...query, startMs }, endBound);
  return { first, end: Math.max(first, Math.min(end, ledger.firstFrom(nowMs + 1))) };
}

function rangeOf({ first, end }: IndexSpan, query: AuditQuery, count: number): EventRange {
  if (query.direction === 'asc') return { first: first + query.offset, count, step: 1 };
  return { first: end - 1 - query.offset, count, step: -1 };
}

interface Counts {
  /** Of all pages. */
  readonly total: number;
  /** Of this page. */
  readonly count: number;
  readonly setting: CompleteSetting;
}

const ends = { zero: { next_offset: 0 }, null: { next_offset: null }, absent: {} };

function metaOf(query: AuditQuery, { total, count, setting }: Counts) {
  const next = query.offset + count;
  return {
    ...(query.includesTotal ? { total_count: total } : {}),
    result_count: count,
    ...(next < total ? { next_offset: next } : ends[setting.endOfPages]),
    order_by: 'id',
    direction: query.direction,
    num_of_rows: query.rows,
    offset: query.offset,
    include_total: query.includesTotal,
    include_explanation_and_recommendation: query.isExplained,
    created_at_start: goTime(query.startMs),
    created_at_end: goTime(query.endMs),
  };
}

const opening = Buffer.from('{"data":[');

function pageOf(
  records: AuditRecords,
  range: EventRange,
  { isExplained }: AuditQuery,
  meta: ReturnType<typeof metaOf>,
): SimAnswer {
  if (range.count === 0) return jsonAnswer({ data: null, meta });
  const form = isExplained ? records.explainedJson() : records.json();
  const writer = createRowWriter(range.count);
  writer.append(opening);
  writeRows(writer, records.ledger, form, range);
  writer.drop(separatorLength);
  writer.append(Buffer.from(`],"meta":${JSON.stringify(meta)}}`));
  return {
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: writer.bytes(),
  };
}

function csvAnswer(
  { ledger, csv }: AuditRecords,
  range: EventRange,
  remaining: number,
  nowMs: number,
): SimAnswer {
  const writer = createRowWriter(range.count);
  writer.append(Buffer.from(`${csvColumns.join(',')}\n`));
  writeRows(writer, ledger, csv(), range);
  const name = remaining > mostCsvEvents ? 'audit_packages_incomplete.csv' : 'audit_packages.csv';
  return {
    status: 200,
    headers: {
      'content-type': 'application/zip',
      'content-disposition': 'attachment; filename="audit_packages.zip"',
    },
    body: zipOf(name, writer.bytes(), nowMs),
  };
}
