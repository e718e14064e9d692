import { expect, test } from 'vitest';
import type { Scan } from '../../../../src/features/scan-progress/model.ts';
import {
  outlookText,
  rateText,
  stateWord,
} from '../../../../src/features/scan-progress/pane-words.ts';
import { play, type ReportParts, report } from './scans.ts';

const stallAfterMs = 60_000;

function scanAfter(...answers: readonly (ReportParts | null)[]): Scan {
  const [scan] = play(answers.map((parts) => (parts === null ? [] : [report(parts)]))).scans;
  if (scan === undefined) throw new Error('no scan');
  return scan;
}

test.each([
  ['going', [{ images: [1, 9] }], 'scanning', 'accent'],
  ['going with an error', [{ images: [1, 9], error: 'no space' }], 'scanning !', 'warn'],
  ['without images yet', [{ discovery: [0, 4] }], 'discovering', 'accent'],
  ['reported as over', [{ images: [9, 9], over: true }], 'finished', 'good'],
  ['over with an error', [{ images: [2, 9], over: true, error: 'x' }], 'failed', 'bad'],
  ['gone when its counts were full', [{ images: [9, 9] }, null], 'finished', 'good'],
  ['gone before its counts were full', [{ images: [2, 9] }, null, null], 'vanished', 'warn'],
] as const)('a scan %s is told as such', (_, answers, word, tone) => {
  expect(stateWord(scanAfter(...answers), stallAfterMs)).toMatchObject({ word, tone });
});

test('a stall outranks what the scan says, and is told by a time that stands still', () => {
  const scan = scanAfter(...Array.from({ length: 40 }, () => ({ images: [1, 9] }) as const));
  expect(stateWord(scan, stallAfterMs)).toMatchObject({ word: 'stalled', tone: 'warn' });
  expect(outlookText(scan, stallAfterMs)).toBe('no movement since 00:00:00Z');
});

test('a scan has a rate while it moves, and none once it is said to stand still', () => {
  const moving = Array.from({ length: 10 }, (_, n) => ({ images: [n, 99] }) as const);
  const stuck = Array.from({ length: 40 }, () => ({ images: [9, 99] }) as const);
  expect(rateText(scanAfter(...moving), stallAfterMs)).toBe('30/min');
  expect(rateText(scanAfter(...moving, ...stuck), stallAfterMs)).toBe('');
});
