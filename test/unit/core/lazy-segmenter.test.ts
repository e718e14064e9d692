import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LazySegmenter } from '../../../src/core/lazy-segmenter.ts';

const own = new LazySegmenter('en', { granularity: 'grapheme' });
const intl = new Intl.Segmenter('en', { granularity: 'grapheme' });

const pairs = (clusters: Iterable<{ readonly segment: string; readonly index: number }>) =>
  Array.from(clusters, ({ segment, index }) => [index, segment]);

/** More than what is taken without asking. */
const plain = Array.from({ length: 0x2600 }, (_, code) => String.fromCharCode(code));

test.each(['a', '\u001b', '\u0301', '\u200d', '\u1100', '\n'])(
  'each character beside %j has the clusters that Intl finds',
  (other) => {
    const texts = plain.flatMap((character) => [other + character, character + other]);
    const count = (text: string, segmenter: LazySegmenter | Intl.Segmenter) =>
      Array.from(segmenter.segment(text)).length;
    expect(texts.filter((text) => count(text, own) !== count(text, intl))).toEqual([]);
  },
);

test.each([
  '',
  '\u001b[31mred\u001b[39m ─│█…·→',
  '日本語',
  'e\u0301 👩‍👩‍👧 🇩🇪',
  'a\r\nb',
  '\ud800x',
])('%j has the clusters that Intl finds', (text) => {
  expect(pairs(own.segment(text))).toEqual(pairs(intl.segment(text)));
});

test('any text has the clusters that Intl finds', () => {
  const unit = fc.oneof(
    fc.nat({ max: 0x25ff }).map((code) => String.fromCharCode(code)),
    fc.string({ unit: 'binary', maxLength: 2 }),
  );
  fc.assert(
    fc.property(fc.array(unit, { maxLength: 12 }), (units) => {
      const text = units.join('');
      expect(pairs(own.segment(text))).toEqual(pairs(intl.segment(text)));
    }),
  );
});
