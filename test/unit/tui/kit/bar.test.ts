import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cells } from '../../../../src/core/width.ts';
import { bar } from '../../../../src/tui/kit/bar.ts';
import { sparkline } from '../../../../src/tui/kit/sparkline.ts';

describe('bar', () => {
  const cases: readonly [string, number | null, string][] = [
    ['nothing', 0, '····'],
    ['half', 0.5, '██··'],
    ['an eighth of a cell', 0.0313, '▏···'],
    ['begun is not nothing', 0.0001, '▏···'],
    ['nearly done is not done', 0.9999, '███▉'],
    ['done', 1, '████'],
    ['more than done', 1.5, '████'],
    ['less than nothing', -1, '····'],
    ['unknown is neither empty nor full', null, '╌╌╌╌'],
    ['no number is unknown', Number.NaN, '╌╌╌╌'],
  ];
  test.each(cases)('%s', (_, ratio, expected) => {
    expect(bar(ratio, 4)).toBe(expected);
  });

  test('has exactly its width', () => {
    const anyRatio = fc.option(fc.double());
    fc.assert(
      fc.property(anyRatio, fc.integer({ min: 0, max: 60 }), (ratio, width) => {
        expect(cells(bar(ratio, width))).toBe(width);
      }),
    );
  });
});

describe('sparkline', () => {
  const cases: readonly [string, readonly (number | null)[], string][] = [
    ['the newest stands at the right', [1, 2, 4], '  ▃▅█'],
    ['the oldest fall away', [9, 9, 0, 1, 2, 3, 4], '▁▃▅▇█'],
    ['unknown is not zero', [0, null, 2], '  ▁ █'],
    ['all zero is flat', [0, 0, 0, 0, 0], '▁▁▁▁▁'],
    ['nothing is blank', [], '     '],
  ];
  test.each(cases)('%s', (_, values, expected) => {
    expect(sparkline(values, 5)).toBe(expected);
  });
});
