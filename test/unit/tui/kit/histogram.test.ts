import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cells } from '../../../../src/core/width.ts';
import { histogramLines } from '../../../../src/tui/kit/histogram.ts';
import { plainText } from '../../../../src/tui/kit/segments.ts';

const draw = (counts: readonly (number | null)[], width: number, height = 1) =>
  histogramLines({ counts, width, height }).map(plainText);

describe('a histogram', () => {
  test.each([
    [[0, 4, 8], 3, 1, ['·▄█']],
    [[8, null, 0], 3, 1, ['█╌·']],
    [[1, 1000], 2, 1, ['▁█']],
    [[8, 16], 2, 2, [' █', '██']],
    [[2, 4], 8, 1, ['▄▄▄ ███ ']],
    [[0, 0], 2, 1, ['··']],
    [[null, null], 2, 2, ['  ', '╌╌']],
    [[], 4, 1, ['']],
  ])('%j in %d x %d cells', (counts, width, height, expected) => {
    expect(draw(counts, width, height)).toEqual(expected);
  });

  test('is as wide as its room, and never says nothing of something', () => {
    const count = fc.option(fc.nat(100_000));
    fc.assert(
      fc.property(
        fc.array(count, { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 40, max: 200 }),
        fc.integer({ min: 1, max: 6 }),
        (counts, width, height) => {
          const lines = draw(counts, width, height);
          expect(lines).toHaveLength(height);
          expect(lines.map(cells)).toEqual(lines.map(() => width));
          const ground = lines.at(-1) ?? '';
          counts.forEach((each, index) => {
            const at = ground[Math.floor((index * width) / counts.length)];
            expect(at).toMatch(each === null ? /╌/ : each === 0 ? /·/ : /[▁▂▃▄▅▆▇█]/);
          });
        },
      ),
    );
  });

  test('marks what is chosen', () => {
    const [line = []] = histogramLines({
      counts: [1, 1, 1],
      width: 3,
      height: 1,
      chosen: { from: 1, to: 2 },
    });
    expect(line.map(({ tone }) => tone)).toEqual([undefined, 'accent', 'accent']);
  });
});
