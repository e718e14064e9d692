import { idOfWords, idWords, nanosOfWords } from './id-words.ts';
import type { RowPlace } from './schema.ts';

/** What who asks has already: it needs no decoding. */
export interface KnownRows {
  has(place: RowPlace): boolean;
  /** The same for an id that carries its time, by its words. */
  hasWords(words: Uint32Array): boolean;
}

/** The rows of a page that were known: no more of them than a walk needs, and no object for each. */
export interface KnownPlaces {
  readonly length: number;
  /** Of the newest of them; null where there is none. */
  readonly newestNs: bigint | null;
  readonly oldestNs: bigint | null;
  /** In the order of the page, but for those that carry no time, which come last. */
  ids(): Iterable<string>;
}

/** No row of a page was known. */
export const noPlaces: KnownPlaces = {
  length: 0,
  newestNs: null,
  oldestNs: null,
  ids: () => [],
};

/** The known rows of a page while it is read. */
export interface PlacesReader extends KnownPlaces {
  add(place: RowPlace): void;
  addWords(words: Uint32Array): void;
}

/** @param most how many rows the page has */
export function createPlaces(most: number): PlacesReader {
  const words = new Uint32Array(most * idWords);
  const others: RowPlace[] = [];
  let count = 0;
  let newest = -1;
  let oldest = -1;
  const ends = () => {
    const carried = [newest, oldest].flatMap((at) => (at < 0 ? [] : [nanosOfWords(words, at)]));
    return [...carried, ...others.map(({ atNs }) => atNs)];
  };
  return {
    get length() {
      return count + others.length;
    },
    get newestNs() {
      return ends().reduce<bigint | null>((a, b) => (a === null || b > a ? b : a), null);
    },
    get oldestNs() {
      return ends().reduce<bigint | null>((a, b) => (a === null || b < a ? b : a), null);
    },
    add: (place) => void others.push(place),
    addWords: (row) => {
      const at = count * idWords;
      words.set(row, at);
      count += 1;
      if (newest < 0 || isOlder(words, newest, at)) newest = at;
      if (oldest < 0 || isOlder(words, at, oldest)) oldest = at;
    },
    *ids() {
      for (let row = 0; row < count; row += 1) yield idOfWords(words, row * idWords);
      for (const { id } of others) yield id;
    },
  };
}

/** Whether the time of one id is before that of another. */
function isOlder(words: Uint32Array, a: number, b: number): boolean {
  const [high, otherHigh] = [words[a] ?? 0, words[b] ?? 0];
  return high === otherHigh ? (words[a + 1] ?? 0) < (words[b + 1] ?? 0) : high < otherHigh;
}
