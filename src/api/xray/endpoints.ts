import { ScandeckError } from '../../core/errors.ts';
import type { Session } from '../session.ts';
import type { ApiClient, ApiRequest, ApiResponse } from '../types.ts';
import { auditPath } from './paths.ts';
import { explained } from './refusals.ts';
import { type AuditPage, decodePage } from './schema.ts';

/** The most rows of a page (JFrog REST APIs, Get Approved/Blocked Audit Logs, num_of_rows). */
export const mostRows = 2000;

/** The longest window that the server takes: "Maximum allowed duration is 168 hours". */
export const longestWindowMs = 168 * 3_600_000;

/** The parameters of the call. Both bounds are always sent: a default end would move on. */
export interface AuditQuery {
  /** Epoch milliseconds. */
  readonly startMs: number;
  readonly endMs: number;
  /** By id, always. */
  readonly direction: 'asc' | 'desc';
  /** 1 to `mostRows`. */
  readonly numOfRows: number;
  readonly offset: number;
  /** Has the server count all rows of the query. */
  readonly includeTotal: boolean;
  /** Events of dry-run policies, one a policy, instead of real ones. */
  readonly dryRun: boolean;
  /**
   * Asks for each policy's explanation and recommendation. The parameter is known by its echo in
   * `meta` alone, so it is sent only when wanted.
   */
  readonly explain: boolean;
}

/** One page of a query, and when the vendor's clock answered it. */
export interface AnsweredPage extends AuditPage {
  /** Epoch milliseconds, to the second; null when the answer has no date. */
  readonly answeredAt: number | null;
}

/** How a call is to be made. */
export type CallOptions = Pick<
  ApiRequest,
  'signal' | 'tries' | 'totalTimeoutMs' | 'tryTimeoutMs' | 'memory'
>;

/**
 * Opens the `xray` source of a session.
 *
 * @throws ScandeckError `config` when the profile has no such source
 */
export function xrayApi(session: Session): ApiClient {
  return session.client('xray');
}

/**
 * `GET curation/audit/packages`: one page of audit events.
 *
 * @throws RangeError for what the server never takes; ApiError; ScandeckError `unexpected-answer`
 */
export async function auditPackages(
  client: ApiClient,
  query: AuditQuery,
  options: CallOptions = {},
): Promise<AnsweredPage> {
  const { startMs, endMs, numOfRows, offset } = query;
  if (!(startMs < endMs && endMs - startMs <= longestWindowMs)) {
    throw new RangeError(`no query may reach from ${startMs} to ${endMs}`);
  }
  if (!(numOfRows >= 1 && numOfRows <= mostRows && offset >= 0)) {
    throw new RangeError(`no page may hold ${numOfRows} rows from ${offset} on`);
  }
  const request: ApiRequest = { method: 'GET', path: auditPath, query: wireQuery(query) };
  const response = await send(client, { ...request, ...options });
  const page = pageOf(response);
  if (page === null) throw unexpected();
  const answeredAt = Date.parse(response.headers.date ?? '');
  // Not a copy: that would look at the rows, which are made when their turn comes.
  return Object.assign(page, { answeredAt: Number.isNaN(answeredAt) ? null : answeredAt });
}

function wireQuery(query: AuditQuery): NonNullable<ApiRequest['query']> {
  return {
    order_by: 'id',
    direction: query.direction,
    num_of_rows: query.numOfRows,
    created_at_start: new Date(query.startMs).toISOString(),
    created_at_end: new Date(query.endMs).toISOString(),
    offset: query.offset,
    include_total: query.includeTotal,
    dry_run: query.dryRun,
    ...(query.explain ? { include_explanation_and_recommendation: true } : {}),
  };
}

async function send(client: ApiClient, request: ApiRequest): Promise<ApiResponse> {
  try {
    return await client.request(request);
  } catch (error) {
    throw explained(error);
  }
}

function pageOf(response: ApiResponse): AuditPage | null {
  try {
    return decodePage(response.body);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    // The client's own parse tells why: a page of a proxy, or JSON that was cut.
    response.json();
    throw unexpected();
  }
}

/** What is JSON but no page must never look like "nothing". */
function unexpected(): ScandeckError {
  return new ScandeckError(`GET ${auditPath}: the answer is JSON but holds no audit events`, {
    code: 'unexpected-answer',
    who: 'vendor',
    exitCode: 1,
    hint: "Check the profile's xray.url: the JFrog Platform's address, without /xray.",
    retryable: false,
  });
}
