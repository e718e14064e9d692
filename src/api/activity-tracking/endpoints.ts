import type { ApiClient, ApiRequest } from '../types.ts';
import {
  cutShortError,
  explained,
  protocolError,
  streamError,
  unexpectedAnswer,
} from './errors.ts';
import { createFraming, type FramedMessage, FramingError } from './framing.ts';
import { decodeMessage, type QueryMessage } from './messages.ts';
import { queryPath } from './paths.ts';

/** The index of the last days, or all logs in the archive. */
export type QueryTier = 'frequent_search' | 'archive';

/** The most rows of one query in either tier (IBM Cloud Logs API, limit). */
export const maxQueryRows: Readonly<Record<QueryTier, number>> = {
  frequent_search: 12_000,
  archive: 50_000,
};

/** The longest window of one query (IBM Cloud docs, Cloud Logs, limits: eight days). */
export const maxWindowMs = 8 * 86_400_000;

/** The longest query text (IBM Cloud Logs API, query). */
export const maxQueryChars = 4096;

/** What is asked. Times in epoch milliseconds; whether the vendor counts the ends in is unknown. */
export interface LogQuery {
  /** DataPrime, on one line. */
  readonly text: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly tier: QueryTier;
  /** Rows, `maxQueryRows` at most. */
  readonly limit: number;
}

/** How a query is to be asked. */
export type QueryOptions = Pick<ApiRequest, 'signal' | 'tries'>;

/** An archive query may run for five minutes (IBM Cloud docs, Cloud Logs, query data). */
const tryTimeoutMs: Readonly<Record<QueryTier, number>> = {
  frequent_search: 120_000,
  archive: 330_000,
};

/** 12,000 records of 33 KB each, and room to spare. */
const maxBodyBytes = 1024 * 1024 * 1024;

/**
 * `POST /v1/query`: tells messages as they arrive. An answer without rows has no message of them.
 *
 * @throws ApiError, also for a failure that is told within the answer; ScandeckError
 * `unexpected-answer` for what is no event stream
 */
export async function* runQuery(
  client: ApiClient,
  query: LogQuery,
  options: QueryOptions = {},
): AsyncGenerator<Exclude<QueryMessage, { readonly kind: 'failure' }>> {
  const body = client.stream({
    method: 'POST',
    path: queryPath,
    effect: 'read',
    headers: { accept: 'text/event-stream' },
    json: { query: query.text, metadata: metadataOf(query) },
    ...{ tryTimeoutMs: tryTimeoutMs[query.tier], totalTimeoutMs: 600_000, maxBodyBytes },
    ...options,
  });
  try {
    yield* messagesOf(body);
  } catch (error) {
    throw explained(error);
  }
}

function metadataOf({ fromMs, toMs, tier, limit }: LogQuery) {
  return {
    start_date: new Date(fromMs).toISOString(),
    end_date: new Date(toMs).toISOString(),
    default_source: 'logs',
    tier,
    syntax: 'dataprime',
    limit,
    strict_fields_validation: false,
  };
}

/** Decodes a body. @throws ApiError, ScandeckError, and what the body throws */
export async function* messagesOf(
  body: AsyncIterable<Buffer> | Iterable<Buffer>,
): AsyncGenerator<Exclude<QueryMessage, { readonly kind: 'failure' }>> {
  const framing = createFraming();
  try {
    for await (const bytes of body) {
      yield* framing.push(bytes).map((message) => readMessage(message, isBroken));
    }
    yield* framing.end().map((message) => readMessage(message, isCutShort));
  } catch (error) {
    throw error instanceof FramingError ? protocolError(error) : error;
  }
}

type OnNoJson = (line: number) => Error;

/** Only what stands at the very end can have been cut off. */
const isCutShort: OnNoJson = (line) => cutShortError(line);
const isBroken: OnNoJson = (line) => unexpectedAnswer(`line ${line} of the answer is no JSON`);

function readMessage({ line, text }: FramedMessage, onNoJson: OnNoJson) {
  const message = decodeMessage(parse(text, () => onNoJson(line)));
  if (message === null) throw unexpectedAnswer(`line ${line} of the answer holds no object`);
  if (message.kind === 'failure') throw streamError(message.failure);
  return message;
}

function parse(text: string, noJson: () => Error): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw noJson();
  }
}
