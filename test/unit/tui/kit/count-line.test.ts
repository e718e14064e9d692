import { describe, expect, test } from 'vitest';
import { cells } from '../../../../src/core/width.ts';
import { type CountLine, countLine, shortCount } from '../../../../src/tui/kit/count-line.ts';
import { plainText } from '../../../../src/tui/kit/segments.ts';

const line: CountLine = {
  mark: 'x ',
  name: 'prod:eu-central',
  count: '1,126',
  countWidth: 5,
  ratio: 1,
  barWidth: 5,
  width: 30,
};
const text = (more: Partial<CountLine> = {}) => plainText(countLine({ ...line, ...more }));

describe('a counted value', () => {
  test.each([
    ['as it is', {}, 'x prod:eu-central  1,126 █████'],
    ['cut at its beginning', { width: 24 }, 'x …:eu-central 1,126 ███'],
    ['without a ratio', { ratio: null, count: '…' }, 'x prod:eu-central      …      '],
    ['hardly there', { ratio: 0.001, count: '1' }, 'x prod:eu-central      1 ▏    '],
    ['not there', { ratio: 0, count: '0' }, 'x prod:eu-central      0      '],
  ])('%s', (_what, more, expected) => {
    const width = 'width' in more ? 24 : 30;
    const drawn = text('width' in more ? { ...more, barWidth: 3 } : more);
    expect(drawn).toBe(expected);
    expect(cells(drawn)).toBe(width);
  });

  test('keeps the other end of a name where that tells more', () => {
    expect(text({ width: 24, barWidth: 3, keep: 'start' })).toContain('x prod:eu-cen…');
  });
});

test.each([
  [0, '0'],
  [812, '812'],
  [9_481, '9,481'],
  [48_211, '48k'],
  [999_999, '999k'],
  [1_250_000, '1.2M'],
])('%d is short as %s', (count, expected) => {
  expect(shortCount(count)).toBe(expected);
});
