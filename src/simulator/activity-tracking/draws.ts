import { hash32, type Part } from '../random.ts';

/** Pseudo-random values one after the other: equal parts give equal rows of values, cheaply. */
export interface Draws {
  /** From 0 up to, not including, 1. */
  fraction(): number;
  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number;
  chance(share: number): boolean;
  /** @throws RangeError for an empty list */
  pick<T>(items: readonly T[]): T;
  /** A version-4 UUID. */
  uuid(): string;
  /** This many hexadecimal digits. */
  hex(digits: number): string;
}

/** Mulberry32, started from the parts' hash. */
export function createDraws(...parts: readonly Part[]): Draws {
  let state = hash32(...parts);
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const fraction = () => next() / 2 ** 32;
  const word = () => next().toString(16).padStart(8, '0');
  const hex = (digits: number) => {
    let text = '';
    while (text.length < digits) text += word();
    return text.slice(0, digits);
  };
  return {
    ...{ fraction, hex },
    between: (low, high) => low + Math.floor(fraction() * (high - low + 1)),
    chance: (share) => fraction() < share,
    pick: (items) => {
      const item = items[Math.floor(fraction() * items.length)];
      if (item === undefined) throw new RangeError('nothing to pick from');
      return item;
    },
    uuid: () => {
      const digits = hex(30);
      const third = `4${digits.slice(12, 15)}-a${digits.slice(15, 18)}`;
      return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-${third}-${digits.slice(18)}`;
    },
  };
}
