import type { Gap } from './model.ts';
import type { Stretch } from './walk.ts';

/** How many events were told, minute by minute; as a cursor keeps it. */
export interface MinuteCounts {
  /** The first whole minute that was followed, counted from the epoch on. */
  readonly from: number;
  /** Null for a minute of which it is known that not all was told. Minutes without events are left out. */
  readonly counts: Iterable<readonly [minute: number, events: number | null]>;
}

/** A stretch of whole minutes, and how many of its events were told. */
export interface CountedStretch extends Stretch {
  readonly told: number;
}

/** What a tail has told of the last day. */
export interface EventLedger extends MinuteCounts {
  add(atNs: bigint): void;
  /** A gap makes its minutes incomparable. */
  doubt(gap: Gap): void;
  /** Takes the server's count of a minute for ours: what it has more is explained. */
  settle(stretch: Stretch, events: number): void;
  /** The longest stretches up to a time that can be compared; forgets what is older than a day. */
  comparable(toNs: bigint): readonly CountedStretch[];
  toldIn(stretch: Stretch): number;
}

const minuteNs = 60_000_000_000n;
const keptMinutes = 1440;

const minuteOf = (ns: bigint) => Number(ns / minuteNs);
const startOf = (minute: number) => BigInt(minute) * minuteNs;

/** Creates a ledger; minutes before the first whole one after `sinceNs` are not followed. */
export function createLedger(sinceNs: bigint, kept?: MinuteCounts): EventLedger {
  const counts = new Map(kept?.counts ?? []);
  let from = kept?.from ?? minuteOf(sinceNs - 1n) + 1;
  const set = (stretch: Stretch, events: number | null) => {
    for (let minute = minuteOf(stretch.fromNs); minute <= minuteOf(stretch.toNs); minute += 1) {
      if (minute >= from) counts.set(minute, events);
    }
  };
  return {
    get from() {
      return from;
    },
    counts,
    add: (atNs) => {
      const minute = minuteOf(atNs);
      const count = counts.get(minute) ?? 0;
      if (minute >= from && counts.get(minute) !== null) counts.set(minute, count + 1);
    },
    doubt: ({ fromNs, toNs }) => {
      const first = fromNs < startOf(from) ? startOf(from) : fromNs;
      set({ fromNs: first, toNs }, null);
    },
    settle: set,
    toldIn: ({ fromNs, toNs }) => {
      let told = 0;
      for (let minute = minuteOf(fromNs); minute <= minuteOf(toNs); minute += 1) {
        told += counts.get(minute) ?? 0;
      }
      return told;
    },
    comparable: (toNs) => {
      const end = minuteOf(toNs + 1n);
      from = Math.max(from, end - keptMinutes);
      for (const minute of counts.keys()) if (minute < from) counts.delete(minute);
      return stretchesOf(counts, from, end);
    },
  };
}

/** The runs of minutes whose counts are known. */
function stretchesOf(
  counts: ReadonlyMap<number, number | null>,
  from: number,
  end: number,
): readonly CountedStretch[] {
  const stretches: CountedStretch[] = [];
  let start = from;
  let told = 0;
  for (let minute = from; minute <= end; minute += 1) {
    const count = minute === end ? null : (counts.get(minute) ?? (counts.has(minute) ? null : 0));
    told += count ?? 0;
    if (count !== null) continue;
    if (minute > start)
      stretches.push({ fromNs: startOf(start), toNs: startOf(minute) - 1n, told });
    start = minute + 1;
    told = 0;
  }
  return stretches;
}

/** Both halves of a stretch of whole minutes; null for a single one. */
export function halvesOf({ fromNs, toNs }: Stretch): readonly [Stretch, Stretch] | null {
  const [first, last] = [minuteOf(fromNs), minuteOf(toNs)];
  if (first === last) return null;
  const middle = startOf(first + Math.ceil((last - first) / 2));
  return [
    { fromNs, toNs: middle - 1n },
    { fromNs: middle, toNs },
  ];
}
