/** Pseudo-random draws, one after the other: cheap enough for millions of them. */
export interface Draws {
  /** A whole number from 0 up to, not including, `limit`. */
  below(limit: number): number;
  /** True in this share of the draws. */
  chance(share: number): boolean;
}

/** Starts a row of draws (mulberry32); equal seeds give equal rows. */
export function createDraws(seed: number): Draws {
  let state = seed | 0;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  return {
    below: (limit) => Math.floor((next() / 2 ** 32) * limit),
    chance: (share) => next() < share * 2 ** 32,
  };
}

/** A well-mixed 32-bit number from two whole numbers (murmur's steps): `hash32` without texts. */
export function mix(first: number, second: number): number {
  let hash = Math.imul(first ^ Math.imul(second, 0xcc9e2d51), 0x1b873593);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
