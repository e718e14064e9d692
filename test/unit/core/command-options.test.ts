import { expect, test } from 'vitest';
import { isSet, listOption, numberOption, textOption } from '../../../src/core/command-options.ts';

const typed = {
  options: { since: '2h', raw: true, severity: ['high, low', 'medium', ' ,'], type: 'a,b' },
};

test('a text is that of its option alone', () => {
  expect(['since', 'raw', 'severity', 'until'].map((name) => textOption(typed, name))).toEqual([
    '2h',
    null,
    null,
    null,
  ]);
});

test('a switch is set when it was typed', () => {
  expect(['raw', 'since', 'follow'].map((name) => isSet(typed, name))).toEqual([
    true,
    false,
    false,
  ]);
});

test.each([
  ['severity', ['high', 'low', 'medium']],
  ['type', ['a', 'b']],
  ['raw', []],
  ['until', []],
])('the words of %s', (name, words) => {
  expect(listOption(typed, name)).toEqual(words);
});

test.each([
  [undefined, 200],
  ['0', 0],
  ['500', 500],
])('the number %s', (limit, number) => {
  expect(numberOption({ options: { limit } }, 'limit', 200)).toBe(number);
});

test.each(['many', '-1', '1.5', '1234567890', ''])('%j is no number', (limit) => {
  expect(() => numberOption({ options: { limit } }, 'limit', 200)).toThrow('--limit');
});
