import { type CallOptions, type PrismaApi, rowList } from './endpoints.ts';
import {
  type Decoded,
  decodeResults,
  decodeSettings,
  decodeStatus,
  type WireResult,
  type WireSpec,
  type WireStatus,
} from './schema.ts';

/** The most rows that the vendor gives in one page. */
export const pageRows = 50;

/** Which scan results are asked for; without a part, all of them. */
export interface ResultQuery {
  readonly registry?: string | undefined;
  readonly repository?: string | undefined;
  /** As the console lists it: `registry/repo:tag`. */
  readonly name?: string | undefined;
  /** Leaves the single vulnerabilities out; their counts stay. */
  readonly compact?: boolean;
}

/** One page of scan results. */
export interface ResultPage extends Decoded<WireResult> {
  /** Rows of all pages (`Total-Count`); null when the vendor does not tell. */
  readonly total: number | null;
}

/**
 * `GET registry`: one page of image scan results. "Nothing" and "not permitted" look the same.
 *
 * @throws ApiError; ScandeckError `unexpected-answer`
 */
export async function getResults(
  api: PrismaApi,
  query: ResultQuery & { readonly offset?: number },
  options: CallOptions = {},
): Promise<ResultPage> {
  const path = api.path('/registry');
  const { registry, repository, name, compact, offset = 0 } = query;
  const response = await api.client.request({
    method: 'GET',
    path,
    query: { registry, repository, name, compact, offset, limit: pageRows, ...api.listScope },
    ...options,
  });
  const total = Number.parseInt(response.headers['total-count'] ?? '', 10);
  const page = decodeResults(rowList(response.json(), path));
  return { ...page, total: Number.isNaN(total) ? null : total };
}

/**
 * All pages of the results, one after the other, until the total is reached, a page is short or the
 * consumer stops.
 *
 * @throws ApiError; ScandeckError `unexpected-answer`
 */
export async function* allResults(
  api: PrismaApi,
  query: ResultQuery,
  options: CallOptions = {},
): AsyncGenerator<ResultPage> {
  for (let offset = 0; ; ) {
    const page = await getResults(api, { ...query, offset }, options);
    yield page;
    const received = page.rows.length + page.undecoded;
    offset += received;
    if (received === 0 || (page.total === null ? received < pageRows : offset >= page.total))
      return;
  }
}

/**
 * `GET statuses/registry`: how the regular scan fares, with its newest errors.
 *
 * @throws ApiError
 */
export async function getStatus(
  api: PrismaApi,
  options: CallOptions = {},
): Promise<WireStatus | null> {
  const path = api.path('/statuses/registry');
  const query = api.scope;
  return decodeStatus(
    (await api.client.request({ method: 'GET', path, query, ...options })).json(),
  );
}

/**
 * `GET settings/registry`: the registries that the console is to scan, the queued ones with them.
 *
 * @throws ApiError
 */
export async function getSettings(
  api: PrismaApi,
  options: CallOptions = {},
): Promise<Decoded<WireSpec>> {
  const path = api.path('/settings/registry');
  const query = api.scope;
  return decodeSettings(
    (await api.client.request({ method: 'GET', path, query, ...options })).json(),
  );
}
