import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseJson, stringifyJson } from '../../../src/core/json.ts';

describe('parseJson', () => {
  test.each([
    ['9007199254740991', 9007199254740991],
    ['9007199254740992', 9007199254740992n],
    ['-9007199254740993', -9007199254740993n],
    ['{"at":1785526969036311567}', { at: 1785526969036311567n }],
    ['[1,[1785526969036311567]]', [1, [1785526969036311567n]]],
    ['{"id":"1785526969036311567"}', { id: '1785526969036311567' }],
    ['{"1785526969036311567":1}', { '1785526969036311567': 1 }],
    ['[0.1234567890123456789]', [Number('0.1234567890123456789')]],
    ['[1785526969036311567.5]', [Number('1785526969036311567.5')]],
    ['[17855269690363115671e2]', [Number('17855269690363115671e2')]],
    ['[1e21,1785526969036311567]', [1e21, 1785526969036311567n]],
    ['{"a":null,"b":true,"n":1785526969036311567}', { a: null, b: true, n: 1785526969036311567n }],
    ['null', null],
  ])('%s', (text, expected) => {
    expect(parseJson(text)).toEqual(expected);
  });

  test.each(['', '{"a":', '<html>', '[1785526969036311567', `${'['.repeat(2e5)}`])(
    'throws a SyntaxError for %.20s',
    (text) => {
      expect(() => parseJson(text)).toThrow(SyntaxError);
    },
  );

  test('throws a SyntaxError for a nest too deep to keep exact', () => {
    const depth = 200_000;
    const text = `${'['.repeat(depth)}1785526969036311567${']'.repeat(depth)}`;
    expect(() => parseJson(text)).toThrow(SyntaxError);
  });

  test('is JSON.parse but for the integers that it would round', () => {
    const round = (_key: string, value: unknown) =>
      typeof value === 'bigint' ? Number(value) : value;
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(JSON.stringify(parseJson(text), round)).toBe(JSON.stringify(JSON.parse(text)));
      }),
    );
  });
});

describe('stringifyJson', () => {
  test.each([
    [{ at: 1785526969036311567n, a: [1] }, undefined, '{"at":1785526969036311567,"a":[1]}'],
    [{ a: 1 }, 2, '{\n  "a": 1\n}'],
    [{ a: 1n }, 2, '{\n  "a": 1\n}'],
    [undefined, undefined, 'null'],
    ['1785526969036311567', undefined, '"1785526969036311567"'],
  ])('%o', (value, indent, expected) => {
    expect(stringifyJson(value, indent)).toBe(expected);
  });

  test('throws for a cycle', () => {
    const cycle: { self?: unknown } = {};
    cycle.self = cycle;
    expect(() => stringifyJson(cycle)).toThrow(TypeError);
  });

  test('any integer comes back as it was', () => {
    const integers = fc.array(fc.bigInt({ min: -(2n ** 80n), max: 2n ** 80n }));
    fc.assert(
      fc.property(integers, (values) => {
        const text = `[${values.join(',')}]`;
        expect(stringifyJson(parseJson(text))).toBe(text);
      }),
    );
  });
});
