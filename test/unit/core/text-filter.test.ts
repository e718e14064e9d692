import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileFilter } from '../../../src/core/text-filter.ts';

describe('compileFilter', () => {
  test.each([
    ['', 'anything', true],
    ['!', 'anything', true],
    ['alp', 'library/Alpine', true],
    ['Alp', 'library/alpine', false],
    ['Alp', 'library/Alpine', true],
    ['^lib.*pine$', 'library/alpine', true],
    ['!alpine', 'library/alpine', false],
    ['!alpine', 'library/debian', true],
    ['!Alpine', 'library/alpine', true],
    ['\\Spine', 'library/ALPINE', true],
    ['a|b', 'xBx', true],
    ['!!', 'no mark', true],
  ])('%j against %j is %s', (pattern, line, expected) => {
    expect(compileFilter(pattern)).toMatchObject({ error: null });
    expect(compileFilter(pattern).matches(line)).toBe(expected);
  });

  test.each([
    ['a(b', 'xA(Bx', true],
    ['a(b', 'ab', false],
    ['!a(b', 'a(b', false],
    ['[', 'a[0]', true],
    ['*', '2*3', true],
  ])('%j is no regular expression, so against %j literally it is %s', (pattern, line, expected) => {
    const filter = compileFilter(pattern);
    expect(filter.error).toMatch(/^[A-Z][a-z]+ .*[a-z]$/);
    expect(filter.error).not.toContain('Invalid regular expression');
    expect(filter.matches(line)).toBe(expected);
  });

  test('never throws, and answers the same twice', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 8 }), fc.string({ maxLength: 8 }), (pattern, line) => {
        const { matches } = compileFilter(pattern);
        expect(matches(line)).toBe(matches(line));
      }),
    );
  });
});
