import { formatTime } from '../../core/time.ts';
import { type DetailItem, detailLines } from '../../tui/kit/detail.ts';
import type { Segments } from '../../tui/kit/segments.ts';
import { segment } from '../../tui/kit/segments.ts';
import { sparkline } from '../../tui/kit/sparkline.ts';
import type { Companions } from './companions.ts';
import { rateHistory, rateOf } from './estimate.ts';
import type { Scan, StepCount } from './model.ts';
import { outlookText, runningText, scanName, stateWord } from './pane-words.ts';

/** What a detail is made of beside its scan. */
export interface DetailContext {
  readonly width: number;
  readonly stallAfterMs: number;
  readonly companions: Companions | null;
}

/** All that is known of a scan, laid out; nothing is cut off. */
export function scanDetail(scan: Scan, context: DetailContext): readonly Segments[] {
  const items = [
    ...identity(scan, context),
    ...progress(scan, context),
    ...errors(scan, context.companions),
    { heading: "The vendor's own words" },
    { label: 'step 1', value: scan.titles.discovery },
    { label: 'step 2', value: scan.titles.imageScan },
  ];
  return detailLines(items, { width: context.width, labelWidth: 14 });
}

function identity(scan: Scan, { stallAfterMs }: DetailContext): readonly DetailItem[] {
  const { glyph, word, tone } = stateWord(scan, stallAfterMs);
  return [
    { heading: scanName(scan) },
    { label: 'state', value: `${glyph} ${word}, ${outlookText(scan, stallAfterMs)}`, tone },
    { label: 'kind', value: scan.kind },
    { label: 'registry', value: scan.registry },
    ...(scan.kind === 'on-demand'
      ? [
          { label: 'repository', value: scan.repo },
          { label: 'tag', value: scan.tag },
          { label: 'digest', value: scan.digest },
        ]
      : []),
    { label: 'defenders', value: scan.defenders === null ? null : String(scan.defenders) },
  ];
}

function progress(scan: Scan, { width }: DetailContext): readonly DetailItem[] {
  const rate = rateOf(scan);
  return [
    { heading: 'Progress' },
    { label: 'repositories', value: stepText(scan.discovery) },
    { label: 'images', value: stepText(scan.imageScan) },
    { label: 'rate', value: rate === null ? null : `${rate.toFixed(1)} images a minute` },
    { line: [segment(`${' '.repeat(17)}${historyText(scan, width - 20)}`, 'accent')] },
    { label: 'started', value: timeText(scan.startedAt) },
    { label: 'running', value: runningText(scan) },
    { label: 'first seen', value: timeText(scan.firstSeenAt) },
    { label: 'last moved', value: timeText(scan.lastMovedAt) },
    ...(scan.finishedAt === null ? [] : [{ label: 'ended', value: timeText(scan.finishedAt) }]),
  ];
}

function historyText(scan: Scan, width: number): string {
  return sparkline(rateHistory(scan), Math.min(60, Math.max(0, width))).trimStart();
}

function errors(scan: Scan, companions: Companions | null): readonly DetailItem[] {
  const own: DetailItem =
    scan.error === null
      ? { text: 'none reported for this scan', tone: 'muted' }
      : { text: scan.error, tone: 'bad' };
  const reported = scan.kind === 'regular' ? (companions?.errors ?? []) : [];
  if (reported.length === 0) return [{ heading: 'Errors' }, own];
  return [
    { heading: 'Errors' },
    own,
    { heading: 'Errors of the regular scan, all registries' },
    ...reported.map((text): DetailItem => ({ text, tone: 'warn' })),
  ];
}

function stepText({ scanned, total }: StepCount): string | null {
  if (scanned === null && total === null) return null;
  return `${scanned ?? '?'} of ${total ?? '?'}`;
}

function timeText(at: number | null): string | null {
  return at === null ? null : formatTime(at);
}
