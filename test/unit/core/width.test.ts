import fc from 'fast-check';
import { expect, test } from 'vitest';
import { safeText } from '../../../src/core/safe-text.ts';
import { cells, type Keep, padEnd, padStart, truncate } from '../../../src/core/width.ts';

const keeps = ['start', 'end', 'middle'] as const satisfies readonly Keep[];
const safe = fc.string({ unit: 'binary', maxLength: 40 }).map((text) => safeText(text));
const width = fc.integer({ min: 0, max: 60 });

test.each([
  ['', 0],
  ['abc', 3],
  ['日本', 4],
  ['a👍', 3],
  ['␛…', 2],
])('%j takes %d cells', (text, expected) => {
  expect(cells(text)).toBe(expected);
});

test.each<[string, number, Keep, string]>([
  ['abc', 3, 'start', 'abc'],
  ['abcdef', 4, 'start', 'abc…'],
  ['abcdef', 4, 'end', '…def'],
  ['abcdef', 4, 'middle', 'ab…f'],
  ['abcdef', 5, 'middle', 'ab…ef'],
  ['abcdef', 1, 'start', '…'],
  ['abcdef', 0, 'start', ''],
  ['abcdef', -1, 'start', ''],
  ['日本語', 4, 'start', '日… '],
  ['日本語', 4, 'end', '… 語'],
  ['日本語', 5, 'start', '日本…'],
])('%j in %d cells keeping the %s is %j', (text, room, keep, expected) => {
  expect(truncate(text, room, keep)).toBe(expected);
});

test('a truncated text takes exactly its room', () => {
  fc.assert(
    fc.property(safe, width, fc.constantFrom(...keeps), (text, room, keep) => {
      const short = truncate(text, room, keep);
      if (cells(text) <= room) expect(short).toBe(text);
      else expect(cells(short)).toBe(room);
    }),
    { numRuns: 1000 },
  );
});

test.each([padEnd, padStart])('%o makes text exactly as wide as asked', (pad) => {
  fc.assert(fc.property(safe, width, (text, room) => cells(pad(text, room)) === room));
});

test('padding goes where it should', () => {
  expect([padEnd('ab', 4), padStart('ab', 4), padStart('abcdef', 4)]).toEqual([
    'ab  ',
    '  ab',
    'abc…',
  ]);
});
