import { describe, expect, it } from 'vitest';
import {
  estimateOf,
  isStalled,
  rateHistory,
  rateOf,
  stalledSince,
} from '../../../../src/features/scan-progress/estimate.ts';
import type { Scan } from '../../../../src/features/scan-progress/model.ts';
import { play, type ReportParts, report } from './scans.ts';

const stallAfterMs = 60_000;

/** The scan after a number of answers, one every two seconds. */
function scanAfter(answers: readonly ReportParts[]): Scan {
  const [scan] = play(answers.map((parts) => [report(parts)])).scans;
  if (scan === undefined) throw new Error('no scan');
  return scan;
}

const steady = (count: number, total = 1000, discovery: readonly [number, number] = [4, 4]) =>
  Array.from({ length: count }, (_, index) => ({ discovery, images: [index, total] as const }));

describe('the rate', () => {
  it.each([
    ['is images a minute of what was observed', steady(31), 30],
    ['is zero while nothing moves', [{ images: [5, 9] }, { images: [5, 9] }], 0],
    ['is not known from one observation', [{ images: [5, 9] }], null],
    ['is not made from a start in the future', [{ images: [5, 9], startedAt: 99_000 }], null],
    ['is taken since the start else', [{ images: [6, 9], startedAt: -120_000 }], 3],
  ] as const)('%s', (_, answers, rate) => {
    expect(rateOf(scanAfter(answers))).toBe(rate);
  });

  it('forgets what is five minutes old', () => {
    const burst = steady(100, 1000);
    const slow = steady(200).map((parts) => ({ ...parts, images: [100, 1000] as const }));
    expect(rateOf(scanAfter([...burst, ...slow]))).toBe(0);
  });
});

describe('the estimate', () => {
  it.each([
    ['is steady after half a minute', steady(31, 60), { seconds: 60, sureness: 'steady' }],
    ['is rough with few samples', steady(4, 33), { seconds: 60, sureness: 'rough' }],
    [
      'is a lower bound while the total grows',
      steady(31, 60, [2, 4]),
      { seconds: 60, sureness: 'lower-bound' },
    ],
    ['is none without a rate', [{ images: [5, 9] }], null],
    ['is none at a rate of zero', [{ images: [5, 9] }, { images: [5, 9] }], null],
    ['is none once the scan is over', [...steady(9), { images: [9, 9], over: true }], null],
    [
      'is zero seconds when only discovery is left',
      steady(31, 30, [2, 4]),
      expect.objectContaining({ seconds: 0 }),
    ],
  ] as const)('%s', (_, answers, estimate) => {
    expect(estimateOf(scanAfter(answers), stallAfterMs)).toEqual(estimate);
  });
});

describe('a stall', () => {
  const still = Array.from({ length: 31 }, () => ({ images: [7, 9] as const }));

  it.each([
    ['is not known from one observation', still.slice(0, 1), null],
    ['needs its time', still.slice(0, 30), false],
    ['is there after its time', still, true],
    ['ends with any move', [...still, { discovery: [1, 2], images: [7, 9] }], false],
    ['is no state of a scan that is over', [...still, { images: [7, 9], over: true }], false],
  ] as const)('%s', (_, answers, stalled) => {
    expect(isStalled(scanAfter(answers), stallAfterMs)).toBe(stalled);
  });

  it('says since when', () => {
    const scan = scanAfter([{ images: [6, 9] }, ...still]);
    expect(stalledSince(scan, stallAfterMs)).toBe(2000);
    expect(stalledSince(scan, stallAfterMs + 1)).toBe(null);
    expect(estimateOf(scan, stallAfterMs)).toBe(null);
  });
});

describe('the rate history', () => {
  it('has one value for every slice that is over', () => {
    expect(rateHistory(scanAfter(steady(16)))).toEqual([24, 30, 30]);
    expect(rateHistory(scanAfter(steady(20)))).toEqual([24, 30, 30]);
    expect(rateHistory(scanAfter(steady(1)))).toEqual([]);
  });

  it('does not take a gap for a standstill', () => {
    const scan = scanAfter([{ images: [1, 9] }]);
    const samples = [
      { at: 0, scanned: 1 },
      { at: 35_000, scanned: 8 },
      { at: 41_000, scanned: 9 },
    ];
    expect(rateHistory({ ...scan, samples })).toEqual([0, null, null, 42]);
  });
});
