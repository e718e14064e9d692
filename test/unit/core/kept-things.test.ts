import { expect, test } from 'vitest';
import { keepThings } from '../../../src/core/kept-things.ts';

test('a thing is found by its number as long as it is kept', () => {
  const kept = keepThings<object>(2);
  const [first, second, third] = [{}, {}, {}];
  const numbers = [first, second, first].map(kept.keep);
  expect(numbers[0]).toBe(numbers[2]);
  expect(numbers.map(kept.find)).toEqual([first, second, first]);
  const last = kept.keep(third);
  expect(kept.find(numbers[0] ?? -1)).toBeNull();
  expect(kept.find(numbers[1] ?? -1)).toBe(second);
  expect(kept.find(last)).toBe(third);
});

test('what was let go has another number when it is kept again', () => {
  const kept = keepThings<string>(1);
  const before = kept.keep('a');
  kept.keep('b');
  const after = kept.keep('a');
  expect(after).not.toBe(before);
  expect([kept.find(before), kept.find(after), kept.find(99)]).toEqual([null, 'a', null]);
});
