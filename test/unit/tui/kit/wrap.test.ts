import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cells } from '../../../../src/core/width.ts';
import { wrapText } from '../../../../src/tui/kit/wrap.ts';

test.each([
  ['', 5, ['']],
  ['one two three', 7, ['one two', 'three']],
  ['abcdefgh', 3, ['abc', 'def', 'gh']],
  ['  "key": [', 20, ['  "key": [']],
  ['  "key": "a long value"', 12, ['  "key": "a', '  long', '  value"']],
  ['          deep', 8, ['    deep']],
])('wraps %j to %i cells', (text, width, lines) => {
  expect(wrapText(text, width)).toEqual(lines);
});

test('no line is wider than its room, and no word is lost', () => {
  fc.assert(
    fc.property(
      fc.stringMatching(/^[ a-z]{0,60}$/),
      fc.integer({ min: 2, max: 30 }),
      (text, width) => {
        const lines = wrapText(text, width);
        expect(Math.max(...lines.map(cells))).toBeLessThanOrEqual(width);
        expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
      },
    ),
  );
});
