import { editField, fieldText, type TextField, textField, typeIntoField } from './text-field.ts';

/** A field of a form, as its owner describes it. */
export interface FieldSpec {
  readonly name: string;
  readonly label: string;
  readonly value?: string;
  /** Shown, muted, while the field is empty. */
  readonly placeholder?: string;
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
  return edit(form, (field) => typeIntoField(field, text));
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
