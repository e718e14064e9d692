import { editField, fieldText, type TextField, textField, typeIntoField } from './text-field.ts';

/** A field of a form, as its owner describes it. */
export interface FieldSpec {
  readonly name: string;
  readonly label: string;
  readonly value?: string;
  /** Shown, muted, while the field is empty. */
  readonly placeholder?: string;
  /** The only values that it takes: left, right and space step through them, a letter goes to one. */
  readonly choices?: readonly string[];
}

/** A field and what was typed into it. */
export interface FormField extends FieldSpec {
  readonly field: TextField;
}

/** A form that is being filled in. Immutable. */
export interface FormState {
  readonly fields: readonly FormField[];
  /** Index of the field that has the cursor. */
  readonly focus: number;
}

/** @returns a form with its cursor in the first field */
export function createForm(specs: readonly FieldSpec[]): FormState {
  return {
    fields: specs.map((spec) => ({ ...spec, field: textField(spec.value) })),
    focus: 0,
  };
}

/** Types text into the field that has the cursor. */
export function typeInto(form: FormState, text: string): FormState {
  const choices = form.fields[form.focus]?.choices;
  if (choices === undefined) return edit(form, (field) => typeIntoField(field, text));
  if (text.trim() === '') return stepChoice(form, 1);
  const count = choices.length;
  const at = choices.indexOf(focusedText(form));
  const steps = Array.from({ length: count }, (_, step) => step + 1);
  const begins = (step: number) => choices[(at + step) % count]?.startsWith(text.toLowerCase());
  return stepChoice(form, steps.find(begins) ?? 0);
}

/**
 * What a key does to a form: tab, shift-tab, up and down change the field, the editing keys edit.
 * Enter and esc belong to the owner.
 *
 * @returns the same object when the key does nothing
 */
export function formKey(form: FormState, key: string): FormState {
  if (key === 'tab' || key === 'down') return focusField(form, form.focus + 1);
  if (key === 'shift-tab' || key === 'up') return focusField(form, form.focus - 1);
  const hasChoices = form.fields[form.focus]?.choices !== undefined;
  if (hasChoices) return stepChoice(form, key === 'left' ? -1 : key === 'right' ? 1 : 0);
  return edit(form, (field) => editField(field, key) ?? field);
}

/** @returns what was typed, without blanks at its ends, by field name */
export function formValues(form: FormState): Readonly<Record<string, string>> {
  return Object.fromEntries(form.fields.map(({ name, field }) => [name, fieldText(field).trim()]));
}

/** Puts the cursor into a field by its name, for example into the first one with an error. */
export function focusNamed(form: FormState, name: string): FormState {
  const index = form.fields.findIndex((field) => field.name === name);
  return index < 0 ? form : focusField(form, index);
}

/** Puts a value into a field by its name; one that has it already stays as it is. */
export function setValue(form: FormState, name: string, value: string): FormState {
  const index = form.fields.findIndex((field) => field.name === name);
  const found = form.fields[index];
  if (found === undefined || fieldText(found.field) === value) return form;
  return { ...form, fields: form.fields.with(index, { ...found, field: textField(value) }) };
}

function focusedText({ fields, focus }: FormState): string {
  const found = fields[focus];
  return found === undefined ? '' : fieldText(found.field);
}

function stepChoice(form: FormState, step: number): FormState {
  const { name = '', choices = [] } = form.fields[form.focus] ?? {};
  const at = choices.indexOf(focusedText(form));
  const next = choices[(at + step + choices.length) % choices.length];
  return next === undefined ? form : setValue(form, name, next);
}

function focusField(form: FormState, index: number): FormState {
  const count = form.fields.length;
  return count === 0 ? form : { ...form, focus: (index + count) % count };
}

function edit(form: FormState, change: (field: TextField) => TextField): FormState {
  const current = form.fields[form.focus];
  if (current === undefined) return form;
  const field = change(current.field);
  if (field === current.field) return form;
  return { ...form, fields: form.fields.with(form.focus, { ...current, field }) };
}
