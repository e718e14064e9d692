/** A well-mixed 32-bit number of two (murmur's mix), for what is drawn millions of times. */
export function mixed(key: number, index: number): number {
  let hash = Math.imul(index ^ (index / 2 ** 32), 0x9e3779b1) ^ key;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
