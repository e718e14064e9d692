import { describe, expect, test } from 'vitest';
import { openPrompt, readTime, typedTime } from '../../../../src/features/scan-logs/pane-prompt.ts';
import { lineKey } from '../../../../src/tui/kit/line-prompt.ts';
import { fieldText } from '../../../../src/tui/kit/text-field.ts';

const now = Date.UTC(2026, 10, 21, 12);
const day = (of: number) => Date.UTC(2026, 10, of);

describe('a typed time', () => {
  test.each([
    ['-15m', { kind: 'range', range: '-15m' }],
    ['2w', { kind: 'range', range: '-2w' }],
    [' 1M ', { kind: 'range', range: '-1M' }],
    ['2d..now', { kind: 'range', range: '-2d' }],
    ['2026-11-01..2026-11-03', { kind: 'bounds', since: day(1), until: day(3) }],
    ['2026-11-01 .. 2026-11-03', { kind: 'bounds', since: day(1), until: day(3) }],
    ['yesterday', { kind: 'bounds', since: day(20), until: now }],
    ['2d..1d', { kind: 'bounds', since: now - 2 * 86_400_000, until: now - 86_400_000 }],
    ['', null],
    ['..', null],
  ])('%j', (text, expected) => {
    expect(readTime(text, now)).toEqual(expected);
  });

  test.each(['soon', '2026-11-03..2026-11-01', '2026-13-01'])('%j is refused', (text) => {
    expect(() => readTime(text, now)).toThrow(/time|before/);
  });

  test.each([
    [{ kind: 'range', range: '-24h' } as const],
    [{ kind: 'bounds', since: day(1), until: day(3) + 1500 } as const],
  ])('%j reads back as it was written', (time) => {
    expect(readTime(typedTime(time), now)).toEqual(time);
  });
});

test('a prompt for the time has presets, and begins at the one in force', () => {
  const text = fieldText(lineKey(openPrompt('time', '24h'), 'down').field);
  expect([text, openPrompt('query').presets]).toEqual(['2d', []]);
});
