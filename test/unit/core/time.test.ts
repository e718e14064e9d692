import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatClock, formatTime, parseTime, parseWireTime } from '../../../src/core/time.ts';

const now = Date.parse('2026-03-31T12:03:41.500Z');
const at = (text: string) => Date.parse(text);

describe('parseTime', () => {
  test.each([
    ['now', now],
    ['yesterday', at('2026-03-30T00:00:00Z')],
    ['30s', now - 30_000],
    ['15m', now - 900_000],
    ['-15m', now - 900_000],
    ['-3h', now - 10_800_000],
    ['2d', now - 172_800_000],
    ['2w', now - 1_209_600_000],
    ['1M', at('2026-02-28T12:03:41.500Z')],
    ['-2M', at('2026-01-31T12:03:41.500Z')],
    ['4M', at('2025-11-30T12:03:41.500Z')],
    ['13M', at('2025-02-28T12:03:41.500Z')],
    ['2026-11-21', at('2026-11-21T00:00:00Z')],
    ['2024-02-29', at('2024-02-29T00:00:00Z')],
    ['2026-11-21T12:03:41Z', at('2026-11-21T12:03:41Z')],
    ['2026-11-21t12:03:41z', at('2026-11-21T12:03:41Z')],
    ['2026-11-21 12:03:41Z', at('2026-11-21T12:03:41Z')],
    ['2026-11-21T12:03:41.1239Z', at('2026-11-21T12:03:41.123Z')],
    ['2026-11-21T12:03:41+05:30', at('2026-11-21T06:33:41Z')],
    ['2026-11-21T12:03:41-08:00', at('2026-11-21T20:03:41Z')],
  ])('%s', (text, expected) => {
    expect(parseTime(text, now)).toBe(expected);
  });

  test.each([
    '',
    '15',
    'm',
    '+15m',
    '1y',
    '15ms',
    'tomorrow',
    'Now',
    '2026-02-29',
    '2026-11-31',
    '2026-13-01',
    '2026-11-21T25:00:00Z',
    '2026-11-21T12:03:41',
    '2026-11-21T12:03Z',
    '2026-11-21T12:03:41+24:00',
    '2026-11-21T12:03:41+05:60',
    '999999999w',
    '11/21/2026',
  ])('refuses %j, naming it and the grammar', (text) => {
    expect(() => parseTime(text, now)).toThrowError(
      expect.objectContaining({
        message: `"${text}" is not a time`,
        hint: expect.stringMatching(/15m.*1M.*yesterday.*RFC 3339/),
        exitCode: 2,
      }),
    );
  });

  test('reads what formatTime prints', () => {
    const anyTime = fc.integer({
      min: at('0001-01-01T00:00:00Z'),
      max: at('9999-12-31T23:59:59Z'),
    });
    fc.assert(
      fc.property(anyTime, (ms) => {
        expect(parseTime(formatTime(ms), now)).toBe(Math.floor(ms / 1000) * 1000);
      }),
    );
  });
});

test('times are printed in UTC, to the second', () => {
  expect(formatTime(now)).toBe('2026-03-31T12:03:41Z');
  expect(formatClock(now)).toBe('12:03:41Z');
});

test.each<[unknown, number | null]>([
  ['2026-11-21T12:03:41Z', at('2026-11-21T12:03:41Z')],
  ['2019-07-31T19:42:49.036311567Z', at('2019-07-31T19:42:49.036Z')],
  ['2019-07-31T19:42:49.5Z', at('2019-07-31T19:42:49.500Z')],
  ['2019-07-31T21:42:49+0200', at('2019-07-31T19:42:49Z')],
  ['2019-07-31', at('2019-07-31T00:00:00Z')],
  ['0001-01-01T00:00:00Z', null],
  ['0001-01-01T00:00:00.000000000Z', null],
  ['', null],
  ['soon', null],
  ['2026-02-30T00:00:00Z', null],
  [null, null],
  [undefined, null],
  [0, null],
  [{}, null],
])('parseWireTime(%j) is %j', (value, expected) => {
  expect(parseWireTime(value)).toBe(expected);
});
