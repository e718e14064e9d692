import { parseJson } from '../core/json.ts';
import { csvHeader, csvLines } from './csv-cells.ts';
import type {
  ExportKind,
  ExportPage,
  ExportRequest,
  ExportRow,
  ExportTable,
  JsonRow,
  RowRun,
} from './kind.ts';
import { createMask, type MaskRow } from './mask.ts';
import { bufferOf, hasLineBreak, oneLine } from './one-line.ts';

/** A page in the format of the target. */
export interface EncodedPage {
  readonly bytes: Buffer;
  readonly rows: number;
  readonly firstId: string | null;
  readonly lastId: string | null;
  /** The vendor's rows that could not be read. */
  readonly undecodable: readonly Uint8Array[];
}

/** What stands around the parts of a target. */
export interface Frame {
  readonly head: string;
  readonly foot: string;
  /** Bytes of the first part that are left out: the comma before the first element. */
  readonly skip: number;
}

/** Turns pages into the bytes of a part. The bytes of a row don't depend on its page. */
export interface RowEncoder {
  readonly frame: Frame;
  /** The bytes may be those of `scratch`: they count until it is used again. */
  encode(page: ExportPage, scratch?: Scratch): EncodedPage;
}

/** Memory that is used for one page after the other: fresh memory costs more than the copy. */
export interface Scratch {
  bytes: Buffer;
}

/** Makes the encoder of a request. */
export function createEncoder(kind: ExportKind, request: ExportRequest, salt: string): RowEncoder {
  const mask = request.maskUsers ? createMask(kind, salt) : null;
  if (request.format === 'csv') {
    const table = tableOf(kind, request);
    const frame = { head: csvHeader(table), foot: '', skip: 0 };
    return { frame, encode: (page) => csvPage(page, { table, mask, request }) };
  }
  const isList = request.format === 'json';
  const [before, after] = isList ? [Buffer.from(',\n'), nothing] : [nothing, Buffer.from('\n')];
  const frame = isList ? { head: '[', foot: '\n]\n', skip: 1 } : { head: '', foot: '', skip: 0 };
  return {
    frame,
    encode: (page, scratch = { bytes: nothing }) =>
      linePage(page, { before, after, mask, scratch }),
  };
}

/** The columns of a request's CSV. */
export function tableOf(kind: ExportKind, { columns }: ExportRequest): ExportTable {
  if (columns === 'vendor' && kind.vendorColumns) return kind.vendorColumns;
  return { columns: kind.columns };
}

const nothing = Buffer.alloc(0);

interface LineOptions {
  readonly before: Buffer;
  readonly after: Buffer;
  readonly scratch: Scratch;
  readonly mask: MaskRow | null;
}

/** One buffer for the whole page: each write to the disk costs more than the copy. */
function linePage(page: ExportPage, { before, after, mask, scratch }: LineOptions): EncodedPage {
  const isLines = mask === null && before.length === 0 && after.length === 1;
  const run = isLines && page.release !== undefined ? runInPlace(page.run, after) : null;
  if (run !== null) return { ...run, undecodable: page.undecodable };
  const masked = mask === null ? { rows: page.rows, failed: [] } : maskRows(page.rows, mask);
  const rows = isOneLineEach(masked.rows) ? masked.rows : masked.rows.map(onOneLine);
  const extra = before.length + after.length;
  const isRun = extra === 1 && areOneApart(rows);
  const size = rows.reduce((sum, { bytes }) => sum + bytes.length + extra, 0);
  if (scratch.bytes.length < size) scratch.bytes = Buffer.allocUnsafeSlow(size + (size >> 2));
  const target = scratch.bytes.subarray(0, size);
  if (isRun) copyRun(rows, target, after);
  else copyEach(rows, target, { before, after });
  return encoded(page, { bytes: target, rows, failed: masked.failed });
}

interface Around {
  readonly before: Buffer;
  readonly after: Buffer;
}

function copyEach(rows: readonly ExportRow[], target: Buffer, { before, after }: Around): void {
  let at = 0;
  for (const { bytes } of rows) {
    for (const byte of before) target[at++] = byte;
    target.set(bytes, at);
    at += bytes.length;
    for (const byte of after) target[at++] = byte;
  }
}

/** Whether rows lie in one body with a byte between them, as the commas of a compact page. */
function areOneApart(rows: readonly ExportRow[]): boolean {
  const buffer = rows[0]?.bytes.buffer;
  let next = rows[0]?.bytes.byteOffset;
  for (const { bytes } of rows) {
    if (bytes.buffer !== buffer || bytes.byteOffset !== next) return false;
    next += bytes.byteLength + 1;
  }
  return true;
}

/**
 * The rows where they lie, in a body that is given back after this page: what stood behind each of
 * them gives way to the line's end. Behind the last one stands the array's end, or another row.
 *
 * @returns null for no run, and for rows that have breaks or stand further apart
 */
function runInPlace(
  run: RowRun | undefined,
  [end = 0]: Buffer,
): Omit<EncodedPage, 'undecodable'> | null {
  if (run === undefined) return null;
  const { body, spans, first, firstId, lastId } = run;
  const start = spans[first * 2] ?? 0;
  for (let at = first * 2 + 2; at < spans.length; at += 2) {
    if (spans[at] !== (spans[at - 1] ?? 0) + 1) return null;
  }
  const bytes = bufferOf(body.subarray(start, (spans.at(-1) ?? 0) + 1));
  if (hasLineBreak(bytes)) return null;
  for (let at = first * 2 + 1; at < spans.length; at += 2) body[spans[at] ?? 0] = end;
  return { bytes, rows: spans.length / 2 - first, firstId, lastId };
}

/** One copy for all rows; what stood between them gives way to the line's end. */
function copyRun(rows: readonly ExportRow[], target: Buffer, [end = 0]: Buffer): void {
  const [first] = rows;
  if (first === undefined) return;
  const { buffer, byteOffset } = first.bytes;
  target.set(new Uint8Array(buffer, byteOffset, target.length - 1));
  let at = -1;
  for (const { bytes } of rows) {
    at += bytes.byteLength + 1;
    target[at] = end;
  }
}

interface CsvOptions {
  readonly table: ExportTable;
  readonly mask: MaskRow | null;
  readonly request: ExportRequest;
}

function csvPage(page: ExportPage, { table, mask, request }: CsvOptions): EncodedPage {
  const rows: ExportRow[] = [];
  const parsed: JsonRow[] = [];
  const failed: Uint8Array[] = [];
  for (const row of page.rows) {
    try {
      const bytes = mask === null ? row.bytes : mask(row.bytes);
      parsed.push(parsedRow(bytes));
      rows.push(row);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      failed.push(row.bytes);
    }
  }
  return encoded(page, { bytes: Buffer.from(csvLines(table, parsed, request)), rows, failed });
}

function parsedRow(bytes: Uint8Array): JsonRow {
  const value = parseJson(bufferOf(bytes).toString('utf8'));
  if (isRow(value)) return value;
  throw new SyntaxError('A row is no object');
}

function isRow(value: unknown): value is JsonRow {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function encoded(
  page: ExportPage,
  made: {
    readonly bytes: Buffer;
    readonly rows: readonly ExportRow[];
    readonly failed: readonly Uint8Array[];
  },
): EncodedPage {
  const { bytes, rows, failed } = made;
  return {
    bytes,
    rows: rows.length,
    firstId: rows[0]?.id ?? null,
    lastId: rows.at(-1)?.id ?? null,
    undecodable: failed.length === 0 ? page.undecodable : [...page.undecodable, ...failed],
  };
}

function maskRows(rows: readonly ExportRow[], mask: MaskRow) {
  const masked: ExportRow[] = [];
  const failed: Uint8Array[] = [];
  for (const row of rows) {
    try {
      masked.push({ id: row.id, bytes: mask(row.bytes) });
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      failed.push(row.bytes);
    }
  }
  return { rows: masked, failed };
}

function onOneLine(row: ExportRow): ExportRow {
  return hasBreak(row) ? { id: row.id, bytes: oneLine(row.bytes) } : row;
}

/** Rows that are views of one body are looked at in one go: that costs next to nothing. */
function isOneLineEach(rows: readonly ExportRow[]): boolean {
  const buffer = rows[0]?.bytes.buffer;
  if (buffer === undefined) return true;
  let start = Number.POSITIVE_INFINITY;
  let end = 0;
  for (const { bytes } of rows) {
    if (bytes.buffer !== buffer) return !rows.some(hasBreak);
    start = Math.min(start, bytes.byteOffset);
    end = Math.max(end, bytes.byteOffset + bytes.byteLength);
  }
  return !hasLineBreak(Buffer.from(buffer, start, end - start)) || !rows.some(hasBreak);
}

const hasBreak = ({ bytes }: ExportRow) => hasLineBreak(bufferOf(bytes));
