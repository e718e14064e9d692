import { describe, expect, test } from 'vitest';
import { formatDuration, parseDuration } from '../../../src/core/duration.ts';
import { ScandeckError } from '../../../src/core/errors.ts';

describe('parseDuration', () => {
  test.each([
    ['500ms', 500],
    ['2s', 2_000],
    ['15m', 900_000],
    ['3h', 10_800_000],
    ['2d', 172_800_000],
    ['2w', 1_209_600_000],
    ['0s', 0],
  ])('%s is %d ms', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  test.each(['', '2', 's', '-2s', '1.5h', '2 s', '2S', '1h30m', '2y', '99999999999999w', ' 2s'])(
    'refuses %j, naming it and the grammar',
    (text) => {
      const refusal = (() => {
        try {
          return parseDuration(text);
        } catch (error) {
          return error;
        }
      })();
      expect(refusal).toBeInstanceOf(ScandeckError);
      expect(refusal).toMatchObject({ code: 'usage', exitCode: 2 });
      expect(refusal).toHaveProperty('message', `"${text}" is not a duration`);
      expect(refusal).toHaveProperty('hint', expect.stringContaining('15m'));
    },
  );
});

test.each([
  [-5_000, '0s'],
  [0, '0s'],
  [999, '0s'],
  [45_999, '45s'],
  [60_000, '1m'],
  [12 * 60_000 + 59_000, '12m'],
  [3_600_000, '1h 00m'],
  [3_840_000, '1h 04m'],
  [86_399_999, '23h 59m'],
  [3 * 86_400_000 + 2 * 3_600_000, '3d 2h'],
])('formatDuration(%d) is %s', (ms, expected) => {
  expect(formatDuration(ms)).toBe(expected);
});
