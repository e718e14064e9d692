import type { Gap, SecureEvent, TailItem } from './model.ts';

/** What became of fetching a gap's events. */
export type GapFill =
  | { readonly kind: 'idle' }
  | { readonly kind: 'asking'; readonly found: number }
  | { readonly kind: 'failed'; readonly error: unknown };

/** One row of the stream: an event, or a stretch of time that is not proven to be complete. */
export type StreamEntry =
  | { readonly kind: 'event'; readonly id: string; readonly event: SecureEvent }
  | { readonly kind: 'gap'; readonly id: string; readonly gap: Gap; readonly fill: GapFill };

/** The newest rows of a stream up to a capacity, in the order in which they came. */
export interface StreamBuffer {
  /** Adds what the tail brought. @returns the rows that were not there */
  push(items: readonly TailItem[]): readonly StreamEntry[];
  /** Puts rows in the place of one, such as the events that a gap turned out to hold. */
  replace(id: string, entries: readonly StreamEntry[]): void;
  /** The same array until something changes. */
  entries(): readonly StreamEntry[];
  /** How many events were let go to make room. */
  readonly dropped: number;
}

/**
 * Creates an empty buffer. A push costs what it brings: old rows are let go in strides of a tenth
 * of the capacity, which is all that is ever kept beyond it.
 */
export function createStreamBuffer(capacity: number): StreamBuffer {
  let kept: StreamEntry[] = [];
  let ids = new Set<string>();
  let dropped = 0;
  let snapshot: readonly StreamEntry[] | null = [];
  const stride = Math.ceil(capacity / 10);
  const trim = () => {
    for (const { kind, id } of kept.splice(0, kept.length - capacity)) {
      ids.delete(id);
      if (kind === 'event') dropped += 1;
    }
  };
  return {
    push: (items) => {
      const fresh: StreamEntry[] = [];
      for (const item of items) {
        const entry = entryOf(item);
        if (ids.has(entry.id)) continue;
        ids.add(entry.id);
        kept.push(entry);
        fresh.push(entry);
        if (kept.length > capacity + stride) trim();
      }
      if (fresh.length > 0) snapshot = null;
      return fresh;
    },
    replace: (id, entries) => {
      kept = [...replaceEntry(kept, id, entries)];
      ids = new Set(kept.map((entry) => entry.id));
      snapshot = null;
    },
    entries: () => {
      if (snapshot !== null) return snapshot;
      if (kept.length > capacity) trim();
      snapshot = [...kept];
      return snapshot;
    },
    get dropped() {
      return dropped;
    },
  };
}

/** A row of its own for everything that the tail brings. */
export function entryOf(item: TailItem): StreamEntry {
  if (item.kind === 'event') return hasId(item) ? item : { ...item, id: item.event.id };
  const { fromNs, toNs } = item.gap;
  return { kind: 'gap', id: `gap ${fromNs} ${toNs}`, gap: item.gap, fill: { kind: 'idle' } };
}

function hasId(item: TailItem): item is StreamEntry & { readonly kind: 'event' } {
  return 'id' in item;
}

/** Puts rows in the place of one; those that are there already are left out. */
export function replaceEntry(
  entries: readonly StreamEntry[],
  id: string,
  next: readonly StreamEntry[],
): readonly StreamEntry[] {
  const at = entries.findIndex((entry) => entry.id === id);
  if (at < 0) return entries;
  const rest = new Set(entries.map((entry) => entry.id));
  rest.delete(id);
  return entries.toSpliced(at, 1, ...next.filter((entry) => !rest.has(entry.id)));
}
