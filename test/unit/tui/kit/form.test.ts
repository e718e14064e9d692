import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cells } from '../../../../src/core/width.ts';
import { fieldWindow } from '../../../../src/tui/kit/field-line.ts';
import {
  createForm,
  focusNamed,
  formKey,
  formValues,
  typeInto,
} from '../../../../src/tui/kit/form.ts';
import {
  editField,
  fieldText,
  type TextField,
  textField,
  typeIntoField,
} from '../../../../src/tui/kit/text-field.ts';

function edited(text: string, ...keys: readonly string[]): TextField {
  return keys.reduce(
    (field, key) => editField(field, key) ?? typeIntoField(field, key),
    textField(text),
  );
}

describe('a text field', () => {
  const cases: readonly [string, TextField, string][] = [
    ['types at the cursor', edited('ac', 'left', 'b'), 'abc'],
    ['deletes before the cursor', edited('abc', 'left', 'backspace'), 'ac'],
    ['deletes under the cursor', edited('abc', 'home', 'delete'), 'bc'],
    ['goes to both ends', edited('b', 'home', 'a', 'end', 'c'), 'abc'],
    ['cuts to the start', edited('abc', 'left', 'ctrl-u'), 'c'],
    ['cuts a word', edited('one two  ', 'ctrl-w'), 'one '],
    ['stops at its start', edited('', 'backspace', 'left', 'x'), 'x'],
    ['takes a grapheme as one step', edited('a漢', 'backspace'), 'a'],
    ['keeps no line break of pasted text', edited('', 'a\nb'), 'a␊b'],
  ];
  test.each(cases)('%s', (_, field, expected) => {
    expect(fieldText(field)).toBe(expected);
  });

  test('leaves other keys to others', () => {
    expect(editField(textField('a'), 'enter')).toBeNull();
  });

  test('shows its cursor, and no more than fits', () => {
    const anyKey = fc.constantFrom('left', 'right', 'home', 'end', 'backspace', 'x', '漢');
    fc.assert(
      fc.property(
        fc.array(anyKey, { maxLength: 40 }),
        fc.integer({ min: 2, max: 12 }),
        (keys, width) => {
          const field = edited('some text', ...keys);
          const { before, at, after } = fieldWindow(field, width);
          expect(cells(before + at + after)).toBeLessThanOrEqual(width);
          expect(at).toBe(field.graphemes[field.cursor] ?? ' ');
          expect(fieldText(field)).toContain(
            before + (field.cursor < field.graphemes.length ? at : '') + after,
          );
        },
      ),
    );
  });
});

describe('a form', () => {
  const form = createForm([
    { name: 'repo', label: 'Repository' },
    { name: 'tag', label: 'Tag', value: 'latest' },
  ]);

  test('types into the field that has the cursor', () => {
    const filled = typeInto(formKey(typeInto(form, ' app '), 'tab'), '-2');
    expect(formValues(filled)).toEqual({ repo: 'app', tag: 'latest-2' });
  });

  test.each([
    ['tab', 1],
    ['down', 1],
    ['shift-tab', 1],
    ['up', 1],
  ])('%s goes round', (key, focus) => {
    expect(formKey(form, key).focus).toBe(focus);
    expect(formKey(formKey(form, key), key).focus).toBe(0);
  });

  test('goes to a field by name', () => {
    expect(focusNamed(form, 'tag').focus).toBe(1);
    expect(focusNamed(form, 'no such field')).toBe(form);
  });

  test('leaves enter and esc to its owner', () => {
    expect(formKey(form, 'enter')).toBe(form);
    expect(formKey(form, 'esc')).toBe(form);
  });

  test('without fields takes nothing', () => {
    expect(formValues(typeInto(formKey(createForm([]), 'tab'), 'x'))).toEqual({});
  });
});

describe('a field with choices', () => {
  const form = createForm([
    { name: 'format', label: 'format', value: 'ndjson', choices: ['ndjson', 'json', 'csv'] },
  ]);
  const cases: readonly [string, ReturnType<typeof createForm>, string][] = [
    ['right goes to the next', formKey(form, 'right'), 'json'],
    ['left goes around', formKey(form, 'left'), 'csv'],
    ['space goes to the next', typeInto(form, ' '), 'json'],
    ['a letter goes to the one that begins so', typeInto(form, 'c'), 'csv'],
    ['another letter changes nothing', typeInto(form, 'x'), 'ndjson'],
    ['backspace deletes nothing', formKey(form, 'backspace'), 'ndjson'],
  ];

  test.each(cases)('%s', (_what, after, value) => {
    expect(formValues(after).format).toBe(value);
  });
});
