import { idOfWords, idWords, nanosOfWords } from '../../api/workload-protection/id-words.ts';

/**
 * A set of ids that carry their times, in their order of coming: 16 bytes and a slot for each, in two
 * arrays that the garbage collector has nothing to look for in.
 */
export class IdSet {
  #size = 0;
  /** The ids, one behind the other. */
  #ids = new Uint32Array(smallest * idWords);
  /** Where an id is, counted from one; 0 for a free slot. At most half of them are taken. */
  #slots = new Uint32Array(smallest * 2);

  get size(): number {
    return this.#size;
  }

  /** @returns false for one that was here already */
  add(words: Uint32Array): boolean {
    const slot = this.#slotOf(words, 0);
    if (this.#slots[slot] !== 0) return false;
    this.#ids.set(words, this.#size * idWords);
    this.#size += 1;
    this.#slots[slot] = this.#size;
    if (this.#size * 2 === this.#slots.length) this.#grow();
    return true;
  }

  has(words: Uint32Array): boolean {
    return this.#slots[this.#slotOf(words, 0)] !== 0;
  }

  /** How many have a time between two, both included. */
  countIn(fromNs: bigint, toNs: bigint): number {
    const [first, last] = [halvesOf(fromNs), halvesOf(toNs)];
    let count = 0;
    for (let at = 0; at < this.#size * idWords; at += idWords) {
      const [high, low] = [this.#ids[at] ?? 0, this.#ids[at + 1] ?? 0];
      const isFrom = high === first.high ? low >= first.low : high > first.high;
      const isTo = high === last.high ? low <= last.low : high < last.high;
      if (isFrom && isTo) count += 1;
    }
    return count;
  }

  *entries(): Generator<readonly [id: string, atNs: bigint]> {
    for (let at = 0; at < this.#size * idWords; at += idWords) {
      yield [idOfWords(this.#ids, at), nanosOfWords(this.#ids, at)];
    }
  }

  /** The slot of an id: its own, else the one that it would take. */
  #slotOf(words: Uint32Array, at: number): number {
    const [ids, slots] = [this.#ids, this.#slots];
    const last = slots.length - 1;
    let slot = hashOf(words, at) & last;
    for (;;) {
      const taken = slots[slot] ?? 0;
      if (taken === 0 || isSame(ids, (taken - 1) * idWords, words, at)) return slot;
      slot = (slot + 1) & last;
    }
  }

  #grow(): void {
    const ids = new Uint32Array(this.#ids.length * 2);
    ids.set(this.#ids);
    this.#ids = ids;
    this.#slots = new Uint32Array(this.#slots.length * 2);
    for (let index = 0; index < this.#size; index += 1) {
      this.#slots[this.#slotOf(ids, index * idWords)] = index + 1;
    }
  }
}

/** Ids that there is room for at first: a power of two. */
const smallest = 64;

const mostNs = 2n ** 64n - 1n;

function halvesOf(ns: bigint): { readonly high: number; readonly low: number } {
  const inside = ns < 0n ? 0n : ns > mostNs ? mostNs : ns;
  return { high: Number(inside >> 32n), low: Number(inside & 0xffff_ffffn) };
}

/** Whole ids are compared: a hash that two have in common must not lose one of them. */
function isSame(ids: Uint32Array, a: number, words: Uint32Array, b: number): boolean {
  for (let word = 0; word < idWords; word += 1) {
    if (ids[a + word] !== words[b + word]) return false;
  }
  return true;
}

/** The first word is nearly the same for all ids of a second. */
function hashOf(words: Uint32Array, at: number): number {
  const [low, third, last] = [words[at + 1] ?? 0, words[at + 2] ?? 0, words[at + 3] ?? 0];
  const mixed = Math.imul(low ^ Math.imul(third, 0x85eb_ca6b) ^ last, 0x9e37_79b1);
  return mixed ^ (mixed >>> 15);
}
