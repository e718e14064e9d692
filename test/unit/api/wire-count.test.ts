import { describe, expect, test } from 'vitest';
import { countOf, wireCount } from '../../../src/api/wire-count.ts';

describe('a count', () => {
  test.each([
    [0, 0],
    [17, 17],
    ['17', 17],
    ['0', 0],
    [-1, null],
    [1.5, null],
    [2 ** 60, null],
    ['', null],
    ['-1', null],
    ['1e3', null],
    ['1234567890123456', null],
    [true, null],
    [null, null],
    [12n, null],
    [[3], null],
  ])('%s is %s', (value, count) => {
    expect(countOf(value)).toBe(count);
    expect(wireCount.safeParse(value).data ?? null).toBe(count);
  });
});
