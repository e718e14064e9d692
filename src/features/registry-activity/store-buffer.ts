import type { ActivityEvent } from './model.ts';

/** The newest events up to a capacity, in the order of time. */
export interface EventBuffer {
  /** Adds events in any order. @returns those that were not there */
  push(events: readonly ActivityEvent[]): readonly ActivityEvent[];
  /** The oldest first. The same array until something changes. */
  events(): readonly ActivityEvent[];
  /** How many of the oldest were let go to make room. */
  readonly dropped: number;
}

/**
 * What tells a row from the others: ids occur twice in what people have put into files, and an
 * event's own id is what its service correlates by, so that several may have it.
 */
export function rowKey({ id, atMs, action, outcome, target }: ActivityEvent): string {
  return `${id} ${atMs ?? ''} ${action} ${outcome ?? ''} ${target.id ?? target.name ?? ''}`;
}

/** Creates an empty buffer; it is put in order when it is read. */
export function createEventBuffer(capacity: number): EventBuffer {
  let kept: ActivityEvent[] = [];
  let keys = new Set<string>();
  let snapshot: readonly ActivityEvent[] | null = [];
  let dropped = 0;
  const settle = () => {
    // A stable sort: what happened in the same millisecond stays as it was told.
    kept.sort(compareTimes);
    if (kept.length <= capacity) return;
    dropped += kept.length - capacity;
    kept = kept.slice(-capacity);
    keys = new Set(kept.map(rowKey));
  };
  return {
    push: (events) => {
      const fresh = events.filter((event) => {
        const key = rowKey(event);
        if (keys.has(key)) return false;
        keys.add(key);
        return true;
      });
      if (fresh.length === 0) return fresh;
      for (const event of fresh) kept.push(event);
      snapshot = null;
      if (kept.length > capacity * 2) settle();
      return fresh;
    },
    events: () => {
      if (snapshot === null) settle();
      snapshot ??= [...kept];
      return snapshot;
    },
    get dropped() {
      return dropped + Math.max(0, kept.length - capacity);
    },
  };
}

/** What tells no time stands before everything: nobody takes it for new. */
function compareTimes(left: ActivityEvent, right: ActivityEvent): number {
  const [a, b] = [left.atMs ?? Number.MIN_SAFE_INTEGER, right.atMs ?? Number.MIN_SAFE_INTEGER];
  return a - b;
}
