import { formatTime } from '../../core/time.ts';
import { msOf } from './nano-time.ts';
import type { StreamEntry } from './store-buffer.ts';
import type { EventsSnapshot } from './store-state.ts';
import { TailedEvent } from './tailed-event.ts';

/** Whether rows tell their day: an hour of yesterday alone would look like one to come. */
export function rowsNeedDay({ stream, counts, series, top }: EventsSnapshot): boolean {
  const { entries } = stream;
  if (entries.length === 0) return false;
  const ends = knownEnds.get(entries) ?? endsOf(entries);
  knownEnds.set(entries, ends);
  // Whatever answered last tells how late it is.
  const now = Math.max(ends.last, counts.at ?? 0, series.at ?? 0, top.at ?? 0);
  return !isSameDay(ends.first, now);
}

/** Whether two moments, in epoch milliseconds, are of one day in UTC. */
export function isSameDay(one: number, other: number): boolean {
  return Math.floor(one / dayMs) === Math.floor(other / dayMs);
}

/** A time with its month and day, and its seconds where there is room: `11-20 21:19:26`. */
export function dayText(atNs: bigint, width: number): string {
  return formatTime(msOf(atNs))
    .slice(5, width >= 14 ? 19 : 16)
    .replace('T', ' ');
}

const dayMs = 86_400_000;

/** By the array itself: it is another one when a row changes, and the same for every key. */
const knownEnds = new WeakMap<readonly StreamEntry[], ReturnType<typeof endsOf>>();

/** Rows that come late are older than those before them. */
function endsOf(entries: readonly StreamEntry[]) {
  let [first, last] = [Number.POSITIVE_INFINITY, 0];
  for (const entry of entries) {
    const at = msOf(startOf(entry));
    first = Math.min(first, at);
    last = Math.max(last, at);
  }
  return { first, last };
}

/** What came by the tail tells its time without being decoded. */
export function startOf(entry: StreamEntry): bigint {
  if (entry instanceof TailedEvent) return entry.atNs;
  return entry.kind === 'event' ? entry.event.atNs : entry.gap.fromNs;
}
