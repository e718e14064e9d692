import type { Pane } from '../features/feature.ts';
import { type DeckParts, patch } from './deck-parts.ts';
import { filterInForce } from './filtering.ts';
import { goBack, goForward, markPlace, type Place } from './places.ts';

/** @returns where the user is */
export function here(parts: DeckParts): Place {
  return { feature: parts.state.get().active, place: parts.pane()?.place() ?? '' };
}

/** Remembers where the user is, so that `[` comes back to it. */
export function rememberPlace(parts: DeckParts): void {
  patch(parts, { places: markPlace(parts.state.get().places, here(parts)) });
}

/** Brings a pane to the front. Its filter, its selection and its state are as they were left. */
export function showPane(parts: DeckParts, id: string): void {
  if (parts.state.get().active !== id) rememberPlace(parts);
  bringToFront(parts, id);
}

/** Carries what the pane in front selects over to the pane that exports it. */
export function exportSelection(parts: DeckParts): void {
  const selection = parts.pane()?.selection?.() ?? null;
  const exports = parts.features.find(({ takesSelections }) => takesSelections === true);
  if (selection === null || exports === undefined) return;
  const filter = filterInForce(parts);
  rememberPlace(parts);
  bringToFront(parts, exports.id, (pane) => pane.receive?.(selection, filter));
}

/** Goes a step through the places that were visited. */
export function stepPlaces(parts: DeckParts, direction: 'back' | 'forward'): void {
  const step = (direction === 'back' ? goBack : goForward)(parts.state.get().places, here(parts));
  if (step === null) {
    parts.toast(`There is no place to go ${direction} to`);
    return;
  }
  patch(parts, { places: step.places });
  bringToFront(parts, step.to.feature);
  if (step.to.place !== '') parts.panes.living(step.to.feature)?.goTo(step.to.place);
}

function bringToFront(parts: DeckParts, id: string, then?: (pane: Pane) => void): void {
  patch(parts, { active: id, overlay: null, prompt: null });
  parts.panes.visit(id, then);
}
