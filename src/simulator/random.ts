/** What a pseudo-random value depends on: equal parts give equal values. */
export type Part = string | number;

/** A well-mixed 32-bit number that depends on nothing but the parts (FNV-1a, then murmur's mix). */
export function hash32(...parts: readonly Part[]): number {
  const text = parts.join('\u0000');
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** A number from 0 up to, not including, 1. */
export function fraction(...parts: readonly Part[]): number {
  return hash32(...parts) / 2 ** 32;
}

/** A whole number from `low` to `high`, both included. */
export function between(low: number, high: number, ...parts: readonly Part[]): number {
  return low + Math.floor(fraction(...parts) * (high - low + 1));
}

/** One of the items. @throws RangeError for an empty list */
export function pick<T>(items: readonly T[], ...parts: readonly Part[]): T {
  const item = items[Math.floor(fraction(...parts) * items.length)];
  if (item === undefined) throw new RangeError('nothing to pick from');
  return item;
}

/** The numbers from 0 to `length - 1` in an order that depends on the parts. */
export function shuffled(length: number, ...parts: readonly Part[]): readonly number[] {
  const order = Array.from({ length }, (_, index) => index);
  for (let last = length - 1; last > 0; last -= 1) {
    const other = between(0, last, ...parts, last);
    const moved = order[last] ?? 0;
    order[last] = order[other] ?? 0;
    order[other] = moved;
  }
  return order;
}
