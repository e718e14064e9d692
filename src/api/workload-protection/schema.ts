import * as z from 'zod';
import { parseJson } from '../../core/json.ts';
import { splitRows } from '../../core/json-rows.ts';
import { nanosInId, wireNanos } from './exact-time.ts';
import { isObject, type WireObject } from './wire.ts';

/** What scandeck computes with: a row's identity and its time. */
export interface RowPlace {
  readonly id: string;
  /** Epoch nanoseconds: from the id where it carries them, else from the timestamp. */
  readonly atNs: bigint;
}

/** A row with all that it carries, integers past 2^53 as bigint. */
export interface WireRow extends RowPlace {
  readonly wire: WireObject;
  /** The row as it came, where it was asked for: a view of the answer's body. */
  readonly bytes?: Uint8Array;
}

/** Whether a row needs no decoding, because who asks has it already. */
export type IsKnown = (place: RowPlace) => boolean;

/** One page of a feed. Absent, null and empty cursors are all null. */
export interface WirePage {
  /** All rows that match; null when the vendor does not tell. */
  readonly total: number | null;
  /** Leads to older rows. */
  readonly prev: string | null;
  /** Leads to newer rows. */
  readonly next: string | null;
  readonly rows: readonly WireRow[];
  /** Rows that who asked has already. */
  readonly known: readonly RowPlace[];
  /** Rows without an identity or a time, by the rows that they stand between. */
  readonly unreadable: readonly UnreadableRow[];
}

/** Where an unreadable row stands: the times of the rows beside it, where there are some. */
export interface UnreadableRow {
  readonly newerNs: bigint | null;
  readonly olderNs: bigint | null;
  /** The row as it came, where it was asked for. */
  readonly bytes?: Uint8Array;
}

const cursor = z
  .string()
  .nullish()
  .transform((text) => text || null)
  .catch(null);

const pageSchema = z.object({
  page: z
    .object({
      total: z.number().int().nonnegative().nullish().catch(null),
      prev: cursor,
      next: cursor,
    })
    .nullish()
    .catch(null),
  data: z.array(z.unknown()).nullish(),
});

/**
 * What tells a row's time: the ids of events carry it exactly, those of activity do not reliably.
 */
export type TimeIn = 'id' | 'timestamp';

/** Decodes a page of events or of activity that is parsed already; null for what is none. */
export function decodePage(body: unknown, timeIn: TimeIn): WirePage | null {
  const page = pageSchema.safeParse(body).data;
  if (page === undefined || (page.data == null && page.page == null)) return null;
  const data = page.data ?? [];
  return pageOf(
    page.page,
    data.map((row) => decodeRow(row, timeIn)),
  );
}

/** How a page is read. */
export interface ReadOptions {
  /** Rows that are not to be decoded. @default none */
  readonly isKnown?: IsKnown;
  /** Keeps the bytes of rows, and so the whole body as long as any row. @default false */
  readonly keepsBytes?: boolean;
}

/**
 * Decodes a page of events or of activity from its bytes. A row that is known is not even parsed,
 * and the others one by one: a single large integer would slow down the whole page.
 *
 * @returns null for what is no page
 * @throws SyntaxError for what is no JSON
 */
export function readPage(
  body: Uint8Array,
  timeIn: TimeIn,
  isKnown: IsKnown = () => false,
  keepsBytes = false,
): WirePage | null {
  const { envelope, rows } = splitRows(body, 'data');
  const page = pageSchema.safeParse(parseJson(envelope)).data;
  if (page === undefined || (page.data == null && page.page == null)) return null;
  const read = keepsBytes ? readRow : readLater;
  const decoded = rows.map((row) => read(row, timeIn, isKnown));
  return keepsBytes ? withBytes(page.page, decoded, rows) : pageOf(page.page, decoded);
}

function withBytes(
  page: z.infer<typeof pageSchema>['page'],
  decoded: readonly (WireRow | RowPlace | null)[],
  bytes: readonly Uint8Array[],
): WirePage {
  const kept = (part: Uint8Array | undefined) => (part === undefined ? {} : { bytes: part });
  const rows = decoded.map((row, index) =>
    row !== null && 'wire' in row ? { ...row, ...kept(bytes[index]) } : row,
  );
  const lost = bytes.filter((_, index) => decoded[index] === null);
  const read = pageOf(page, rows);
  const unreadable = read.unreadable.map((row, index) => ({ ...row, ...kept(lost[index]) }));
  return { ...read, unreadable };
}

function pageOf(
  page: z.infer<typeof pageSchema>['page'],
  decoded: readonly (WireRow | RowPlace | null)[],
): WirePage {
  const rows: WireRow[] = [];
  const known: RowPlace[] = [];
  for (const row of decoded) if (row !== null) 'wire' in row ? rows.push(row) : known.push(row);
  return {
    total: page?.total ?? null,
    prev: page?.prev ?? null,
    next: page?.next ?? null,
    ...{ rows, known },
    unreadable: decoded.includes(null) ? unreadableIn(decoded) : [],
  };
}

function unreadableIn(rows: readonly (RowPlace | null)[]): readonly UnreadableRow[] {
  return rows.flatMap((row, index) => (row === null ? [placeOf(rows, index)] : []));
}

function placeOf(rows: readonly (RowPlace | null)[], index: number): UnreadableRow {
  const newer = rows.slice(0, index).findLast((row) => row !== null);
  const older = rows.slice(index).find((row) => row !== null);
  return { newerNs: newer?.atNs ?? null, olderNs: older?.atNs ?? null };
}

/** The bytes with which a row begins, before its id. */
const idStart = Buffer.from('{"id":"');
const idDigits = 32;
const quote = 0x22;

/** One row of a page; of one that is known, its place alone. @throws SyntaxError */
function readRow(bytes: Uint8Array, timeIn: TimeIn, isKnown: IsKnown): WireRow | RowPlace | null {
  const decoded = decodeRow(parseJson(bufferOf(bytes).toString()), timeIn);
  if (decoded === null || !isKnown(decoded)) return decoded;
  return { id: decoded.id, atNs: decoded.atNs };
}

/** The same, without parsing what tells its place at its start. @throws SyntaxError */
function readLater(bytes: Uint8Array, timeIn: TimeIn, isKnown: IsKnown) {
  const row = bufferOf(bytes);
  const place = timeIn === 'id' ? placeAtStart(row) : null;
  if (place === null) return readRow(row, timeIn, isKnown);
  return isKnown(place) ? place : new UnparsedRow(place, row);
}

function bufferOf({ buffer, byteOffset, length }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, length);
}

/**
 * A row whose place is known from its first bytes. The rest is parsed when it is looked at: of a
 * busy feed, the deck never shows more than some rows of a page.
 */
class UnparsedRow implements WireRow {
  readonly id: string;
  readonly atNs: bigint;
  readonly #bytes: Buffer;

  constructor({ id, atNs }: RowPlace, bytes: Buffer) {
    this.id = id;
    this.atNs = atNs;
    // A view would keep the whole page in memory for as long as the row.
    this.#bytes = Buffer.from(bytes);
  }

  /** Parsed each time: keep it. */
  get wire(): WireObject {
    try {
      const wire = parseJson(this.#bytes.toString());
      if (isObject(wire)) return wire;
    } catch {
      // Told below: an event that can't be read is still an event.
    }
    return { id: this.id, description: 'the rest of this row is no JSON' };
  }
}

/** The place of a row that begins with an id which carries its time; null for any other. */
function placeAtStart(row: Buffer): RowPlace | null {
  const end = idStart.length + idDigits;
  if (row[end] !== quote || row.compare(idStart, 0, idStart.length, 0, idStart.length) !== 0) {
    return null;
  }
  const id = row.toString('latin1', idStart.length, end);
  const atNs = nanosInId(id);
  return atNs === null ? null : { id, atNs };
}

/** Decodes one row; null for what has no identity or no time. */
export function decodeRow(row: unknown, timeIn: TimeIn): WireRow | null {
  if (!isObject(row)) return null;
  const { id, timestamp } = row;
  if (typeof id !== 'string' || id === '') return null;
  const atNs =
    timeIn === 'id'
      ? (nanosInId(id) ?? wireNanos(timestamp))
      : (wireNanos(timestamp) ?? nanosInId(id));
  return atNs === null ? null : { id, atNs, wire: row };
}
