import { type Segments, segment } from './segments.ts';
import { editField, type TextField, textField, typeIntoField } from './text-field.ts';

/** A line that is being typed, with presets to step through where it has some. */
export interface LinePrompt<Kind extends string> {
  readonly kind: Kind;
  readonly field: TextField;
  readonly presets: readonly string[];
  /** Index of the preset that was chosen; null while a text is typed. */
  readonly preset: number | null;
  /** Whether the field holds a text among presets that nobody typed: what is typed takes its place. */
  readonly isOffered: boolean;
  /** Why the last enter was not taken. */
  readonly error: string | null;
}

/** Opens a prompt, with what is in force in its field. */
export function openLine<Kind extends string>(
  kind: Kind,
  text: string,
  presets: readonly string[] = [],
): LinePrompt<Kind> {
  const isOffered = presets.length > 0;
  return { kind, field: textField(text), presets, preset: null, isOffered, error: null };
}

const typed = { preset: null, isOffered: false, error: null };

/** Types text into a prompt, or in the place of a preset that was offered. */
export function typeIntoLine<Kind extends string>(
  prompt: LinePrompt<Kind>,
  text: string,
): LinePrompt<Kind> {
  const field = prompt.isOffered ? textField() : prompt.field;
  return { ...prompt, ...typed, field: typeIntoField(field, text) };
}

/** What a key does to a prompt; enter and esc belong to the owner. */
export function lineKey<Kind extends string>(
  prompt: LinePrompt<Kind>,
  key: string,
): LinePrompt<Kind> {
  const step = key === 'down' || key === 'tab' ? 1 : key === 'up' || key === 'shift-tab' ? -1 : 0;
  if (step !== 0) return stepPreset(prompt, step);
  const field = editField(prompt.field, key);
  return field === null ? prompt : { ...prompt, ...typed, field };
}

function stepPreset<Kind extends string>(prompt: LinePrompt<Kind>, step: 1 | -1): LinePrompt<Kind> {
  const { presets, field } = prompt;
  const count = presets.length;
  if (count === 0) return prompt;
  const at = prompt.preset ?? presets.indexOf(field.graphemes.join(''));
  const preset = at < 0 ? (step > 0 ? 0 : count - 1) : (at + step + count) % count;
  return { ...prompt, preset, isOffered: true, field: textField(presets[preset]), error: null };
}

/** Lines that a prompt takes, with its field. */
export function lineHeight(prompt: LinePrompt<string> | null): number {
  if (prompt === null) return 0;
  return prompt.presets.length > 0 ? 3 : 2;
}

/** The lines below a prompt's field: presets, and what is wrong or what to type. */
export function linesBelow(
  { presets, preset, error }: LinePrompt<string>,
  hint: string,
): readonly Segments[] {
  const last = error === null ? segment(`   ${hint}`, 'muted') : segment(` ! ${error}`, 'bad');
  if (presets.length === 0) return [[last]];
  const shown = presets.map((text, index) =>
    segment(index === preset ? ` [${text}]` : `  ${text} `, index === preset ? 'accent' : 'plain'),
  );
  return [[segment('  '), ...shown], [last]];
}
