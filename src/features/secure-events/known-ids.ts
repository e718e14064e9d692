import type { RowPlace } from '../../api/workload-protection/schema.ts';
import type { KnownRows } from './oldest-first.ts';
import type { Stretch } from './walk.ts';

/**
 * The ids of events near a tail's position, with their times. Those of one second lie together, so
 * that hundreds of thousands are counted and forgotten at once.
 */
export interface KnownIds extends KnownRows, Iterable<readonly [id: string, atNs: bigint]> {
  readonly size: number;
  /** @returns false for one that was here already */
  add(place: RowPlace): boolean;
  /** Forgets seconds that end before a time, the oldest first, but leaves `keep` ids. */
  forget(beforeNs: bigint, keep: number): void;
  /** Whether every id that was added at or after a time is still here. */
  reaches(ns: bigint): boolean;
}

/** Ids with their times. */
type Second = Map<string, bigint>;

/** Creates a set of the ids that a cursor has kept. */
export function createKnownIds(kept: Iterable<readonly [string, bigint]>): KnownIds {
  const seconds = new Map<number, Second>();
  let size = 0;
  let forgottenTo = Number.NEGATIVE_INFINITY;
  const add = ({ id, atNs }: RowPlace) => {
    const at = secondOf(atNs);
    const ids = seconds.get(at) ?? new Map();
    if (ids.size === 0) seconds.set(at, ids);
    const before = ids.size;
    ids.set(id, atNs);
    size += ids.size - before;
    return ids.size > before;
  };
  for (const [id, atNs] of kept) add({ id, atNs });
  return {
    get size() {
      return size;
    },
    add,
    has: ({ id, atNs }) => seconds.get(secondOf(atNs))?.has(id) ?? false,
    countIn: (stretch) => {
      const [first, last] = [secondOf(stretch.fromNs), secondOf(stretch.toNs)];
      let count = 0;
      for (const [at, ids] of seconds) {
        if (at > first && at < last) count += ids.size;
        else if (at === first || at === last) count += countInside(ids, stretch);
      }
      return count;
    },
    forget: (beforeNs, keep) => {
      if (size <= keep) return;
      const before = secondOf(beforeNs);
      const old = [...seconds.keys()].filter((at) => at < before).sort((a, b) => a - b);
      for (const at of old) {
        const count = seconds.get(at)?.size ?? 0;
        if (size - count < keep) return;
        seconds.delete(at);
        size -= count;
        forgottenTo = at;
      }
    },
    reaches: (ns) => secondOf(ns) > forgottenTo,
    *[Symbol.iterator]() {
      for (const ids of seconds.values()) yield* ids;
    },
  };
}

/** A double tells a second well enough: equal times always give the same one. */
function secondOf(ns: bigint): number {
  return Math.floor(Number(ns) / 1e9);
}

function countInside(ids: Second, { fromNs, toNs }: Stretch): number {
  let count = 0;
  for (const atNs of ids.values()) {
    if (atNs >= fromNs && atNs <= toNs) count += 1;
  }
  return count;
}
