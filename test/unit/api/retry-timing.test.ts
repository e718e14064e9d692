import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  isRetryableStatus,
  parseRetryAfter,
  type RetryQuestion,
  retryDelay,
} from '../../../src/api/retry-timing.ts';

const noon = Date.UTC(2026, 10, 21, 12);
const date = (ms: number) => new Date(ms).toUTCString();

test.each([
  ['seconds', { 'retry-after': '7' }, 7_000],
  ['ten minutes, not clamped', { 'retry-after': '600' }, 600_000],
  ['a fraction, rounded up', { 'retry-after': '0.0015' }, 2],
  ['a date', { 'retry-after': date(noon + 90_000) }, 90_000],
  ['a date in the past', { 'retry-after': date(noon - 5_000) }, 0],
  [
    "a date against the server's own clock",
    { 'retry-after': date(noon + 3_600_000), date: date(noon + 3_590_000) },
    10_000,
  ],
  ['absent', {}, undefined],
  ['empty', { 'retry-after': ' ' }, undefined],
  ['nonsense', { 'retry-after': 'soon' }, undefined],
  ['negative', { 'retry-after': '-3' }, undefined],
])('reads a Retry-After header: %s', (_name, headers: Record<string, string>, expected) => {
  expect(parseRetryAfter(headers, noon)).toBe(expected);
});

const question: RetryQuestion = {
  attempt: 1,
  tries: 4,
  repeatable: true,
  remainingMs: 120_000,
  retryAfterMs: undefined,
  random: () => 1,
};

test.each<[string, Partial<RetryQuestion>, number | null]>([
  ['starts with half a second', {}, 500],
  ['doubles', { attempt: 3 }, 2_000],
  ['stops doubling at 30 s', { attempt: 20, tries: 99 }, 30_000],
  ['jitters over the whole range', { attempt: 3, random: () => 0 }, 0],
  ["obeys the vendor's wish", { retryAfterMs: 119_999, random: () => 0 }, 119_999],
  ['gives up when the wish is past the total time-out', { retryAfterMs: 120_000 }, null],
  ['gives up when the back-off is past the total time-out', { remainingMs: 500 }, null],
  ['gives up after the last try', { attempt: 4 }, null],
  ['never repeats what may do harm', { repeatable: false, retryAfterMs: 1 }, null],
])('a retry %s', (_name, change, expected) => {
  expect(retryDelay({ ...question, ...change })).toBe(expected);
});

test('a back-off stays within its bound', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 50 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (attempt, draw) => {
        const delay = retryDelay({ ...question, attempt, tries: 99, random: () => draw }) ?? -1;
        expect(delay).toBeGreaterThanOrEqual(0);
        expect(delay).toBeLessThanOrEqual(Math.min(30_000, 500 * 2 ** (attempt - 1)));
      },
    ),
  );
});

test('only passing troubles are retried', () => {
  const statuses = Array.from({ length: 600 }, (_, status) => status).filter(isRetryableStatus);
  expect(statuses).toEqual([408, 425, 429, 500, 502, 503, 504]);
});
