import { commandKey, remember, typeCommand } from './command-line.ts';
import { completions, offerTitle } from './commands.ts';
import { type DeckParts, patch, type RunBinding } from './deck-parts.ts';
import type { Prompt } from './deck-state.ts';
import { clearFilter, setFilter } from './filtering.ts';
import { answerOf, typedText } from './keymap.ts';
import { editField, fieldText, typeIntoField } from './kit/text-field.ts';
import { moveOf } from './moves.ts';

type PromptOf<Kind extends Prompt['kind']> = Prompt & { readonly kind: Kind };

/** Types or pastes text into a prompt; a question takes none. */
export function promptText(parts: DeckParts, prompt: Prompt, text: string): void {
  if (prompt.kind === 'filter') setFilter(parts, typeIntoField(prompt.field, text));
  if (prompt.kind === 'command') {
    patch(parts, { prompt: { kind: 'command', line: typeCommand(prompt.line, text) } });
  }
}

/** A key while a prompt is open. */
export interface PromptKey {
  readonly prompt: Prompt;
  readonly key: string;
}

/** Takes a key to the prompt: an answer, text, or an editing key. */
export function promptKey(parts: DeckParts, run: RunBinding, { prompt, key }: PromptKey): void {
  const text = typedText(key);
  if (prompt.kind === 'question') answer(parts, prompt, key);
  else if (text !== null) promptText(parts, prompt, text);
  else if (prompt.kind === 'filter') filterKey(parts, prompt, key);
  else if (key === 'enter') enterCommand(parts, run, prompt);
  else commandLineKey(parts, prompt, key);
}

function answer(parts: DeckParts, prompt: PromptOf<'question'>, key: string): void {
  const given = answerOf(key);
  if (given === null) return;
  patch(parts, { prompt: null });
  if (given === 'yes') prompt.confirm();
}

function filterKey(parts: DeckParts, prompt: PromptOf<'filter'>, key: string): void {
  const field = editField(prompt.field, key);
  if (key === 'enter') patch(parts, { prompt: null });
  else if (key === 'esc') clearFilter(parts);
  else if (field !== null) setFilter(parts, field);
  else moveRows(parts, key);
}

/** The rows can be walked while they are being filtered. */
function moveRows(parts: DeckParts, key: string): void {
  const move = moveOf[parts.keymap().find(key)?.id ?? ''];
  if (move !== undefined) parts.pane()?.move(move);
}

function found(parts: DeckParts, { line }: PromptOf<'command'>) {
  return completions(fieldText(line.field), parts.state.get(), parts.features);
}

function commandLineKey(parts: DeckParts, prompt: PromptOf<'command'>, key: string): void {
  const { history } = parts.state.get();
  const choices = { count: found(parts, prompt).length, history };
  const line = commandKey(prompt.line, key, choices);
  patch(parts, { prompt: key === 'esc' ? null : { kind: 'command', line } });
}

function enterCommand(parts: DeckParts, run: RunBinding, prompt: PromptOf<'command'>): void {
  const { history, bindings } = parts.state.get();
  const text = fieldText(prompt.line.field);
  const isUntouched = text.trim() === '' && prompt.line.chosen === 0;
  const chosen = isUntouched ? undefined : found(parts, prompt)[prompt.line.chosen];
  const offered = parts.pane()?.commands?.() ?? [];
  const offer = offered.find(({ title }) => chosen !== undefined && offerTitle(chosen) === title);
  const binding = bindings.find(({ id }) => id === chosen?.id);
  if (isUntouched) {
    patch(parts, { prompt: null });
  } else if (chosen === undefined || (binding === undefined && offer === undefined)) {
    parts.toast(`There is no command like "${text}"`, 'warn');
  } else {
    patch(parts, { prompt: null, overlay: null, history: remember(history, chosen.label) });
    if (binding === undefined) offer?.run();
    else run(binding);
  }
}
