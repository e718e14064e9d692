import type { ApiClient } from '../types.ts';
import { messagesOf, type QueryOptions } from './endpoints.ts';
import { explained, unexpectedAnswer } from './errors.ts';
import type { QueryMessage } from './messages.ts';
import { backgroundPath } from './paths.ts';
import { isObject, objectIn, textIn, type WireObject } from './wire.ts';

/** The most rows of a background query (IBM Cloud docs, Cloud Logs, query data). */
export const maxBackgroundRows = 1_000_000;

/** What a background query asks. Times in epoch milliseconds. */
export interface BackgroundQuery {
  /** DataPrime, on one line. */
  readonly text: string;
  readonly fromMs: number;
  readonly toMs: number;
}

/** How far a background query is. Reasons are hostile text. */
export type BackgroundStatus =
  | { readonly state: 'waiting' | 'running' | 'succeeded' | 'cancelled' }
  | { readonly state: 'failed'; readonly reason: string };

/**
 * `POST /v1/background_query`. It changes nothing but the list of queries, so a read-only profile may.
 *
 * @returns the query's id
 * @throws ApiError; ScandeckError `unexpected-answer`
 */
export async function startBackgroundQuery(
  client: ApiClient,
  { text, fromMs, toMs }: BackgroundQuery,
  options: QueryOptions = {},
): Promise<string> {
  const body = await send(client, backgroundPath, options, {
    ...{ query: text, syntax: 'dataprime' },
    start_date: new Date(fromMs).toISOString(),
    end_date: new Date(toMs).toISOString(),
  });
  const id = textIn(body.query_id);
  if (id === null) throw unexpectedAnswer('the answer names no background query');
  return id;
}

/** `GET /v1/background_query/ID/status`. @throws ApiError, 404 for one that expired */
export async function getBackgroundStatus(
  client: ApiClient,
  id: string,
  options: QueryOptions = {},
): Promise<BackgroundStatus> {
  const body = await send(client, `${pathOf(id)}/status`, options);
  if ('running' in body) return { state: 'running' };
  if (!('terminated' in body)) return { state: 'waiting' };
  const end = objectIn(body.terminated);
  if ('success' in end) return { state: 'succeeded' };
  if ('cancelled' in end) return { state: 'cancelled' };
  const error = objectIn(end.error);
  const reason = textIn(objectIn(error.failed).reason) ?? Object.keys(error)[0] ?? 'unknown';
  return { state: 'failed', reason: reason.replaceAll('_', ' ') };
}

/** `GET /v1/background_query/ID/data`: the rows as they arrive. @throws ApiError, ScandeckError */
export async function* readBackgroundRows(
  client: ApiClient,
  id: string,
  options: QueryOptions = {},
): AsyncGenerator<Exclude<QueryMessage, { readonly kind: 'failure' }>> {
  const limits = { tryTimeoutMs: 600_000, totalTimeoutMs: 1_200_000, maxBodyBytes: 2 ** 36 };
  const headers = { accept: 'text/event-stream' };
  const request = { method: 'GET', path: `${pathOf(id)}/data`, headers, ...limits } as const;
  try {
    yield* messagesOf(client.stream({ ...request, ...options }));
  } catch (error) {
    throw explained(error);
  }
}

/** `POST /v1/background_query/ID/cancel`. @throws ApiError */
export async function cancelBackgroundQuery(
  client: ApiClient,
  id: string,
  options: QueryOptions = {},
): Promise<void> {
  await client.request({
    ...{ method: 'POST', path: `${pathOf(id)}/cancel`, effect: 'read' },
    ...options,
  });
}

function pathOf(id: string): string {
  return `${backgroundPath}/${encodeURIComponent(id)}`;
}

async function send(
  client: ApiClient,
  path: string,
  options: QueryOptions,
  json?: WireObject,
): Promise<WireObject> {
  // A second start would be a second query.
  const start = { method: 'POST', effect: 'read', idempotent: false, json } as const;
  const how = json === undefined ? ({ method: 'GET' } as const) : start;
  try {
    const body = (await client.request({ ...how, path, ...options })).json();
    return isObject(body) ? body : {};
  } catch (error) {
    throw explained(error);
  }
}
