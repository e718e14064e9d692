import { expect, test } from 'vitest';
import { emptyNarrowed, focusedRow, rowAtCursor } from '../../../src/core/narrowed-view.ts';

const shown = (selected: string | null) => ({
  list: { selected, top: 0 },
  rows: ['first', 'second'],
  visible: ['1', '2'],
});

test.each([
  ['2', 'second'],
  ['3', null],
  [null, null],
])('with the cursor on %s the row is %s', (selected, row) => {
  expect(rowAtCursor(shown(selected))).toBe(row);
});

test('the row in front is meant before the one under the cursor', () => {
  expect(focusedRow({ ...shown('2'), detail: 'other' })).toBe('other');
  expect(focusedRow({ ...shown('2'), detail: null })).toBe('second');
});

test('a view begins among rows that are not there, with some fields open', () => {
  const view = emptyNarrowed(new Set(['outcome']));
  expect([view.region, view.narrowed, focusedRow(view)]).toEqual(['rows', [], null]);
  expect([...view.folds.open]).toEqual(['outcome']);
});
