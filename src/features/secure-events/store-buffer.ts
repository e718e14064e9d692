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
  /** Adds what the tail brought. @returns how many of it are events that were not there */
  push(items: readonly TailItem[]): number;
  /** Puts rows in the place of one, such as the events that a gap turned out to hold. */
  replace(id: string, entries: readonly StreamEntry[]): void;
  /** The same array until something changes. */
  entries(): readonly StreamEntry[];
  /** How many events were let go to make room. */
  readonly dropped: number;
}

/** Creates an empty buffer; it is trimmed in strides, so that a push costs what it brings. */
export function createStreamBuffer(capacity: number): StreamBuffer {
  let kept: StreamEntry[] = [];
  let ids = new Set<string>();
  let dropped = 0;
  let snapshot: readonly StreamEntry[] | null = [];
  const trim = () => {
    const gone = kept.slice(0, kept.length - capacity);
    dropped += gone.filter(({ kind }) => kind === 'event').length;
    kept = kept.slice(-capacity);
    ids = new Set(kept.map(({ id }) => id));
  };
  return {
    push: (items) => {
      let events = 0;
      for (const item of items) {
        const entry = entryOf(item);
        if (ids.has(entry.id)) continue;
        ids.add(entry.id);
        kept.push(entry);
        if (entry.kind === 'event') events += 1;
        if (kept.length > capacity * 2) trim();
      }
      if (items.length > 0) snapshot = null;
      return events;
    },
    replace: (id, entries) => {
      kept = [...replaceEntry(kept, id, entries)];
      ids = new Set(kept.map((entry) => entry.id));
      snapshot = null;
    },
    entries: () => {
      if (snapshot === null && kept.length > capacity) trim();
      snapshot ??= [...kept];
      return snapshot;
    },
    get dropped() {
      return dropped + Math.max(0, kept.length - capacity);
    },
  };
}

/** A row of its own for everything that the tail brings. */
export function entryOf(item: TailItem): StreamEntry {
  if (item.kind === 'event') return { kind: 'event', id: item.event.id, event: item.event };
  const { fromNs, toNs } = item.gap;
  return { kind: 'gap', id: `gap ${fromNs} ${toNs}`, gap: item.gap, fill: { kind: 'idle' } };
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
