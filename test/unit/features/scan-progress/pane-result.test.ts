import { expect, it } from 'vitest';
import type { Scan } from '../../../../src/features/scan-progress/model.ts';
import { resultLines } from '../../../../src/features/scan-progress/pane-result.ts';
import { imageOf } from '../../../../src/features/scan-progress/scan-result.ts';
import { plainText } from '../../../../src/tui/kit/segments.ts';
import { play, report } from './scans.ts';

const end = Date.parse('2026-11-21T12:00:00Z');

const endedAt = (finishedAt: number | null): Scan => {
  const [scan] = play([[report({ over: true })]]).scans;
  if (scan === undefined) throw new Error('the tracker has no scan');
  return { ...scan, finishedAt };
};

const unknown = { critical: null, high: null, medium: null, low: null, total: null };

function heading(finishedAt: number | null, ...times: readonly string[]): string {
  const images = times.map((scanTime) => imageOf({ scanTime, repoTag: { repo: 'alpine' } }));
  const loaded = { images, total: null, undecoded: 0, truncated: false, vulnerabilities: unknown };
  const lines = resultLines(endedAt(finishedAt), loaded, 80);
  return lines.slice(0, 3).map(plainText).join('\n');
}

it.each([
  ['its own', end, ['2026-11-21T11:59:58Z'], /as the console has it now$/m],
  ['of a clock a little ahead', end, ['2026-11-21T12:00:30Z'], /as the console has it now$/m],
  ['of an end nobody saw', null, ['2026-11-21T13:00:00Z'], /as the console has it now$/m],
  ['a later one', end, ['2026-11-21T12:02:00Z'], /now; scanned again since$/m],
  [
    'in part later ones',
    end,
    ['2026-11-21T11:59:00Z', '2026-11-21T12:02:00Z'],
    /now; 1 of 2 scanned again since$/m,
  ],
])('tells a result from %s', (_what, finishedAt, times, expected) => {
  expect(heading(finishedAt, ...times)).toMatch(expected);
});
