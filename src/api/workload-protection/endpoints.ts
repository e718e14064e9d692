import { type CallOptions, callApi, unexpected, type WorkloadProtectionApi } from './call.ts';
import { decodeCounts, decodeSeries, decodeTop, type WireSeries, type WireTop } from './counts.ts';
import { decodeFilters, type WireFilterField } from './filter-fields.ts';
import { sentFilter } from './filter-text.ts';
import { pageIn } from './page-answer.ts';
import type { ReadOptions } from './page-bytes.ts';
import { eventsPath } from './paths.ts';
import { decodeRow, type WirePage, type WireRow } from './schema.ts';

/** The most rows of one call (Secure events API, Retrieves a secure events feed). */
export const maxPageRows = 999;

/** The longest window of one call, in nanoseconds: two weeks. */
export const maxWindowNs = 14n * 86_400n * 1_000_000_000n;

/** A stretch of time, in epoch nanoseconds, or a cursor: the vendor takes one of the two. */
export type FeedPlace =
  | { readonly fromNs: bigint; readonly toNs: bigint }
  | { readonly cursor: string };

/** Filter and limit go along with a cursor as well: it does not remember them. */
export interface FeedQuery extends ReadOptions {
  readonly place: FeedPlace;
  readonly filter: string | null;
  readonly limit: number;
}

const events = { what: 'secure events', role: 'Reader' } as const;

/** The query of a place. */
export function placeQuery(place: FeedPlace): Readonly<Record<string, string>> {
  if ('cursor' in place) return { cursor: place.cursor };
  return { from: String(place.fromNs), to: String(place.toNs) };
}

/**
 * `GET /api/v1/secureEvents`: newest first.
 *
 * @throws ApiError; ScandeckError `unexpected-answer`
 */
export async function listEvents(
  api: WorkloadProtectionApi,
  { place, filter, limit, ...reading }: FeedQuery,
  options: CallOptions = {},
): Promise<WirePage> {
  const query = { ...placeQuery(place), filter: sentFilter(filter), limit };
  const page = pageIn(await ask(api, { tail: '', query, options }), 'id', reading);
  if (page === null) throw unexpected(eventsPath, 'events');
  return page;
}

/** `GET /api/v1/secureEvents/ID`. @throws ApiError; ScandeckError `unexpected-answer` */
export async function getEvent(
  api: WorkloadProtectionApi,
  id: string,
  options: CallOptions = {},
): Promise<WireRow> {
  const tail = `/${encodeURIComponent(id)}`;
  const row = decodeRow(await get(api, { tail, options }), 'id');
  if (row === null) throw unexpected(`${eventsPath}${tail}`, 'event');
  return row;
}

/** What is counted. Times in epoch nanoseconds. */
export interface CountQuery {
  readonly fromNs: bigint;
  readonly toNs: bigint;
  readonly filter: string | null;
}

/**
 * `GET /api/v1/secureEvents/count`: by category, an array of eight counts by severity.
 *
 * @throws ApiError; ScandeckError `unexpected-answer`
 */
export async function countEvents(
  api: WorkloadProtectionApi,
  query: CountQuery,
  options: CallOptions = {},
): Promise<ReadonlyMap<string, readonly number[]>> {
  const body = await get(api, { tail: '/count', query: countQuery(query), options });
  const counts = decodeCounts(body);
  if (counts === null) throw unexpected(`${eventsPath}/count`, 'counts');
  return counts;
}

/** `GET /api/v1/secureEvents/topStats`. @throws ApiError; ScandeckError `unexpected-answer` */
export async function getTopStats(
  api: WorkloadProtectionApi,
  { rows, ...query }: CountQuery & { readonly rows: 5 | 10 },
  options: CallOptions = {},
): Promise<readonly WireTop[]> {
  const asked = { ...countQuery(query), rows };
  const top = decodeTop(await get(api, { tail: '/topStats', query: asked, options }));
  if (top === null) throw unexpected(`${eventsPath}/topStats`, 'statistics');
  return top;
}

/** `GET /api/v1/secureEvents/timeSeries`; null for a shape that is not known. @throws ApiError */
export async function getTimeSeries(
  api: WorkloadProtectionApi,
  { metric, ...query }: CountQuery & { readonly metric: 'severity' | 'user' },
  options: CallOptions = {},
): Promise<WireSeries | null> {
  const asked = { ...countQuery(query), metric, rows: 10 };
  return decodeSeries(await get(api, { tail: '/timeSeries', query: asked, options }));
}

/**
 * `GET /api/v1/secureEvents/filters`, which some servers call `scopeFilters`: the fields that filters
 * may name.
 *
 * @returns null for a shape that is not known
 * @throws ApiError
 */
export async function getFilterFields(
  api: WorkloadProtectionApi,
  name: 'filters' | 'scopeFilters',
  options: CallOptions = {},
): Promise<readonly WireFilterField[] | null> {
  return decodeFilters(await get(api, { tail: `/${name}`, options }));
}

/** `GET /api/v1/secureEvents/status`; its body means nothing. @throws ApiError */
export async function pingEvents(
  api: WorkloadProtectionApi,
  options: CallOptions = {},
): Promise<void> {
  await callApi(api, events, { method: 'GET', path: `${eventsPath}/status`, ...options });
}

function countQuery({ fromNs, toNs, filter }: CountQuery) {
  return { from: String(fromNs), to: String(toNs), filter: sentFilter(filter) };
}

interface Call {
  readonly tail: string;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly options: CallOptions;
}

async function get(api: WorkloadProtectionApi, call: Call): Promise<unknown> {
  return (await ask(api, call)).json();
}

function ask(api: WorkloadProtectionApi, { tail, query = {}, options }: Call) {
  const path = `${eventsPath}${tail}`;
  return callApi(api, events, { method: 'GET', path, query, ...options });
}
