import { expect, test } from 'vitest';
import {
  boundsOf,
  readTimeSpan,
  spanWords,
  type TimeSpan,
  typedSpan,
} from '../../../src/core/time-span.ts';

const now = Date.UTC(2026, 10, 21, 12, 3, 41, 250);
const bounds = (sinceMs: number, untilMs: number): TimeSpan => ({
  kind: 'bounds',
  sinceMs,
  untilMs,
});

test.each<[string, TimeSpan | null]>([
  ['', null],
  ['..', null],
  ['24h', { kind: 'range', range: '24h' }],
  ['-15m', { kind: 'range', range: '15m' }],
  ['1M', { kind: 'range', range: '1M' }],
  ['2026-11-01..2026-11-03', bounds(Date.UTC(2026, 10, 1), Date.UTC(2026, 10, 3))],
  ['yesterday', bounds(Date.UTC(2026, 10, 20), now)],
  ['2h..1h', bounds(now - 7_200_000, now - 3_600_000)],
  ['..2026-11-03', bounds(Date.UTC(2026, 10, 2), Date.UTC(2026, 10, 3))],
])('reads "%s"', (text, expected) => {
  expect(readTimeSpan(text, now)).toEqual(expected);
});

test.each(['soon', '2026-11-03..2026-11-01', '1h..2h', '1h..then'])('refuses "%s"', (text) => {
  expect(() => readTimeSpan(text, now)).toThrow();
});

test.each(['24h', 'yesterday', '2026-11-01..2026-11-03'])(
  'types "%s" as it can be read',
  (text) => {
    const span = readTimeSpan(text, now) ?? bounds(0, 0);
    expect(readTimeSpan(typedSpan(span), now)).toEqual(span);
  },
);

test('says a span in words, and where it ends', () => {
  expect(spanWords({ kind: 'range', range: '24h' })).toBe('last 24h');
  expect(spanWords(bounds(0, 1500))).toBe('1970-01-01T00:00:00Z to 1970-01-01T00:00:01.500Z');
  const range = boundsOf({ kind: 'range', range: '1h' }, now);
  expect(range).toEqual({ sinceMs: now - 3_600_000, untilMs: now });
});
