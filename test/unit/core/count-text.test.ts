import { describe, expect, test } from 'vitest';
import { counted, countedOf, countText, sizeText } from '../../../src/core/count-text.ts';

describe('a count for people', () => {
  test.each([
    [0, '0', '0 rows'],
    [1, '1', '1 row'],
    [2, '2', '2 rows'],
    [48_211, '48,211', '48,211 rows'],
  ])('%s is %s, of rows %s', (count, alone, ofRows) => {
    expect([countText(count), counted(count, 'row')]).toEqual([alone, ofRows]);
  });
});

test.each([
  [12, 12, '12 rows'],
  [3, 1200, '3 of 1,200 rows'],
  [0, 1, '0 of 1 row'],
])('%s shown of %s are %s', (shown, all, text) => {
  expect(countedOf(shown, all, 'row')).toBe(text);
});

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1.0 kB'],
  [48_200_000, '48.2 MB'],
  [3.5e15, '3500.0 TB'],
])('%s bytes are %s', (bytes, text) => {
  expect(sizeText(bytes)).toBe(text);
});
