import { describe, expect, test } from 'vitest';
import type { Binding } from '../../../../src/core/binding.ts';
import { helpRows } from '../../../../src/tui/overlays/help.ts';
import { shellKeymap } from '../../../../src/tui/shell-keymap.ts';

const stop: Binding = {
  id: 'p.stop',
  keys: ['X'],
  title: 'Stop the regular scan',
  group: 'Progress',
  dangerous: true,
};
const bindings = [stop, ...shellKeymap];
const source = { bindings, actions: {}, readOnly: false };

describe('the help', () => {
  test('lists every binding, the pane first, each group under one heading', () => {
    const rows = helpRows(source, '');
    expect(rows).toHaveLength(bindings.length);
    expect(rows.map(({ group }) => group).filter((group) => group !== '')).toEqual([
      'Progress',
      'Panes',
      'Move',
      'Rows',
      'Deck',
    ]);
  });

  test.each([
    ['stop', ['X']],
    ['COPY row', ['y', 'Y']],
    ['y', ['y']],
    ['pgdn', ['pgdn']],
    ['no such thing', []],
  ])('finds %j', (search, keys) => {
    expect(helpRows(source, search).map((row) => row.keys)).toEqual(keys);
  });

  test('says why something cannot be done, and what asks first', () => {
    const disabled = { disabledReason: () => 'nothing is going', run: () => {} };
    const note = (changes: Partial<typeof source>, actions = {}) =>
      helpRows({ ...source, actions, ...changes }, 'stop')[0]?.note;
    expect(note({})).toBe('asks first');
    expect(note({}, { 'p.stop': disabled })).toBe('nothing is going');
    expect(note({ readOnly: true })).toBe('read-only');
  });
});
