import type { SimRequest } from '../exchange.ts';
import type { Tier } from '../iam/iam.ts';
import type { TimeSpan } from './log-store.ts';
import { refusal } from './refusals.ts';

/** A query as a request asks it. */
export interface QueryRequest {
  readonly query: string;
  readonly tier: Tier;
  readonly span: TimeSpan;
  /** What `now()` is. */
  readonly nowMs: number;
  /** The most rows; the tier may allow fewer. */
  readonly limit: number;
  readonly defaultSource: string | undefined;
  readonly isStrict: boolean;
}

type Fields = Readonly<Record<string, unknown>>;

const usualSpanMs = 15 * 60_000;
const usualLimit = 2000;
const mostRows = 50_000;
const longestQuery = 4096;
const metadataNames = [
  ...['start_date', 'end_date', 'default_source', 'tier', 'syntax', 'limit'],
  ...['strict_fields_validation', 'now_date'],
];

/**
 * Reads the body of `POST /v1/query` (IBM Cloud Logs API definition, Query and ApiMetadata).
 *
 * @throws Refusal 400
 */
export function queryRequestOf({ body }: SimRequest, nowMs: number): QueryRequest {
  const { query, metadata = {}, ...others } = fieldsIn(body);
  if (!isFields(metadata)) throw undecodable();
  const unknown = [
    ...Object.keys(others),
    ...Object.keys(metadata).filter((name) => !metadataNames.includes(name)),
  ];
  if (unknown.length > 0) throw undecodable(`unknown field '${unknown[0]}'`);
  const text = decoded(queryText(query), metadata);
  const now = timeOf(metadata, 'now_date') ?? nowMs;
  return {
    ...{ query: text, tier: tierOf(metadata), span: spanOf(metadata, now), nowMs: now },
    limit: limitOf(metadata),
    defaultSource: optional(metadata, 'default_source', 'string'),
    isStrict: optional(metadata, 'strict_fields_validation', 'boolean') ?? false,
  };
}

function fieldsIn(body: string): Fields {
  try {
    const value: unknown = JSON.parse(body);
    if (isFields(value)) return value;
  } catch {
    // It is refused as the recorded one was.
  }
  throw undecodable();
}

/** The message is a recorded one. */
const undecodable = (detail?: string) =>
  refusal(400, `Failed to deserialize JSON${detail === undefined ? '' : `: ${detail}`}`);

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function queryText(query: unknown): string {
  if (typeof query !== 'string') throw undecodable("missing field 'query'");
  if (query.length >= 1 && query.length <= longestQuery) return query;
  throw refusal(400, `query must have 1 to ${longestQuery} characters`);
}

/** Lucene is documented, but this simulator doesn't speak it. */
function decoded(query: string, metadata: Fields): string {
  const syntax = oneOf(metadata, 'syntax', [
    ...['unspecified', 'lucene', 'dataprime', 'lucene_utf8_base64', 'dataprime_utf8_base64'],
  ]);
  if (syntax?.startsWith('lucene')) throw refusal(400, 'lucene is not simulated; use dataprime');
  return syntax === 'dataprime_utf8_base64' ? Buffer.from(query, 'base64').toString() : query;
}

/** No document tells which tier is taken when none is named. */
function tierOf(metadata: Fields): Tier {
  const tier = oneOf(metadata, 'tier', ['unspecified', 'archive', 'frequent_search']);
  return tier === 'archive' ? tier : 'frequent_search';
}

function spanOf(metadata: Fields, now: number): TimeSpan {
  const from = timeOf(metadata, 'start_date');
  const to = timeOf(metadata, 'end_date');
  const toMs = to ?? (from === undefined ? now : from + usualSpanMs);
  const fromMs = from ?? toMs - usualSpanMs;
  if (fromMs <= toMs) return { fromMs, toMs };
  throw refusal(400, 'start_date must not be after end_date');
}

function limitOf(metadata: Fields): number {
  const limit = optional(metadata, 'limit', 'number') ?? usualLimit;
  if (Number.isInteger(limit) && limit >= 0 && limit <= mostRows) return limit;
  throw refusal(400, `limit must be from 0 to ${mostRows}`);
}

const rfc3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

function timeOf(metadata: Fields, name: string): number | undefined {
  const text = optional(metadata, name, 'string');
  if (text === undefined) return undefined;
  const fits = text.length >= 20 && text.length <= 29 && rfc3339.test(text);
  const time = Date.parse(text);
  if (fits && !Number.isNaN(time)) return time;
  throw refusal(400, `${name} must be a date-time of 20 to 29 characters`);
}

function oneOf(metadata: Fields, name: string, words: readonly string[]): string | undefined {
  const word = optional(metadata, name, 'string');
  if (word === undefined || words.includes(word)) return word;
  throw undecodable(`unknown variant '${word}' of '${name}'`);
}

interface Types {
  readonly string: string;
  readonly number: number;
  readonly boolean: boolean;
}

function optional<T extends keyof Types>(
  fields: Fields,
  name: string,
  type: T,
): Types[T] | undefined {
  const value = fields[name];
  if (value === undefined) return undefined;
  if (typeof value === type) return value as Types[T];
  throw undecodable(`'${name}' is not a ${type}`);
}
