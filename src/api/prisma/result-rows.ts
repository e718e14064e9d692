import { splitRows } from '../../core/json-rows.ts';
import { type CallOptions, type PrismaApi, rowList } from './endpoints.ts';
import { pageRows, type ResultQuery } from './results.ts';

/** One page of scan results as the bytes that came. */
export interface RawResultPage {
  /** Each row's JSON. */
  readonly rows: readonly Uint8Array[];
  /** Rows of all pages (`Total-Count`); null when the vendor does not tell. */
  readonly total: number | null;
}

/**
 * `GET registry`: one page of image scan results, 50 at most, undecoded. The vendor sorts them by
 * name (Prisma Cloud Compute API reference, View Registry Scan Results).
 *
 * @throws ApiError; ScandeckError `unexpected-answer`
 */
export async function getRawResults(
  api: PrismaApi,
  query: ResultQuery & { readonly offset: number },
  options: CallOptions = {},
): Promise<RawResultPage> {
  const path = api.path('/registry');
  const { registry, repository, name, compact, offset } = query;
  const response = await api.client.request({
    method: 'GET',
    path,
    query: { registry, repository, name, compact, offset, limit: pageRows, ...api.listScope },
    ...options,
  });
  const body = response.body.toString('latin1', 0, 64).trimStart();
  // Whatever is no list is told by the error that its parsing gives.
  if (!body.startsWith('[')) rowList(response.json(), path);
  const total = Number.parseInt(response.headers['total-count'] ?? '', 10);
  const { rows } = splitRows(response.body, null);
  return { rows, total: Number.isNaN(total) ? null : total };
}
