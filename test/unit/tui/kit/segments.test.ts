import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { safeText } from '../../../../src/core/safe-text.ts';
import type { Segment } from '../../../../src/core/table.ts';
import {
  fitSegments,
  joinCells,
  plainText,
  segment,
  segmentsWidth,
  spread,
} from '../../../../src/tui/kit/segments.ts';

const anySegment = fc.record({
  text: fc.string({ unit: 'grapheme', maxLength: 12 }).map((text) => safeText(text)),
  tone: fc.constantFrom('plain', 'bad', 'muted'),
}) as fc.Arbitrary<Segment>;
const anyLine = fc.array(anySegment, { maxLength: 6 });

test('the blank between cells has their tone where both have one', () => {
  const cells = [segment('a', 'bad'), segment('b', 'bad'), segment('c'), segment('d', 'muted')];
  const joined = joinCells(cells);
  expect(plainText(joined)).toBe('a b c d');
  expect(fitSegments(joined, 9)).toEqual([
    { text: 'a b', tone: 'bad' },
    { text: ' c ' },
    { text: 'd', tone: 'muted' },
  ]);
  expect(joinCells([])).toEqual([]);
});

describe('fitSegments', () => {
  const cases: readonly [string, readonly Segment[], number, string][] = [
    ['a line that fits stays', [segment('abc'), segment('def', 'bad')], 6, 'abcdef'],
    ['a cut segment ends with an ellipsis', [segment('abc'), segment('def', 'bad')], 5, 'abcd…'],
    ['a cut between segments is told too', [segment('abc'), segment('def', 'bad')], 3, 'ab…'],
    ['nothing fits no room', [segment('abc')], 0, ''],
    ['wide characters are not halved', [segment('a漢字'), segment('x')], 4, 'a漢…'],
  ];
  test.each(cases)('%s', (_, line, width, expected) => {
    expect(plainText(fitSegments(line, width))).toBe(expected);
  });

  test('neighbours of one tone become one run', () => {
    const line = [segment('a'), segment('b', 'plain'), segment('', 'bad'), segment('c', 'bad')];
    expect(fitSegments(line, 9)).toEqual([{ text: 'ab' }, { text: 'c', tone: 'bad' }]);
  });

  test('is never wider than its room, and whole where there is room', () => {
    fc.assert(
      fc.property(anyLine, fc.integer({ min: 0, max: 40 }), (line, width) => {
        const fitted = fitSegments(line, width);
        expect(segmentsWidth(fitted)).toBeLessThanOrEqual(width);
        if (segmentsWidth(line) <= width) expect(plainText(fitted)).toBe(plainText(line));
      }),
    );
  });
});

describe('spread', () => {
  test('puts the right text at the right end, and lets the left one give way', () => {
    const right = [segment('12 rows', 'muted')];
    expect(plainText(spread([segment('left')], right, 16))).toBe('left     12 rows');
    expect(plainText(spread([segment('a long left text')], right, 16))).toBe('a long … 12 rows');
  });

  test('fills its room exactly when it has a right text', () => {
    fc.assert(
      fc.property(anyLine, fc.integer({ min: 5, max: 40 }), (left, width) => {
        expect(segmentsWidth(spread(left, [segment('end')], width))).toBe(width);
      }),
    );
  });
});
