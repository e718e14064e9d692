import type { EventRef } from './event-body.ts';
import { type EventCell, type EventCells, keptSeconds, unsettledSeconds } from './event-cells.ts';
import { type EventPlace, keyOf, nanosOf, splitTime } from './event-id.ts';
import { createEventTallies, type EventTallies, stretchSeconds } from './event-tallies.ts';

/** Which kinds of events are wanted: 1 for each that is; null for all. */
export type WantedKinds = Uint8Array | null;

/** From a place to a place, both included. */
export interface EventSpan {
  readonly from: EventPlace;
  readonly to: EventPlace;
}

/** How much is wanted of what. */
export interface PageWish {
  readonly limit: number;
  readonly wanted: WantedKinds;
}

/** The events that can be seen now, as rows: one that is told twice comes twice. */
export interface EventArchive {
  /** Newest first. */
  newestOf(span: EventSpan, page: PageWish): readonly EventRef[];
  /** Oldest first. */
  oldestOf(span: EventSpan, page: PageWish): readonly EventRef[];
  /** Null when there is none, or it has not arrived. */
  find(place: EventPlace): EventRef | null;
  /** Counts rows by kind. */
  tally(span: EventSpan): Float64Array;
  count(span: EventSpan, wanted: WantedKinds): number;
  /** The same, but no further than this; the newest first. */
  countUpTo(most: number, span: EventSpan, wanted: WantedKinds): number;
}

const lastKey = keyOf(1_000_000_000, 0) - 1;

/** The first and the last place of these nanoseconds, both included. */
export function spanOf(fromNs: bigint, toNs: bigint): EventSpan {
  const from = splitTime(fromNs);
  const to = splitTime(toNs);
  return {
    from: { second: from.second, key: keyOf(from.nanos, 0) },
    to: { second: to.second, key: keyOf(to.nanos + 1, 0) - 1 },
  };
}

/** All before a place. */
export const before = ({ second, key }: EventPlace): EventSpan => ({
  from: { second: 0, key: 0 },
  to: { second, key: key - 1 },
});

/** All after a place. */
export const after = ({ second, key }: EventPlace): EventSpan => ({
  from: { second, key: key + 1 },
  to: { second: Number.MAX_SAFE_INTEGER, key: lastKey },
});

/**
 * @param now epoch milliseconds
 * @param kindCount how many kinds there are
 */
export function createEventArchive(
  cells: EventCells,
  kindCount: number,
  now: () => number,
): EventArchive {
  const tallies = createEventTallies(cells, kindCount);
  const view = () => ({ cells, tallies, nowMs: now() });
  return {
    newestOf: (span, page) => pageOf(view(), span, { ...page, step: -1 }),
    oldestOf: (span, page) => pageOf(view(), span, { ...page, step: 1 }),
    find: (place) => {
      const seen = { limit: 1, wanted: null, step: 1 } as const;
      return pageOf(view(), { from: place, to: place }, seen)[0] ?? null;
    },
    tally: (span) => {
      const counts = new Float64Array(kindCount);
      tallyOf(view(), span, (kind, rows) => {
        counts[kind] = (counts[kind] ?? 0) + rows;
      });
      return counts;
    },
    count: (span, wanted) => {
      let count = 0;
      tallyOf(view(), span, (kind, rows) => {
        if (wanted === null || wanted[kind] === 1) count += rows;
      });
      return count;
    },
    countUpTo: (most, span, wanted) => {
      let count = 0;
      visit(view(), span, -1, ({ cell, index, rows }) => {
        if (isWanted(wanted, cell, index)) count += rows;
        return count < most;
      });
      return Math.min(count, most);
    },
  };
}

interface View {
  readonly cells: EventCells;
  readonly tallies: EventTallies;
  readonly nowMs: number;
}

interface Found extends EventRef {
  readonly rows: number;
}

/** Goes through what can be seen, until told that it is enough. */
function visit(view: View, span: EventSpan, step: 1 | -1, each: (found: Found) => boolean): void {
  const { from, to } = clamped(view, span);
  const [first, last] = step === 1 ? [from, to] : [to, from];
  for (let second = first.second; (last.second - second) * step >= 0; second += step) {
    if (view.cells.countOf(second) === 0) continue;
    const cell = view.cells.cell(second);
    const start = second === from.second ? firstFrom(cell.keys, from.key) : 0;
    const end = second === to.second ? firstFrom(cell.keys, to.key + 1) : cell.keys.length;
    for (let offset = 0; offset < end - start; offset += 1) {
      const index = step === 1 ? start + offset : end - 1 - offset;
      const rows = rowsAt(view, cell, index);
      if (rows > 0 && !each({ cell, index, rows })) return;
    }
  }
}

function pageOf(
  view: View,
  span: EventSpan,
  { limit, wanted, step }: PageWish & { readonly step: 1 | -1 },
): readonly EventRef[] {
  const page: EventRef[] = [];
  visit(view, span, step, ({ cell, index, rows }) => {
    if (!isWanted(wanted, cell, index)) return true;
    for (let row = 0; row < rows && page.length < limit; row += 1) page.push({ cell, index });
    return page.length < limit;
  });
  return page;
}

/** Counts by kind: whole stretches that no longer change are counted once. */
function tallyOf(view: View, span: EventSpan, add: (kind: number, rows: number) => void): void {
  const { from, to } = clamped(view, span);
  const settled = Math.floor(view.nowMs / 1000) - unsettledSeconds - 1;
  const first = Math.ceil((from.second + 1) / stretchSeconds);
  const end = Math.floor(Math.min(to.second, settled) / stretchSeconds);
  const each = ({ cell, index, rows }: Found) => {
    add(cell.kinds[index] ?? 0, rows);
    return true;
  };
  if (first >= end) {
    visit(view, span, 1, each);
    return;
  }
  visit(view, { from, to: { second: first * stretchSeconds - 1, key: lastKey } }, 1, each);
  for (let stretch = first; stretch < end; stretch += 1) view.tallies.each(stretch, add);
  visit(view, { from: { second: end * stretchSeconds, key: 0 }, to }, 1, each);
}

function clamped({ nowMs }: View, { from, to }: EventSpan): EventSpan {
  const newest = Math.floor(nowMs / 1000);
  const oldest = newest - keptSeconds;
  return {
    from: from.second < oldest ? { second: oldest, key: 0 } : from,
    to: to.second > newest ? { second: newest, key: lastKey } : to,
  };
}

const isWanted = (wanted: WantedKinds, cell: EventCell, index: number) =>
  wanted === null || wanted[cell.kinds[index] ?? 0] === 1;

/** How often an event is told now: not before it has arrived, and perhaps twice while young. */
function rowsAt({ nowMs }: View, cell: EventCell, index: number): number {
  if ((cell.second + 1 + unsettledSeconds) * 1000 <= nowMs) return 1;
  const at = cell.second * 1000 + nanosOf(cell.keys[index] ?? 0) / 1e6;
  if (at + (cell.delays[index] ?? 0) > nowMs) return 0;
  return 1 + (cell.doubled[index] ?? 0);
}

/** The place of the first key that is not below this one. */
function firstFrom(keys: Float64Array, key: number): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((keys[middle] ?? 0) < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
