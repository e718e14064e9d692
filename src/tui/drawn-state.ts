import type { Readable } from '../core/store.ts';
import type { DeckState } from './deck-state.ts';
import { sourceWords } from './health-words.ts';

/**
 * The deck's state as far as it is drawn: the same object until something on the screen reads
 * differently. A stream's calls change the log and the health several times a second, and a frame
 * costs as much when none of it shows.
 */
export function drawnState(state: Readable<DeckState>): () => DeckState {
  let drawn = state.get();
  return () => {
    const now = state.get();
    if (now !== drawn && !drawsAlike(drawn, now)) drawn = now;
    return drawn;
  };
}

/** Parts that change without being seen, as long as nothing lies over the pane. */
const unseen: ReadonlySet<string> = new Set<keyof DeckState>(['exchanges', 'health', 'now']);

function drawsAlike(before: DeckState, after: DeckState): boolean {
  if (before.overlay !== null || after.overlay !== null) return false;
  const isSame = Object.entries(after).every(
    ([name, value]) => unseen.has(name) || value === before[name as keyof DeckState],
  );
  return isSame && headerText(before) === headerText(after);
}

/** What the header makes of health and time: words, and a clock of minutes. */
function headerText({ health, now }: DeckState): string {
  return JSON.stringify([Math.floor(now / 60_000), sourceWords(health, now)]);
}
