import { maxWindowNs } from '../../api/workload-protection/endpoints.ts';
import type { WireRow } from '../../api/workload-protection/schema.ts';
import type { Gap } from './model.ts';
import { type AskPage, type Stretch, walkBack } from './walk.ts';

/** A stretch that was read: its rows, oldest first, and what could not be had. */
export interface ReadStretch extends Stretch {
  readonly rows: readonly WireRow[];
  readonly gaps: readonly Gap[];
}

/** How stretches are read. */
export interface ReadOptions {
  readonly ask: AskPage;
  readonly pageRows: number;
  /** A stretch with more rows is read in parts, so that memory stays bounded. */
  readonly mostRows: number;
  /** How many rows strictly between two times are known already; a stretch of only such is skipped. */
  readonly known?: (afterNs: bigint, beforeNs: bigint) => number;
  readonly isKnown?: (id: string) => boolean;
}

/**
 * Reads the oldest of some stretches, or its first part where it holds many rows.
 *
 * @param pending oldest first, at least one
 * @throws what asking throws; `pending` can then be read again
 */
export async function readOldest(
  pending: readonly Stretch[],
  options: ReadOptions,
): Promise<{ readonly read: ReadStretch; readonly rest: readonly Stretch[] }> {
  let [first, ...rest] = pending;
  for (;;) {
    if (first === undefined) throw new RangeError('there is no stretch to read');
    const outcome = await readWhole(first, options);
    if ('rows' in outcome) return { read: outcome, rest };
    const middle = splitAt(first, outcome.share);
    rest = [{ fromNs: middle + 1n, toNs: first.toNs }, ...rest];
    first = { fromNs: first.fromNs, toNs: middle };
  }
}

/** Cuts a stretch into windows that the vendor takes, oldest first. */
export function windowsOf({ fromNs, toNs }: Stretch): readonly Stretch[] {
  // Two nanoseconds less: a walk asks for one more at each end.
  const widest = maxWindowNs - 2n;
  const windows: Stretch[] = [];
  for (let start = fromNs; start <= toNs; start += widest + 1n) {
    const end = start + widest;
    windows.push({ fromNs: start, toNs: end < toNs ? end : toNs });
  }
  return windows;
}

/** The rows of a stretch; where they are too many, the share of its time that holds enough. */
async function readWhole(
  stretch: Stretch,
  options: ReadOptions,
): Promise<ReadStretch | { readonly share: number }> {
  const { ask, pageRows, mostRows } = options;
  const isWide = stretch.toNs > stretch.fromNs;
  const walk = walkBack(stretch, pageRows, ask);
  const rows: WireRow[] = [];
  for (;;) {
    const step = await walk.next();
    if (step.done) return { ...stretch, rows: rows.toSorted(byTime), gaps: step.value };
    const { total } = step.value;
    for (const row of step.value.rows) rows.push(row);
    if (isAllKnown(stretch, { rows, total }, options)) return { ...stretch, rows: [], gaps: [] };
    if (isWide && (total ?? 0) > mostRows) return { share: mostRows / (total ?? 1) / 2 };
    if (isWide && rows.length > mostRows) return { share: 0.5 };
  }
}

/** Whether the server counts no more rows than are known, and gave none that is not. */
function isAllKnown(
  { fromNs, toNs }: Stretch,
  { rows, total }: { readonly rows: readonly WireRow[]; readonly total: number | null },
  { known, isKnown, pageRows }: ReadOptions,
): boolean {
  if (known === undefined || isKnown === undefined || total === null) return false;
  if (total <= pageRows || rows.length > pageRows) return false;
  return rows.every(({ id }) => isKnown(id)) && total <= known(fromNs - 1n, toNs + 1n);
}

function splitAt({ fromNs, toNs }: Stretch, share: number): bigint {
  const width = toNs - fromNs;
  const part = (width * BigInt(Math.max(1, Math.floor(share * 1_000_000)))) / 1_000_000n;
  return fromNs + (part < width ? part : width - 1n);
}

/** The order of rows: by time, and in one nanosecond by id. */
function byTime(a: WireRow, b: WireRow): number {
  if (a.atNs !== b.atNs) return a.atNs < b.atNs ? -1 : 1;
  return a.id < b.id ? -1 : Number(a.id > b.id);
}
