import { parseWireTime } from '../../core/time.ts';
import { decodeRow, type LogRow } from './rows.ts';
import { isObject, listIn, numberIn, objectIn, textIn, type WireObject } from './wire.ts';

/** A warning of the query, told apart by what it means for the result. */
export interface QueryWarning {
  /** The vendor's name for it: `number_of_results_limit_warning`. */
  readonly kind: string;
  /** In words; hostile where the vendor wrote them. */
  readonly text: string;
  /**
   * The result lacks rows: there are too many of them, too much had to be looked through, or they
   * can't be had at all.
   */
  readonly cut: 'rows' | 'scan' | 'lost' | null;
  /** The limit of rows that it names; null when it names none. */
  readonly limit: number | null;
  /** The time that it says was looked at, in epoch milliseconds. */
  readonly looked?: { readonly fromMs?: number; readonly toMs?: number };
}

/** A failure that the stream told after its headers. Texts are hostile. */
export interface StreamFailure {
  readonly message: string;
  /** `rate_limit_reached`, `resource_exhausted`, ...; null when there is none. */
  readonly code: string | null;
  /** The HTTP status that it stands for; null when it tells none. */
  readonly status: number | null;
}

/** One message of the answer to a query. */
export type QueryMessage =
  | { readonly kind: 'query-id'; readonly id: string }
  | {
      readonly kind: 'rows';
      readonly rows: readonly LogRow[];
      readonly undecodable: number;
      /** Those that are no rows. */
      readonly odd: readonly unknown[];
    }
  | { readonly kind: 'warning'; readonly warning: QueryWarning }
  | { readonly kind: 'failure'; readonly failure: StreamFailure }
  | { readonly kind: 'unknown'; readonly keys: readonly string[] };

/**
 * Decodes a message (IBM Cloud Logs API, Query data: oneOf QueryResponse and ApiError; Get background
 * query data wraps its rows once more).
 *
 * @returns null for what is no JSON object
 */
export function decodeMessage(value: unknown): QueryMessage | null {
  if (!isObject(value)) return null;
  if ('result' in value) return rowsOf(objectIn(value.result).results);
  if ('response' in value) {
    return rowsOf(objectIn(objectIn(objectIn(value.response).results)).results);
  }
  if ('warning' in value) return { kind: 'warning', warning: warningOf(objectIn(value.warning)) };
  if ('error' in value) return { kind: 'failure', failure: failureOf(objectIn(value.error)) };
  if ('errors' in value) return { kind: 'failure', failure: apiFailureOf(value) };
  if ('query_id' in value) {
    const id = textIn(objectIn(value.query_id).query_id) ?? textIn(value.query_id) ?? '';
    return { kind: 'query-id', id };
  }
  return { kind: 'unknown', keys: Object.keys(value) };
}

function rowsOf(results: unknown): QueryMessage {
  const all = listIn(results);
  const decoded = all.map(decodeRow);
  const rows = decoded.filter((row) => row !== null);
  const odd = all.filter((_, index) => decoded[index] === null);
  return { kind: 'rows', rows, undecodable: odd.length, odd };
}

function failureOf(error: WireObject): StreamFailure {
  const [code = null] = Object.keys(objectIn(error.code));
  const message = textIn(error.message) ?? 'no reason is given';
  return { message, code, status: code === 'rate_limit_reached' ? 429 : null };
}

function apiFailureOf({ errors, status_code }: WireObject): StreamFailure {
  const all = listIn(errors).map(objectIn);
  const words = all.flatMap(({ message, code }) => textIn(message) ?? textIn(code) ?? []);
  const code = textIn(all[0]?.code);
  return {
    message: words.join('; ') || 'no reason is given',
    code,
    status: numberIn(status_code) ?? statusOfCode(code),
  };
}

/** The statuses of the codes of an ApiError (IBM Cloud Logs API, error examples). */
const statuses: Readonly<Record<string, number>> = {
  ...{ bad_request_or_unspecified: 400, unauthenticated: 401, unauthorized: 403, forbidden: 403 },
  ...{ not_found: 404, deadline_exceeded: 408, conflict: 409, resource_exhausted: 429 },
  method_internal_error: 500,
};

function statusOfCode(code: string | null): number | null {
  return code !== null && Object.hasOwn(statuses, code) ? (statuses[code] ?? null) : null;
}

/** Warnings without a payload, in words. */
const plainWarnings: Readonly<Record<string, string>> = {
  bytes_scanned_limit_warning: 'the limit of bytes that a query may look through was reached',
  blocks_limit_warning: 'the limit of blocks that a query may look through was reached',
  scroll_timeout_warning: 'the query took too long and was stopped',
  field_count_limit_warning: 'the limit of fields was reached',
  shuffle_file_size_limit_reached_warning: 'the limit of what a query may sort was reached',
  files_read_limit_warning: 'the limit of files that a query may read was reached',
};

const archiveWarnings: Readonly<Record<string, string>> = {
  no_metastore_data: 'the archive knows of no data in this window',
  bucket_access_denied: 'the archive may not read its bucket',
  bucket_read_failed: 'the archive could not read its bucket',
  missing_data: 'the archive lacks a part of this window',
};

const scanLimits = new Set([
  ...['bytes_scanned_limit_warning', 'blocks_limit_warning', 'scroll_timeout_warning'],
  ...['shuffle_file_size_limit_reached_warning', 'files_read_limit_warning'],
]);

function warningOf(warning: WireObject): QueryWarning {
  const [kind = 'warning'] = Object.keys(warning);
  const payload = objectIn(warning[kind]);
  const limit = numberIn(payload.number_of_results_limit);
  const looked = lookedIn(payload);
  const text = warningText(kind, payload);
  return { kind, text, cut: cutOf(kind, payload), limit, ...(looked && { looked }) };
}

/** `time_range_warning` has the range in force. */
function lookedIn({ start_date, end_date }: WireObject): QueryWarning['looked'] | null {
  const [fromMs, toMs] = [parseWireTime(start_date), parseWireTime(end_date)];
  if (fromMs === null && toMs === null) return null;
  return { ...(fromMs !== null && { fromMs }), ...(toMs !== null && { toMs }) };
}

function cutOf(kind: string, payload: WireObject): QueryWarning['cut'] {
  if (kind === 'number_of_results_limit_warning') return 'rows';
  if (scanLimits.has(kind)) return 'scan';
  return kind === 'archive_warning' && !('no_metastore_data' in payload) ? 'lost' : null;
}

function warningText(kind: string, payload: WireObject): string {
  const said = textIn(payload.warning_message);
  if (said !== null) return said.replaceAll('\n', ' ');
  if (kind === 'number_of_results_limit_warning') {
    const limit = textIn(payload.number_of_results_limit) ?? 'some';
    return `the result was cut at ${limit} rows`;
  }
  if (kind === 'aggregation_buckets_limit_warning') {
    return `the limit of ${textIn(payload.aggregation_buckets_limit) ?? 'some'} groups was reached`;
  }
  if (kind === 'archive_warning') {
    const [name = ''] = Object.keys(payload);
    return archiveWarnings[name] ?? `the archive warns: ${name}`;
  }
  return plainWarnings[kind] ?? kind.replaceAll('_', ' ');
}
