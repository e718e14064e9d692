import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { safeText } from '../../../../src/core/safe-text.ts';
import { cells } from '../../../../src/core/width.ts';
import { detailLines } from '../../../../src/tui/kit/detail.ts';
import { noticeLines } from '../../../../src/tui/kit/notice.ts';
import { clampTop, type ScrollMove, scrollBy, scrollNote } from '../../../../src/tui/kit/scroll.ts';
import { plainText, segmentsWidth } from '../../../../src/tui/kit/segments.ts';
import { wrapText } from '../../../../src/tui/kit/wrap.ts';

const noBlanks = (text: string) => text.replaceAll(' ', '');

describe('wrapText', () => {
  const cases: readonly [string, string, number, readonly string[]][] = [
    ['between words', 'one two three', 7, ['one two', 'three']],
    ['inside a word that is too long', 'a abcdefgh', 4, ['a', 'abcd', 'efgh']],
    ['by cells, not characters', '漢字漢字', 4, ['漢字', '漢字']],
    ['nothing is one empty line', '', 4, ['']],
  ];
  test.each(cases)('breaks %s', (_, text, width, expected) => {
    expect(wrapText(text, width)).toEqual(expected);
  });

  test('loses nothing but blanks, and stays within its width', () => {
    const anyText = fc.string({ unit: 'grapheme', maxLength: 60 }).map((text) => safeText(text));
    fc.assert(
      fc.property(anyText, fc.integer({ min: 2, max: 30 }), (text, width) => {
        const lines = wrapText(text, width);
        expect(noBlanks(lines.join(''))).toBe(noBlanks(text));
        for (const line of lines) expect(cells(line)).toBeLessThanOrEqual(width);
      }),
    );
  });
});

describe('detailLines', () => {
  const lines = detailLines(
    [
      { heading: 'Scan' },
      { label: 'image', value: 'registry.example/a-long-name:1' },
      { label: 'started at', value: null },
      { heading: 'Errors' },
      { text: 'first\nsecond \u001b[31m', tone: 'bad' },
    ],
    { width: 30 },
  );

  test('puts labels in one column, and wraps values beside them', () => {
    expect(lines.map(plainText)).toEqual([
      ' Scan',
      ' image       registry.example/',
      '             a-long-name:1',
      ' started at  unknown',
      '',
      ' Errors',
      ' first',
      ' second ␛[31m',
    ]);
  });

  test('stays within its width', () => {
    for (const line of lines) expect(segmentsWidth(line)).toBeLessThanOrEqual(30);
  });
});

describe('noticeLines', () => {
  test('tells what is wrong, since when, and what to try', () => {
    const lines = noticeLines(
      {
        tone: 'bad',
        text: 'The console cannot be reached.',
        since: Date.UTC(2026, 10, 21, 12, 3, 41),
        hint: 'Check the VPN.',
      },
      80,
    );
    expect(lines.map(plainText)).toEqual([
      ' ✗ The console cannot be reached, since 12:03:41Z',
      '   Check the VPN.',
    ]);
  });
});

describe('scrolling', () => {
  const room = { count: 30, height: 10 };
  const cases: readonly [ScrollMove, number, number][] = [
    ['down', 0, 1],
    ['up', 0, 0],
    ['page-down', 0, 9],
    ['page-up', 12, 3],
    ['half-down', 0, 5],
    ['half-up', 7, 2],
    ['last', 3, 20],
    ['first', 13, 0],
    ['down', 20, 20],
    ['up', 99, 19],
  ];
  test.each(cases)('%s from %i goes to %i', (move, from, to) => {
    expect(scrollBy(from, move, room)).toBe(to);
  });

  test('a short text does not scroll', () => {
    expect(scrollBy(0, 'last', { count: 3, height: 10 })).toBe(0);
    expect(clampTop(5, { count: 3, height: 10 })).toBe(0);
  });

  test('tells what is visible, where that is not all', () => {
    expect(scrollNote(4, room)).toBe('5-14 of 30');
    expect(scrollNote(0, { count: 10, height: 10 })).toBe('');
  });
});
