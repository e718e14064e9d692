import type { EventCells } from './event-cells.ts';

/** How long a stretch of time is that is counted once. */
export const stretchSeconds = 600;

/** How many events of each kind there are in whole stretches of time. */
export interface EventTallies {
  /** @param stretch its number, counted from the epoch on */
  each(stretch: number, add: (kind: number, events: number) => void): void;
}

interface Tally {
  readonly kinds: Uint16Array;
  readonly events: Uint32Array;
}

/** Enough for two weeks. */
const keptTallies = 2200;

/** Counts lazily, and remembers two weeks. */
export function createEventTallies(cells: EventCells, kindCount: number): EventTallies {
  const known = new Map<number, Tally>();
  const counted = (stretch: number): Tally => {
    const counts = new Uint32Array(kindCount);
    for (let offset = 0; offset < stretchSeconds; offset += 1) {
      const second = stretch * stretchSeconds + offset;
      if (cells.countOf(second) === 0) continue;
      for (const kind of cells.passing(second).kinds) counts[kind] = (counts[kind] ?? 0) + 1;
    }
    const kinds = Uint16Array.from([...counts.keys()].filter((kind) => counts[kind] !== 0));
    return { kinds, events: Uint32Array.from(kinds, (kind) => counts[kind] ?? 0) };
  };
  return {
    each: (stretch, add) => {
      const { kinds, events } = known.get(stretch) ?? counted(stretch);
      known.delete(stretch);
      known.set(stretch, { kinds, events });
      if (known.size > keptTallies) known.delete(known.keys().next().value ?? stretch);
      kinds.forEach((kind, place) => {
        add(kind, events[place] ?? 0);
      });
    },
  };
}
