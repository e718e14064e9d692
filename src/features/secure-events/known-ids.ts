import { idWords, nanosOfWords, wordsOfId } from '../../api/workload-protection/id-words.ts';
import type { RowPlace } from '../../api/workload-protection/schema.ts';
import { IdSet } from './id-set.ts';
import type { CountedRows } from './oldest-first.ts';
import type { Stretch } from './walk.ts';

/**
 * The ids of events near a tail's position, with their times. Those of one second lie together, so
 * that hundreds of thousands are counted and forgotten at once.
 */
export interface KnownIds extends CountedRows, Iterable<readonly [id: string, atNs: bigint]> {
  readonly size: number;
  /** @returns false for one that was here already */
  add(place: RowPlace): boolean;
  /** Forgets seconds that end before a time, the oldest first, but leaves `keep` ids. */
  forget(beforeNs: bigint, keep: number): void;
  /** Whether every id that was added at or after a time is still here. */
  reaches(ns: bigint): boolean;
  /** Ids before a time may have been forgotten before these were kept. */
  doubt(beforeNs: bigint): void;
}

/** The ids of one second. */
interface Second {
  readonly carrying: IdSet;
  /** Those that do not carry their time, with it. */
  readonly others: Map<string, bigint>;
}

/** Creates a set of the ids that a cursor has kept. */
export function createKnownIds(kept: Iterable<readonly [string, bigint]>): KnownIds {
  const seconds = new Map<number, Second>();
  const words = new Uint32Array(idWords);
  let size = 0;
  let forgottenTo = Number.NEGATIVE_INFINITY;
  const add = (place: RowPlace) => {
    const second = madeSecond(seconds, secondOf(place.atNs));
    const before = sizeOf(second);
    if (carriesTime(place, words)) second.carrying.add(words);
    else second.others.set(place.id, place.atNs);
    const added = sizeOf(second) - before;
    size += added;
    return added > 0;
  };
  for (const [id, atNs] of kept) add({ id, atNs });
  return {
    get size() {
      return size;
    },
    add,
    has: (place) => {
      const second = seconds.get(secondOf(place.atNs));
      if (second === undefined) return false;
      return carriesTime(place, words) ? second.carrying.has(words) : second.others.has(place.id);
    },
    hasWords: (id) => seconds.get(secondOfWords(id))?.carrying.has(id) ?? false,
    countIn: (stretch) => {
      const [first, last] = [secondOf(stretch.fromNs), secondOf(stretch.toNs)];
      let count = 0;
      for (const [at, second] of seconds) {
        if (at > first && at < last) count += sizeOf(second);
        else if (at === first || at === last) count += countInside(second, stretch);
      }
      return count;
    },
    forget: (beforeNs, keep) => {
      if (size <= keep) return;
      const before = secondOf(beforeNs);
      const old = [...seconds.keys()].filter((at) => at < before).sort((a, b) => a - b);
      for (const at of old) {
        const second = seconds.get(at);
        const count = second === undefined ? 0 : sizeOf(second);
        if (size - count < keep) return;
        seconds.delete(at);
        size -= count;
        // A late id makes a second that was forgotten anew.
        forgottenTo = Math.max(forgottenTo, at);
      }
    },
    reaches: (ns) => secondOf(ns) > forgottenTo,
    doubt: (beforeNs) => {
      forgottenTo = Math.max(forgottenTo, secondOf(beforeNs));
    },
    *[Symbol.iterator]() {
      for (const { carrying, others } of seconds.values()) {
        yield* carrying.entries();
        yield* others;
      }
    },
  };
}

function madeSecond(seconds: Map<number, Second>, at: number): Second {
  const known = seconds.get(at);
  if (known !== undefined) return known;
  const second: Second = { carrying: new IdSet(), others: new Map() };
  seconds.set(at, second);
  return second;
}

const sizeOf = ({ carrying, others }: Second) => carrying.size + others.size;

/** Whether an id tells its time; `words` are then its own. */
function carriesTime({ id, atNs }: RowPlace, words: Uint32Array): boolean {
  return wordsOfId(id, words) && nanosOfWords(words) === atNs;
}

/** A double tells a second well enough: equal times always give the same one. */
function secondOf(ns: bigint): number {
  return Math.floor(Number(ns) / 1e9);
}

/** The same of an id's own time: the sum is rounded just as a whole number is. */
function secondOfWords(words: Uint32Array): number {
  return Math.floor(((words[0] ?? 0) * 2 ** 32 + (words[1] ?? 0)) / 1e9);
}

function countInside({ carrying, others }: Second, { fromNs, toNs }: Stretch): number {
  let count = carrying.countIn(fromNs, toNs);
  for (const atNs of others.values()) {
    if (atNs >= fromNs && atNs <= toNs) count += 1;
  }
  return count;
}
