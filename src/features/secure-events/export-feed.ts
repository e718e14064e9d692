import { unexpected } from '../../api/workload-protection/call.ts';
import { wireNanos } from '../../api/workload-protection/exact-time.ts';
import type { RowPlace, UnreadableRow, WirePage } from '../../api/workload-protection/schema.ts';
import { isObject } from '../../api/workload-protection/wire.ts';
import type { ExportPage, ExportRow, Json, PagesRequest } from '../../export-engine/kind.ts';
import { shareAt } from '../../export-engine/time-slices.ts';
import type { Gap } from './model.ts';
import { formatNanos, nanosOf } from './nano-time.ts';
import { createReader, type ReadStretch, windowsOf } from './oldest-first.ts';
import { type AskPage, type Stretch, unreadableRow } from './walk.ts';

/** A feed of rows, of events or of activity. */
export interface ExportFeed {
  /** Asks for a page, with the bytes of its rows. */
  readonly ask: AskPage;
  readonly pageRows: number;
  /** What is asked for, for the manifest. */
  readonly query: Json;
  /** Where it is asked for, for errors. */
  readonly path: string;
}

/**
 * Reads a window of a feed in parts of a few pages, in the order of time and, within a nanosecond, of
 * ids. The feed is newest first and its cursors know no end, so each part is read backwards and held
 * whole; what was read is told from the next nanosecond on.
 *
 * A window is half open in milliseconds, a part closed in nanoseconds: the last one ends a nanosecond
 * before the next window begins.
 */
export async function* feedPages(
  { window, checkpoint }: Pick<PagesRequest, 'window' | 'checkpoint'>,
  feed: ExportFeed,
): AsyncGenerator<ExportPage> {
  const toNs = nanosOf(window.toMs) - 1n;
  const fromNs = startIn(checkpoint) ?? nanosOf(window.fromMs);
  const kept = createKeeper({ fromNs, toNs });
  const reader = createReader({
    pageRows: feed.pageRows,
    ask: async (place, limit) => kept.keep(await feed.ask(place, limit), feed.path),
  });
  reader.add(windowsOf({ fromNs, toNs }));
  while (!reader.isEmpty()) {
    const part = await reader.next();
    yield {
      rows: part.rows.map(rowOf),
      checkpoint: { fromNs: String(part.toNs + 1n) },
      share: shareAt(window, Number((part.toNs + 1n) / 1_000_000n)),
      undecodable: kept.unreadableIn(part),
      query: feed.query,
      warnings: warningsOf(part),
    };
  }
}

function rowOf({ id, bytes }: ReadStretch['rows'][number]): ExportRow {
  // `keep` lets none pass without.
  return { id, bytes: bytes ?? new Uint8Array() };
}

/** An unreadable row is no row that is missing: it is set aside. */
function warningsOf({ gaps }: ReadStretch): readonly string[] {
  return gaps.filter(({ reason }) => reason !== unreadableRow).map(gapWarning);
}

function gapWarning({ fromNs, toNs, reason }: Gap): string {
  return `${formatNanos(fromNs)} to ${formatNanos(toNs)}: ${reason}; rows may be missing`;
}

/** Nothing is computed from what the rows say. */
const unread = {};

/** Lets go of what was decoded, and keeps unreadable rows until their part is told. */
function createKeeper({ fromNs, toNs }: Stretch) {
  /** By where they stand and what they are, for they may come again. */
  const unreadable = new Map<string, { readonly atNs: bigint; readonly bytes: Uint8Array }>();
  const put = (row: UnreadableRow) => {
    const { bytes } = row;
    if (bytes === undefined) return;
    const atNs = placeOf(row, bytes) ?? fromNs;
    if (atNs < fromNs || atNs > toNs) return;
    unreadable.set(`${atNs} ${Buffer.from(bytes).toString('latin1')}`, { atNs, bytes });
  };
  return {
    keep: (page: WirePage, path: string): WirePage => {
      for (const row of page.unreadable) put(row);
      const rows = page.rows.map((row) => {
        if (row.bytes === undefined) throw unexpected(path, 'rows that can be told apart');
        return { ...row, wire: unread };
      });
      return { ...page, rows };
    },
    /** Those of a part, which comes after all that are older. */
    unreadableIn: (part: Stretch): readonly Uint8Array[] => {
      const found: Uint8Array[] = [];
      for (const [key, { atNs, bytes }] of unreadable) {
        if (atNs > part.toNs) continue;
        unreadable.delete(key);
        if (atNs >= part.fromNs) found.push(bytes);
      }
      return found;
    },
  };
}

/** By its own time where it tells one, else by the rows beside it. */
function placeOf({ olderNs, newerNs }: UnreadableRow, bytes: Uint8Array): bigint | null {
  return timeIn(bytes) ?? olderNs ?? newerNs;
}

const decoder = new TextDecoder();

function timeIn(bytes: Uint8Array): RowPlace['atNs'] | null {
  try {
    const row: unknown = JSON.parse(decoder.decode(bytes));
    return isObject(row) ? wireNanos(row.timestamp) : null;
  } catch {
    return null;
  }
}

function startIn(checkpoint: Json): bigint | null {
  if (typeof checkpoint !== 'object' || checkpoint === null || !('fromNs' in checkpoint)) {
    return null;
  }
  const { fromNs } = checkpoint;
  return typeof fromNs === 'string' && /^\d{1,20}$/.test(fromNs) ? BigInt(fromNs) : null;
}
