import { isApiError } from '../errors.ts';
import { type CallOptions, callApi, unexpected, type WorkloadProtectionApi } from './call.ts';
import { decodeSeries, type WireSeries } from './counts.ts';
import { type FeedPlace, placeQuery } from './endpoints.ts';
import { sentFilter } from './filter-text.ts';
import { pageIn } from './page-answer.ts';
import type { ReadOptions } from './page-bytes.ts';
import { auditPath } from './paths.ts';
import { decodePage, decodeRow, type WirePage, type WireRow } from './schema.ts';
import { isObject } from './wire.ts';

/** The most rows of one call (Activity audit API, events). */
export const maxAuditRows = 9999;

/** What activity is asked for; the names of the last two are by analogy with the vendor's others. */
export interface AuditSelection {
  /** In the plural; empty for all. */
  readonly types: readonly string[];
  readonly filter: string | null;
  readonly scope: string | null;
}

/** A type in both of the spellings that the document uses, the likelier first. */
export interface AuditTypeName {
  readonly plural: string;
  readonly singular: string;
}

const audit = { what: 'activity audit', role: 'Writer' } as const;

/**
 * `GET /api/v2/activityAudit/events`: newest first.
 *
 * @throws ApiError; ScandeckError `unexpected-answer`
 */
export async function listActivity(
  api: WorkloadProtectionApi,
  query: AuditSelection & ReadOptions & { readonly place: FeedPlace; readonly limit: number },
  options: CallOptions = {},
): Promise<WirePage> {
  const asked = { ...placeQuery(query.place), ...selection(query), limit: query.limit };
  const page = pageIn(await ask(api, '/events', asked, options), 'timestamp', query);
  if (page === null) throw unexpected(`${auditPath}/events`, 'activity');
  return page;
}

/**
 * `GET /api/v2/activityAudit/summary`: one series of all types.
 *
 * @throws ApiError; ScandeckError `unexpected-answer`
 */
export async function getActivitySummary(
  api: WorkloadProtectionApi,
  query: AuditSelection & { readonly fromNs: bigint; readonly toNs: bigint },
  options: CallOptions = {},
): Promise<WireSeries> {
  const asked = { ...placeQuery(query), ...selection(query) };
  const series = decodeSeries(await get(api, '/summary', asked, options));
  if (series === null) throw unexpected(`${auditPath}/summary`, 'summary');
  return series;
}

/** `GET /api/v2/activityAudit/events/TYPE/ID`. @throws ApiError; ScandeckError `unexpected-answer` */
export async function getActivity(
  api: WorkloadProtectionApi,
  { type, id }: { readonly type: AuditTypeName; readonly id: string },
  options: CallOptions = {},
): Promise<WireRow> {
  const tail = (name: string) => eventTail(name, id);
  const body = await getEither(api, type, { tail, query: {} }, options);
  const row = decodeRow(body, 'timestamp');
  if (row === null) throw unexpected(`${auditPath}${eventTail(type.plural, id)}`, 'activity');
  return row;
}

/** A trace, and whether it is all of it as far as its answer tells. */
export interface WireTrace {
  readonly rows: readonly WireRow[];
  readonly isWhole: boolean;
}

/** `GET /api/v2/activityAudit/events/TYPE/ID/trace`. @throws ApiError; `unexpected-answer` */
export async function getTrace(
  api: WorkloadProtectionApi,
  { type, id }: { readonly type: AuditTypeName; readonly id: string },
  options: CallOptions = {},
): Promise<WireTrace> {
  const tail = (name: string) => `${eventTail(name, id)}/trace`;
  const body = await getEither(api, type, { tail, query: { limit: maxAuditRows } }, options);
  const page = decodePage(Array.isArray(body) ? { data: body } : body, 'timestamp');
  if (page === null) throw unexpected(`${auditPath}${eventTail(type.plural, id)}/trace`, 'trace');
  const { rows, unreadable, total } = page;
  const isAll = rows.length < maxAuditRows && (total ?? 0) <= rows.length;
  return { rows, isWhole: isAll && unreadable.length === 0 };
}

function eventTail(type: string, id: string): string {
  return `/events/${encodeURIComponent(type)}/${encodeURIComponent(id)}`;
}

/** The document lists plural types, and shows a singular one. */
async function getEither(
  api: WorkloadProtectionApi,
  { plural, singular }: AuditTypeName,
  { tail, query }: { readonly tail: (type: string) => string; readonly query: Query },
  options: CallOptions,
): Promise<unknown> {
  try {
    return bare(await get(api, tail(plural), query, options));
  } catch (error) {
    if (plural === singular || !isApiError(error) || error.status !== 404) throw error;
    return bare(await get(api, tail(singular), query, options));
  }
}

/** One entry may come alone or in `data`. */
function bare(body: unknown): unknown {
  const isWrapped = isObject(body) && isObject(body.data) && body.id === undefined;
  return isWrapped ? body.data : body;
}

function selection({ types, filter, scope }: AuditSelection) {
  return {
    types: types.length === 0 ? undefined : types.join(','),
    filter: sentFilter(filter),
    scopeFilter: sentFilter(scope),
  };
}

type Query = Readonly<Record<string, string | number | undefined>>;

async function get(
  api: WorkloadProtectionApi,
  tail: string,
  query: Query,
  options: CallOptions,
): Promise<unknown> {
  return (await ask(api, tail, query, options)).json();
}

function ask(api: WorkloadProtectionApi, tail: string, query: Query, options: CallOptions) {
  const path = `${auditPath}${tail}`;
  return callApi(api, audit, { method: 'GET', path, query, ...options });
}
