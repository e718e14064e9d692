import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createPace } from '../../../../src/simulator/xray/pace.ts';

const monthMs = 30 * 86_400_000;
const rates = fc.constantFrom(1, 7, 100, 5000, 40_000, 999_999, 1_000_000, 10_000_000);
const keys = fc.integer();
const times = fc.integer({ min: Date.UTC(2023, 7, 1), max: Date.UTC(2030, 0, 1) });

describe('the pace of events', () => {
  test('never goes back', () => {
    fc.assert(
      fc.property(rates, keys, times, (rate, key, ms) => {
        const { timeOf, firstFrom } = createPace(rate, key);
        const start = firstFrom(ms);
        const all = Array.from({ length: 200 }, (_, index) => timeOf(start + index));
        expect(all).toEqual(all.toSorted((a, b) => a - b));
        expect(all.every((ms) => ms % 1000 === 0)).toBe(true);
      }),
    );
  });

  test('tells the first event from a time on', () => {
    fc.assert(
      fc.property(rates, keys, times, (rate, key, ms) => {
        const { timeOf, firstFrom } = createPace(rate, key);
        const first = firstFrom(ms);
        expect(timeOf(first)).toBeGreaterThanOrEqual(ms);
        if (first > 0) expect(timeOf(first - 1)).toBeLessThan(ms);
      }),
      { numRuns: 500 },
    );
  });

  test('has as many events in any 30 days, give or take two broken bursts', () => {
    fc.assert(
      fc.property(rates, keys, times, (rate, key, ms) => {
        const { firstFrom } = createPace(rate, key);
        const count = firstFrom(ms + monthMs) - firstFrom(ms);
        // Rounding may move an event at either end by a second.
        const slack = rate % 16 === 0 ? 2 : 32;
        expect(Math.abs(count - rate)).toBeLessThanOrEqual(slack);
      }),
      { numRuns: 500 },
    );
  });

  test('is slower at night', () => {
    const { firstFrom } = createPace(1_000_000, 1);
    const hour = (at: number) =>
      firstFrom(Date.UTC(2026, 10, 20, at + 1)) - firstFrom(Date.UTC(2026, 10, 20, at));
    expect(hour(10)).toBeGreaterThan(3 * hour(4));
  });
});
