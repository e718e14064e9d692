import { ScandeckError } from '../../core/errors.ts';
import { splitRows } from '../../core/json-rows.ts';
import type { Session } from '../session.ts';
import type { ApiClient, ApiRequest, ApiResponse } from '../types.ts';
import { parseAsWritten } from './exact-numbers.ts';
import { explained } from './refusals.ts';
import {
  decodeFacets,
  decodeMetadata,
  decodePage,
  type LogPage,
  type WireFacet,
  type WireMetadata,
} from './schema.ts';

/** The last row that a search gives, and the most rows of one call (Scan Logs API, Search). */
export const lastRow = 10_000;

/** Carbon Black Cloud's client with the organisation that the profile names. */
export interface CarbonBlackApi {
  readonly client: ApiClient;
  /** Path below the scan logs: `/_search`. */
  readonly path: (tail: string) => string;
}

/**
 * Opens the `carbonBlack` source of a session.
 *
 * @throws ScandeckError `config` when the profile has no such source
 */
export function carbonBlackApi(session: Session): CarbonBlackApi {
  const settings = session.settings('carbonBlack');
  return {
    client: session.client('carbonBlack'),
    path: (tail) => `${scanLogsPath(settings)}${tail}`,
  };
}

/** The path that all calls begin with: `/containers/v1beta/orgs/ORG/inventory/scan_logs`. */
export function scanLogsPath(settings: Readonly<Record<string, unknown>>): string {
  const segment = (value: unknown, otherwise: string) =>
    encodeURIComponent(typeof value === 'string' && value !== '' ? value : otherwise);
  const instance = segment(settings.instance, 'containers');
  return `/${instance}/v1beta/orgs/${segment(settings.orgKey, '-')}/inventory/scan_logs`;
}

/** Backwards from now, or both ends as ISO 8601; the vendor takes one of the two, never both. */
export type WireTime =
  | { readonly range: string }
  | { readonly start: string; readonly end: string };

/** The fields that rows are searched by, beside the time. */
export interface WireCriteria {
  /** The document's table calls it `time_range`; its bodies, and so the API, `scan_time`. */
  readonly scan_time: WireTime;
  readonly full_tags?: readonly string[];
  readonly repositories?: readonly string[];
  readonly digests?: readonly string[];
  readonly sources?: readonly string[];
  readonly registries?: readonly string[];
  readonly vulnerabilities?: readonly string[];
  readonly clusters?: readonly string[];
  readonly namespaces?: readonly string[];
  readonly hostnames?: readonly string[];
}

/** The body of `_search`. `start + rows` is at most `lastRow`. */
export interface LogSearch {
  readonly query?: string;
  readonly criteria: WireCriteria;
  readonly start: number;
  readonly rows: number;
  readonly sort?: readonly { readonly field: string; readonly order: 'ASC' | 'DESC' }[];
}

/** The body of `_facet`. */
export interface FacetSearch {
  readonly query?: string;
  readonly criteria: WireCriteria;
  readonly terms: { readonly fields: readonly string[]; readonly rows: number };
}

/** How a call is to be made. */
export type CallOptions = Pick<ApiRequest, 'signal' | 'tries' | 'totalTimeoutMs'>;

/** One page of a search, and when the vendor's clock answered it. */
export interface AnsweredPage extends LogPage {
  /** Epoch milliseconds, to the second; null when the answer has no date. */
  readonly answeredAt: number | null;
}

/**
 * `POST scan_logs/_search`: one page of scans.
 *
 * @param exact keeps numbers in `wire` as they were written
 * @throws ApiError; ScandeckError `unexpected-answer`
 */
export async function searchLogs(
  api: CarbonBlackApi,
  search: LogSearch,
  { exact = false, ...options }: CallOptions & { readonly exact?: boolean } = {},
): Promise<AnsweredPage> {
  if (search.start < 0 || search.rows < 1 || search.start + search.rows > lastRow) {
    throw new RangeError(`no search may ask for rows ${search.start} to ${search.rows} more`);
  }
  const response = await post(api, '/_search', { json: search, ...options });
  const body = response.json();
  const page = decodePage(body, exact ? asWritten(response, body) : body);
  if (page === null) throw unexpected('POST', api.path('/_search'), 'rows');
  const answeredAt = Date.parse(response.headers.date ?? '');
  return { ...page, answeredAt: Number.isNaN(answeredAt) ? null : answeredAt };
}

/** One page of a search as the bytes that came. */
export interface RawLogPage {
  /** Rows that match in all; null when the vendor does not tell. */
  readonly found: number | null;
  /** Each row's JSON. */
  readonly rows: readonly Uint8Array[];
}

/**
 * `POST scan_logs/_search`: one page of scans, undecoded.
 *
 * @throws ApiError; ScandeckError `unexpected-answer`
 */
export async function searchRawLogs(
  api: CarbonBlackApi,
  search: LogSearch,
  options: CallOptions = {},
): Promise<RawLogPage> {
  const response = await post(api, '/_search', { json: search, ...options });
  // What is no JSON is told by the error that its parsing gives.
  if (!/^\s*\{/.test(response.body.toString('latin1', 0, 64))) response.json();
  const { envelope, rows } = splitRows(response.body, 'results');
  const page = decodePage(JSON.parse(envelope));
  if (page === null) throw unexpected('POST', api.path('/_search'), 'rows');
  return { found: page.found, rows };
}

/**
 * `POST scan_logs/_facet`: the most frequent values of some fields, in the vendor's order.
 *
 * @throws ApiError; ScandeckError `unexpected-answer`
 */
export async function facetLogs(
  api: CarbonBlackApi,
  search: FacetSearch,
  options: CallOptions = {},
): Promise<readonly WireFacet[]> {
  const response = await post(api, '/_facet', { json: search, ...options });
  const facets = decodeFacets(response.json());
  if (facets === null) throw unexpected('POST', api.path('/_facet'), 'facets');
  return facets;
}

/**
 * `GET scan_logs/metadata`: the clusters, namespaces and hosts that there are.
 *
 * @throws ApiError; ScandeckError `unexpected-answer`
 */
export async function getMetadata(
  api: CarbonBlackApi,
  options: CallOptions = {},
): Promise<WireMetadata> {
  const path = api.path('/metadata');
  const response = await call(api, { method: 'GET', path, ...options });
  const metadata = decodeMetadata(response.json());
  if (metadata === null) throw unexpected('GET', path, 'lists');
  return metadata;
}

/** A search changes nothing, whatever its method says. */
function post(api: CarbonBlackApi, tail: string, request: Omit<ApiRequest, 'method' | 'path'>) {
  return call(api, { method: 'POST', path: api.path(tail), effect: 'read', ...request });
}

async function call({ client }: CarbonBlackApi, request: ApiRequest): Promise<ApiResponse> {
  try {
    return await client.request(request);
  } catch (error) {
    throw explained(error);
  }
}

function asWritten(response: ApiResponse, body: unknown): unknown {
  try {
    return parseAsWritten(response.body.toString('utf8').replace(/^\ufeff/, ''));
  } catch {
    // Nested so deeply that only the plain parser copes.
    return body;
  }
}

/** What is JSON but no answer must never look like "nothing". */
function unexpected(method: string, path: string, what: string): ScandeckError {
  return new ScandeckError(`${method} ${path}: the answer is JSON but holds no ${what}`, {
    code: 'unexpected-answer',
    who: 'vendor',
    exitCode: 1,
    hint: "Check the profile's carbonBlack.url and carbonBlack.instance.",
    retryable: false,
  });
}
