import { findRows, rowsOf } from '../../core/json-rows.ts';
import { parseWireTime } from '../../core/time.ts';

/** What a page says of itself. What it does not tell is null. */
export interface AuditMeta {
  /** All rows of the query; told where `include_total` asks for it. */
  readonly totalCount: number | null;
  readonly resultCount: number | null;
  /** Where the next page begins; 0, null and absent are all null: there is none. */
  readonly nextOffset: number | null;
  /** The rows a page in force: the server may have taken less than was asked for. */
  readonly numOfRows: number | null;
  readonly offset: number | null;
  readonly orderBy: string | null;
  readonly direction: string | null;
  readonly dryRun: boolean | null;
  /** The window in force, in epoch milliseconds. */
  readonly startMs: number | null;
  readonly endMs: number | null;
}

/** One page: its rows as the bytes that they came in. */
export interface AuditPage {
  readonly rows: readonly Uint8Array[];
  /** How many rows there are. */
  readonly count: number;
  /** What the rows are views of. */
  readonly body: Uint8Array;
  /** Where each row begins and ends in the body: two numbers a row. */
  readonly spans: readonly number[];
  readonly meta: AuditMeta;
  /** `meta` as it came, for a manifest. */
  readonly wireMeta: Readonly<Record<string, unknown>>;
}

/**
 * Decodes a page (JFrog REST APIs, Get Approved/Blocked Audit Logs). `data` is null where a window
 * has no rows.
 *
 * @returns null for JSON that is no page
 * @throws SyntaxError
 */
export function decodePage(body: Uint8Array): AuditPage | null {
  const { envelope, spans } = findRows(body, 'data');
  const page: unknown = JSON.parse(envelope);
  if (!isObject(page)) return null;
  const { data, meta } = page;
  const wireMeta = isObject(meta) ? meta : null;
  if (!(data == null || Array.isArray(data))) return null;
  if (data === undefined && wireMeta === null) return null;
  const decoded = decodeMeta(wireMeta ?? {});
  // Rows that are announced but not there are not "nothing".
  if (data === undefined && (decoded.resultCount ?? 0) > 0) return null;
  let rows: readonly Uint8Array[] | null = null;
  return {
    get rows() {
      rows ??= rowsOf(body, spans);
      return rows;
    },
    ...{ count: spans.length / 2, body, spans },
    meta: decoded,
    wireMeta: wireMeta ?? {},
  };
}

type WireObject = Readonly<Record<string, unknown>>;

function decodeMeta(meta: WireObject): AuditMeta {
  return {
    totalCount: countIn(meta.total_count),
    resultCount: countIn(meta.result_count),
    nextOffset: countIn(meta.next_offset) || null,
    numOfRows: countIn(meta.num_of_rows) || null,
    offset: countIn(meta.offset),
    orderBy: textIn(meta.order_by),
    direction: textIn(meta.direction),
    dryRun: typeof meta.dry_run === 'boolean' ? meta.dry_run : null,
    startMs: parseWireTime(meta.created_at_start),
    endMs: parseWireTime(meta.created_at_end),
  };
}

function countIn(value: unknown): number | null {
  const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : null;
}

function textIn(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function isObject(value: unknown): value is WireObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
