import fc from 'fast-check';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { cellWidth } from '../../../src/core/cell-width.ts';
import { safeText } from '../../../src/core/safe-text.ts';

test('agrees with string-width on every character that safeText lets through', () => {
  const wrong: string[] = [];
  for (let codePoint = 0; codePoint <= 0x10ffff; codePoint += 1) {
    const text = safeText(String.fromCodePoint(codePoint));
    if (cellWidth(text) !== stringWidth(text)) wrong.push(codePoint.toString(16));
  }
  expect(wrong).toEqual([]);
});

test('agrees with string-width on every safe text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(cellWidth(safeText(text))).toBe(stringWidth(safeText(text)));
    }),
    { numRuns: 2000 },
  );
});

test.each([
  ['\u001b[31mred\u001b[39m', 3],
  ['\u001b[7m漢字\u001b[27m', 4],
  ['█▏··', 4],
  ['', 0],
])('measures %j without its escape sequences', (text, width) => {
  expect(cellWidth(text)).toBe(width);
});
