import * as z from 'zod';
import { nanosInId, wireNanos } from './exact-time.ts';
import { isObject, type WireObject } from './wire.ts';

/** A row with what scandeck computes with: its identity and its time. */
export interface WireRow {
  readonly id: string;
  /** Epoch nanoseconds: from the id where it carries them, else from the timestamp. */
  readonly atNs: bigint;
  readonly wire: WireObject;
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
  /** Rows without an identity or a time, by the rows that they stand between. */
  readonly unreadable: readonly UnreadableRow[];
}

/** Where an unreadable row stands: the times of the rows beside it, where there are some. */
export interface UnreadableRow {
  readonly newerNs: bigint | null;
  readonly olderNs: bigint | null;
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

/** Decodes a page of events or of activity; null for what is none. */
export function decodePage(body: unknown, timeIn: TimeIn): WirePage | null {
  const page = pageSchema.safeParse(body).data;
  if (page === undefined || (page.data == null && page.page == null)) return null;
  const data = page.data ?? [];
  const decoded = data.map((row) => decodeRow(row, timeIn));
  return {
    total: page.page?.total ?? null,
    prev: page.page?.prev ?? null,
    next: page.page?.next ?? null,
    rows: decoded.filter((row) => row !== null),
    unreadable: decoded.flatMap((row, index) => (row === null ? [placeOf(decoded, index)] : [])),
  };
}

function placeOf(rows: readonly (WireRow | null)[], index: number): UnreadableRow {
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
    timeIn === 'id'
      ? (nanosInId(id) ?? wireNanos(timestamp))
      : (wireNanos(timestamp) ?? nanosInId(id));
  return atNs === null ? null : { id, atNs, wire: row };
}
