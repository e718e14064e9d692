/** The newest items up to a capacity, and how many older ones were let go. */
export interface Ring<T> {
  push(...items: T[]): void;
  /** Oldest first. The same array until the next push. */
  items(): readonly T[];
  readonly dropped: number;
}

/** Creates an empty ring; pushing one item costs the same however many it holds. */
export function createRing<T>(capacity: number): Ring<T> {
  const slots: T[] = [];
  let pushed = 0;
  let snapshot: readonly T[] | null = [];
  return {
    push: (...items) => {
      for (const item of items) {
        slots[pushed % capacity] = item;
        pushed += 1;
      }
      snapshot = null;
    },
    items: () => {
      const oldest = pushed > capacity ? pushed % capacity : 0;
      snapshot ??= [...slots.slice(oldest), ...slots.slice(0, oldest)];
      return snapshot;
    },
    get dropped() {
      return Math.max(0, pushed - capacity);
    },
  };
}
