import { describe, expect, test } from 'vitest';
import {
  openPrompt,
  promptKey,
  readTime,
  typedTime,
  typeIntoPrompt,
} from '../../../../src/features/scan-logs/pane-prompt.ts';
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

describe('the presets', () => {
  const keys = (from: string, ...names: readonly string[]) =>
    fieldText(names.reduce(promptKey, openPrompt('time', from)).field);

  test.each([
    ['24h', ['down'], '2d'],
    ['24h', ['up', 'up'], '1h'],
    ['something', ['down'], '15m'],
    ['something', ['up'], '3M'],
    ['3M', ['tab'], '15m'],
    ['15m', ['shift-tab'], '3M'],
  ])('from %j by %j to %j', (from, names, expected) => {
    expect(keys(from, ...names)).toBe(expected);
  });

  test('typing leaves them', () => {
    const chosen = promptKey(openPrompt('time', '24h'), 'down');
    expect(chosen.preset).not.toBeNull();
    expect(typeIntoPrompt(chosen, 'x')).toMatchObject({ preset: null, error: null });
    expect(promptKey(chosen, 'backspace').preset).toBeNull();
  });
});
