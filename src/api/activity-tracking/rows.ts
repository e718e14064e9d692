import { parseJson } from '../../core/json.ts';
import { parseWireTime } from '../../core/time.ts';
import { isObject, listIn, textIn } from './wire.ts';

/** A log record as a query gives it. */
export interface LogRow {
  /** The record's id; null when the row has none. */
  readonly logId: string | null;
  /** Epoch microseconds as digits; null when the row tells no time. */
  readonly micros: string | null;
  /** Epoch milliseconds of the record: what windows are cut by. */
  readonly atMs: number | null;
  readonly labels: ReadonlyMap<string, string>;
  /** `user_data`, parsed; the text itself where it is no JSON. */
  readonly data: unknown;
  /** `user_data` as it came; null where it is no string. */
  readonly text: string | null;
}

/**
 * Decodes a row: `metadata` and `labels` are lists of `{key, value}`, `user_data` is JSON within a
 * string (IBM Cloud Logs API, Query data).
 *
 * @returns null for what has no `user_data`
 */
export function decodeRow(row: unknown): LogRow | null {
  if (!isObject(row) || row.user_data === undefined || row.user_data === null) return null;
  const metadata = pairsOf(row.metadata);
  const micros = metadata.get('timestampMicros') ?? '';
  const isExact = /^\d{10,18}$/.test(micros);
  return {
    logId: metadata.get('logid') || null,
    micros: isExact ? micros : null,
    atMs: isExact ? Math.floor(Number(micros) / 1000) : timeOf(metadata.get('timestamp')),
    labels: pairsOf(row.labels),
    data: dataOf(row.user_data),
    text: typeof row.user_data === 'string' ? row.user_data : null,
  };
}

/** `timestamp` is UTC and says no zone. */
function timeOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  return parseWireTime(text) ?? parseWireTime(`${text}Z`);
}

function pairsOf(value: unknown): ReadonlyMap<string, string> {
  const pairs = new Map<string, string>();
  if (isObject(value)) {
    for (const [key, text] of Object.entries(value)) pairs.set(key, textIn(text) ?? '');
  }
  for (const pair of listIn(value)) {
    if (isObject(pair) && typeof pair.key === 'string')
      pairs.set(pair.key, textIn(pair.value) ?? '');
  }
  return pairs;
}

function dataOf(data: unknown): unknown {
  if (typeof data !== 'string') return data;
  try {
    return parseJson(data);
  } catch {
    return data;
  }
}
