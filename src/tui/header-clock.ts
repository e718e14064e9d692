import { type DeckParts, patch } from './deck-parts.ts';
import { untilHeaderChanges } from './health-words.ts';

/** Wakes the deck when a text that tells time has to read differently, and at no other time. */
export interface HeaderClock {
  /** Looks at the time now, and sets the next wake-up: after a change of health. */
  rearm(): void;
  stop(): void;
}

/** Creates a stopped clock. */
export function createHeaderClock(parts: Pick<DeckParts, 'state' | 'session'>): HeaderClock {
  const { clock, health } = parts.session;
  let cancel = () => {};
  const rearm = () => {
    cancel();
    const now = clock.now();
    patch(parts, { now });
    cancel = clock.after(untilHeaderChanges(health.get(), now), rearm);
  };
  return { rearm, stop: () => cancel() };
}
