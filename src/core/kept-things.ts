/** Things that are no text, kept by number so that a place that is a text can name them. */
export interface KeptThings<T> {
  /** @returns the thing's number; the same thing has the same one as long as it is kept */
  keep(thing: T): number;
  /** Null for one that was let go, or never was. */
  find(number: number): T | null;
}

/** Keeps the last `most` things. */
export function keepThings<T>(most: number): KeptThings<T> {
  let kept: readonly T[] = [];
  let forgotten = 0;
  return {
    keep: (thing) => {
      const at = kept.indexOf(thing);
      if (at >= 0) return at + forgotten;
      kept = [...kept, thing];
      if (kept.length > most) {
        kept = kept.slice(1);
        forgotten += 1;
      }
      return kept.length - 1 + forgotten;
    },
    find: (number) => kept[number - forgotten] ?? null,
  };
}
