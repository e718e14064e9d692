import * as z from 'zod';
import { eventNanos, nanosInId, wireNanos } from './exact-time.ts';
import { type KnownPlaces, noPlaces } from './known-places.ts';
import { isObject, listIn, objectIn, type WireObject } from './wire.ts';

/** What scandeck computes with: a row's identity and its time. */
export interface RowPlace {
  readonly id: string;
  /** Epoch nanoseconds: from the id where it carries them and the timestamp agrees, else from that. */
  readonly atNs: bigint;
}

/** A row with all that it carries, integers past 2^53 as bigint. */
export interface WireRow extends RowPlace {
  readonly wire: WireObject;
  /** The row as it came, where it was asked for: a view of the answer's body. */
  readonly bytes?: Uint8Array;
  /** What `wire` says of how severe it is, where that is cheaper to tell than all of it. */
  readonly severityPart?: WireObject;
}

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
  readonly known: KnownPlaces;
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
  const ends = parsePage(body);
  if (ends === null) return null;
  const decoded = listIn(objectIn(body).data).map((row) => decodeRow(row, timeIn));
  const rows = decoded.filter((row) => row !== null);
  return { ...ends, rows, known: noPlaces, unreadable: unreadableIn(decoded) };
}

/** What a page says beside its rows; null for what is no page. */
export function parsePage(body: unknown): Pick<WirePage, 'total' | 'prev' | 'next'> | null {
  const parsed = pageSchema.safeParse(body).data;
  if (parsed === undefined || (parsed.data == null && parsed.page == null)) return null;
  const { page } = parsed;
  return { total: page?.total ?? null, prev: page?.prev ?? null, next: page?.next ?? null };
}

/** Where the unreadable rows of a page stand, of which nothing but their place in it is known. */
export function unreadableIn(rows: readonly (RowPlace | null)[]): readonly UnreadableRow[] {
  return rows.flatMap((row, index) => (row === null ? [placeOf(rows, index)] : []));
}

function placeOf(rows: readonly (RowPlace | null)[], index: number): UnreadableRow {
  const newer = rows.slice(0, index).findLast((row) => row !== null);
  const older = rows.slice(index).find((row) => row !== null);
  return { newerNs: newer?.atNs ?? null, olderNs: older?.atNs ?? null };
}

/** Decodes one row; null for what has no identity or no time. */
export function decodeRow(row: unknown, timeIn: TimeIn): WireRow | null {
  if (!isObject(row)) return null;
  const { id, timestamp } = row;
  if (typeof id !== 'string' || id === '') return null;
  const atNs =
    timeIn === 'id' ? eventNanos(id, timestamp) : (wireNanos(timestamp) ?? nanosInId(id));
  return atNs === null ? null : { id, atNs, wire: row };
}
