import { safeText } from '../../core/safe-text.ts';
import { padEnd, padStart, truncate } from '../../core/width.ts';
import { bar } from '../../tui/kit/bar.ts';
import { type Segments, segment } from '../../tui/kit/segments.ts';
import { sparkline } from '../../tui/kit/sparkline.ts';
import { rateHistory } from './estimate.ts';
import { isComplete, isGoing, type Scan, type StepCount } from './model.ts';
import {
  defendersText,
  outlookText,
  rateText,
  runningText,
  scanName,
  stateWord,
} from './pane-words.ts';

/** Lines that a scan takes in the list. */
export const cardHeight = 2;

const outlookWidth = 28;
const stateWidth = 13;

/** The two lines of a scan: what it is and how it stands; how far both of its steps are. */
export function cardLines(scan: Scan, width: number, stallAfterMs: number): readonly Segments[] {
  const head = headLine(scan, width, stallAfterMs);
  if (scan.state === 'failed') return [head, failureLine(scan)];
  return [head, barsLine(scan, width, stallAfterMs)];
}

function headLine(scan: Scan, width: number, stallAfterMs: number): Segments {
  const { glyph, word, tone } = stateWord(scan, stallAfterMs);
  const facts = factsText(scan, width);
  const outlook = padStart(outlookText(scan, stallAfterMs), outlookWidth);
  const room = width - 4 - stateWidth - facts.length - outlookWidth - 1;
  // The telling part of an image's name is its end, that of a registry its beginning.
  const keep = scan.kind === 'on-demand' ? 'end' : 'start';
  return [
    segment(` ${glyph} ${padEnd(word, stateWidth)}`, tone),
    segment(padEnd(truncate(scanName(scan), room, keep), room), 'strong'),
    segment(`${facts} ${outlook} `),
  ];
}

function factsText(scan: Scan, width: number): string {
  const ran = scan.state === 'idle' ? '' : `${isGoing(scan) ? 'for' : 'ran'} ${runningText(scan)}`;
  const facts = [
    ...(width >= 110 ? [padEnd(scan.kind === 'on-demand' ? 'on demand' : 'registry', 9)] : []),
    ...(width >= 100 ? [padEnd(defendersText(scan), 12)] : []),
    ...(width >= 90 ? [padEnd(ran, 11)] : []),
  ];
  return facts.map((fact) => `  ${fact}`).join('');
}

function barsLine(scan: Scan, width: number, stallAfterMs: number): Segments {
  const { tone } = stateWord(scan, stallAfterMs);
  const history = width >= 110 ? 12 : 0;
  const room = width - history - 52;
  const discoveryWidth = Math.min(24, Math.floor(room * 0.4));
  const imageWidth = Math.min(48, room - discoveryWidth);
  const barTone = isGoing(scan) ? tone : 'muted';
  return [
    segment('   repos '),
    segment(bar(ratioOf(scan.discovery), discoveryWidth), barTone),
    segment(` ${padEnd(countText(scan.discovery), 9)}  images `),
    segment(bar(ratioOf(scan.imageScan), imageWidth), barTone),
    segment(` ${padEnd(countText(scan.imageScan), 10)}${padStart(percentText(scan.imageScan), 4)}`),
    segment(padStart(rateText(scan, stallAfterMs), 8), 'muted'),
    ...(history > 0 && isGoing(scan)
      ? [segment(`  ${sparkline(rateHistory(scan), history - 2)}`, 'muted')]
      : []),
  ];
}

function ratioOf(step: StepCount): number | null {
  if (step.scanned === null || step.total === null) return null;
  if (step.total === 0) return 0;
  return isComplete(step) ? 1 : step.scanned / step.total;
}

function countText({ scanned, total }: StepCount): string {
  return `${scanned ?? '?'}/${total ?? '?'}`;
}

function percentText(step: StepCount): string {
  const ratio = ratioOf(step);
  if (ratio === null || !step.total) return '';
  return `${Math.min(isComplete(step) ? 100 : 99, Math.floor(ratio * 100))}%`;
}

function failureLine(scan: Scan): Segments {
  const counts = `${countText(scan.discovery)} repos, ${countText(scan.imageScan)} images: `;
  return [
    segment(`   ${counts}`, 'muted'),
    segment(safeText(scan.error ?? 'the console does not say why'), 'bad'),
  ];
}
