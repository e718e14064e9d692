import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inertJson, inertLine } from '../../../src/cli/inert-json.ts';

const steers = /[\p{Cc}\p{Bidi_Control}\u200b\u2028\u2029\u2060\ufeff\u{e0000}-\u{e007f}]/v;

test('JSON is the same value, and steers nothing', () => {
  const property = fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
    const text = inertJson(value);
    expect(text).not.toMatch(steers);
    expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
  });
  fc.assert(property);
});

test('a line steers nothing, and plain text is as it was', () => {
  const property = fc.property(fc.string({ unit: 'binary' }), (text) => {
    expect(inertLine(text)).not.toMatch(steers);
  });
  fc.assert(property);
  expect(inertLine('naïve 漢字 \\ "q" 👩‍💻')).toBe('naïve 漢字 \\ "q" 👩‍💻');
});
