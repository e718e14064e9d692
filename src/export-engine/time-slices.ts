import { createTimeParts, type Stretch } from '../core/time-parts.ts';
import type { ExportPage, ExportRow, ExportWindow, Json } from './kind.ts';

/** A row with the time that it is placed by. */
export interface TimedRow extends ExportRow {
  /** Epoch milliseconds, or a finer time of the same zero as `timeOf` reads it. */
  readonly at: number | bigint;
}

/** What the vendor gave for a slice. */
export interface SliceAnswer {
  /** In any order; rows from outside of the slice are left out. */
  readonly rows: readonly TimedRow[];
  readonly undecodable: readonly Uint8Array[];
  /** Whether these are all rows of the slice. If not, shorter slices are asked for. */
  readonly isWhole: boolean;
  /** How many rows the vendor counts, where it does; never below what it gave. */
  readonly found: number;
  readonly retries?: number;
  readonly query?: Json;
  readonly warnings?: readonly string[];
}

/** How a window is read in slices. */
export interface SliceOptions {
  readonly window: ExportWindow;
  readonly checkpoint: Json;
  /** The most rows that one slice may have to be read whole. */
  readonly limit: number;
  /** Milliseconds to which slices are cut: the vendor may take the bounds no finer. */
  readonly stepMs: number;
  /** Milliseconds of a row's time, rounded down. @default the time itself */
  readonly msOf?: (at: TimedRow['at']) => number;
  /** Asks for a slice, epoch milliseconds. It may be asked again, with other bounds. */
  readonly read: (slice: Stretch) => Promise<SliceAnswer>;
}

/**
 * Reads a window in slices that are short enough to be held whole, oldest first, each ordered by
 * time and then by id: so the order is fixed, whatever order the vendor has and however the window
 * was sliced. For vendors that page by neither a stable cursor nor ascending time.
 */
export async function* timeSlices(options: SliceOptions): AsyncGenerator<ExportPage> {
  const { window, limit, stepMs, read } = options;
  const startMs = Math.max(window.fromMs, startOf(options.checkpoint));
  const units = { since: Math.floor(startMs / stepMs), until: Math.ceil(window.toMs / stepMs) };
  const parts = createTimeParts({ window: units, found: limit, limit, newestFirst: false });
  for (let part = parts.next(); part !== null; part = parts.next()) {
    const slice = { since: part.since * stepMs, until: part.until * stepMs };
    const answer = await read(slice);
    const isShortest = part.until - part.since <= 1;
    if (!answer.isWhole && !isShortest) {
      parts.fits(part, Math.max(limit, answer.found));
      continue;
    }
    parts.done(part, answer.rows.length);
    const { fromMs, toMs } = window;
    const since = Math.max(slice.since, fromMs);
    const until = Math.min(slice.until, toMs);
    yield pageOf(answer, { since, until }, options);
  }
}

function pageOf(
  answer: SliceAnswer,
  slice: Stretch,
  { window, msOf = Number }: SliceOptions,
): ExportPage {
  const inside = answer.rows.filter(({ at }) => {
    const ms = msOf(at);
    return ms >= slice.since && ms < slice.until;
  });
  const rows = withoutDoubles(inside.toSorted(byTimeAndId));
  const lost = answer.isWhole ? [] : [lostRows(slice, answer)];
  return {
    rows,
    checkpoint: { atMs: slice.until },
    share: shareAt(window, slice.until),
    undecodable: answer.undecodable,
    duplicates: inside.length - rows.length,
    ...(answer.retries === undefined ? {} : { retries: answer.retries }),
    ...(answer.query === undefined ? {} : { query: answer.query }),
    warnings: [...(answer.warnings ?? []), ...lost],
  };
}

/** How much of a window lies before a time: for kinds that read it by time. */
export function shareAt({ fromMs, toMs }: ExportWindow, atMs: number): number {
  return toMs <= fromMs ? 1 : (atMs - fromMs) / (toMs - fromMs);
}

function lostRows({ since, until }: Stretch, { found, rows }: SliceAnswer): string {
  const [from, to] = [since, until].map((ms) => new Date(ms).toISOString());
  const count = found > rows.length ? `${found} rows` : `more than ${rows.length} rows`;
  return `${from} to ${to} has ${count}, and the vendor gives ${rows.length} of them at most: rows are missing`;
}

function byTimeAndId(left: TimedRow, right: TimedRow): number {
  if (left.at !== right.at) return left.at < right.at ? -1 : 1;
  if (left.id === right.id) return 0;
  return left.id < right.id ? -1 : 1;
}

function withoutDoubles(rows: readonly TimedRow[]): readonly TimedRow[] {
  const seen = new Set<string>();
  return rows.filter(({ id }) => !seen.has(id) && seen.add(id));
}

function startOf(checkpoint: Json): number {
  if (typeof checkpoint !== 'object' || checkpoint === null || !('atMs' in checkpoint)) return 0;
  const { atMs } = checkpoint;
  return typeof atMs === 'number' ? atMs : 0;
}

const dayMs = 86_400_000;
const mostWindows = 400;

/** Windows of a day; longer ones when there would be too many. */
export function dayWindows(sinceMs: number, untilMs: number): readonly ExportWindow[] {
  const days = Math.max(1, Math.ceil((untilMs - sinceMs) / dayMs / mostWindows));
  const windows: ExportWindow[] = [];
  for (let fromMs = sinceMs; fromMs < untilMs; fromMs += days * dayMs) {
    const toMs = Math.min(fromMs + days * dayMs, untilMs);
    windows.push({ id: `w${String(windows.length).padStart(4, '0')}`, fromMs, toMs });
  }
  return windows;
}
