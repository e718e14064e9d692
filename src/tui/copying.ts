import { stringifyJson } from '../core/json.ts';
import type { DeckParts } from './deck-parts.ts';
import { errorText } from './error-text.ts';
import { rowFileName } from './row-file.ts';

/** Sends a text to the terminal's clipboard, and says what became of it as far as can be known. */
export function copyText(parts: DeckParts, text: string, what: string): void {
  if (parts.terminal.copy(text) === 'sent') {
    parts.toast(`Sent ${what} to the terminal; it may refuse to copy it`, 'good');
  } else {
    parts.toast(`Too large for the terminal to copy: write ${what} to a file instead`, 'warn');
  }
}

/** Copies the id of the focused row. */
export function copyId(parts: DeckParts): void {
  const row = parts.pane()?.focused();
  if (row) copyText(parts, row.id, 'the id');
}

/** Copies the focused row as JSON. */
export function copyRow(parts: DeckParts): void {
  const row = parts.pane()?.focused();
  if (row) copyText(parts, stringifyJson(row.record, 2), 'the row');
}

/** Writes the focused row as JSON into the current folder. */
export function writeRow(parts: DeckParts): void {
  const row = parts.pane()?.focused();
  if (!row) return;
  const name = rowFileName(parts.state.get().active, row.id);
  const done = parts.session.activity.begin();
  void parts
    .save(name, `${stringifyJson(row.record, 2)}\n`)
    .then(
      (path) => parts.toast(`Wrote ${path}`, 'good', 'answer'),
      (error: unknown) => parts.toast(`Nothing was written: ${errorText(error)}`, 'bad', 'answer'),
    )
    .finally(done);
}
