import { compileFilter } from '../core/text-filter.ts';
import { type DeckParts, patch } from './deck-parts.ts';
import { fieldText, type TextField, textField } from './kit/text-field.ts';

/** @returns the filter of the pane in front, as it was typed; empty for none */
export function filterInForce(parts: DeckParts): string {
  const { active, filters } = parts.state.get();
  return filters[active] ?? '';
}

/** Opens the filter's prompt on the filter in force. */
export function startFilter(parts: DeckParts): void {
  setFilter(parts, textField(filterInForce(parts)));
}

/** Filters by what is typed, as it is typed. */
export function setFilter(parts: DeckParts, field: TextField): void {
  const text = fieldText(field);
  patch(parts, { prompt: { kind: 'filter', field, error: compileFilter(text).error } });
  applyFilter(parts, text);
}

/** Takes the filter away. */
export function clearFilter(parts: DeckParts): void {
  patch(parts, { prompt: null });
  applyFilter(parts, '');
}

/** Goes one step back: what the pane has open, then its filter. */
export function unwind(parts: DeckParts): void {
  if (parts.pane()?.back() === true) return;
  if (filterInForce(parts) !== '') clearFilter(parts);
}

function applyFilter(parts: DeckParts, text: string): void {
  const { active, filters } = parts.state.get();
  patch(parts, { filters: { ...filters, [active]: text } });
  parts.pane()?.filter(text);
}
