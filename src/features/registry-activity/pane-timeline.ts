import { formatTime } from '../../core/time.ts';
import { padStart } from '../../core/width.ts';
import { shortCount } from '../../tui/kit/count-line.ts';
import { histogramLines } from '../../tui/kit/histogram.ts';
import { type Segments, segment, spread } from '../../tui/kit/segments.ts';
import { axisNeedsDay } from './pane-day.ts';
import { type ActivitySnapshot, loadIsCurrent } from './store-state.ts';
import type { Timeline } from './store-timeline.ts';

/** Lines of the timeline: all, failures and an axis, or one line on a low screen. */
export function timelineHeight(bodyHeight: number): number {
  return bodyHeight >= 26 ? 3 : 1;
}

const labelWidth = 18;

/** Draws the timeline in as many lines as `timelineHeight` says. */
export function timelineLines(
  snapshot: ActivitySnapshot,
  { width, height }: { readonly width: number; readonly height: number },
): readonly Segments[] {
  const timeline = loadIsCurrent(snapshot) ? snapshot.timeline : null;
  if (height === 1) return [lowLine(snapshot, timeline, width)];
  const room = width - labelWidth - 1;
  const bar = (counts: readonly (number | null)[]) =>
    histogramLines({ counts, width: room, height: 1 })[0] ?? [];
  const failed = timeline?.failed ?? [null];
  const isBad = (timeline?.failures ?? 0) > 0;
  return [
    [segment(label(' events', timeline?.total), 'strong'), ...bar(timeline?.all ?? [null])],
    [
      segment(label(' ✗ failures', timeline?.failures), isBad ? 'bad' : 'plain'),
      ...bar(failed).map(({ text }) => segment(text, isBad ? 'bad' : 'plain')),
    ],
    axisLine(snapshot, timeline, width),
  ];
}

function label(title: string, count: number | undefined): string {
  const text = count === undefined ? '…' : shortCount(count);
  return title + padStart(text, labelWidth - title.length - 1).concat(' ');
}

/** Counts in words, and a bar whose stretches with failures stand out. */
function lowLine(snapshot: ActivitySnapshot, timeline: Timeline | null, width: number): Segments {
  if (timeline === null) return [segment(` ${waitText(snapshot)}`, 'muted')];
  const { failures, total, all, failed } = timeline;
  const words = [
    segment(` ${shortCount(total)} events `),
    segment(` ✗ ${shortCount(failures)} failed `, failures > 0 ? 'bad' : 'plain'),
  ];
  const used = words.reduce((sum, { text }) => sum + text.length, 0);
  const [bar = []] = histogramLines({
    counts: all,
    width: Math.max(8, width - used - 2),
    height: 1,
  });
  const shown = bar.map(({ text, tone }, index) =>
    segment(text, (failed[index] ?? 0) > 0 ? 'bad' : tone),
  );
  return [...words, segment(' '), ...shown];
}

function axisLine(snapshot: ActivitySnapshot, timeline: Timeline | null, width: number): Segments {
  const start = ' '.repeat(labelWidth);
  if (timeline === null) return [segment(`${start}${waitText(snapshot)}`, 'muted')];
  const { sinceMs, untilMs, open } = timeline;
  const withDay = axisNeedsDay(snapshot);
  const text = (at: number) => {
    const time = formatTime(at);
    return withDay ? time.slice(5, 16).replace('T', ' ') : `${time.slice(11, 16)}Z`;
  };
  const notes = [
    'each line up to its own highest',
    ...(open > 0 ? [`◌ ${shortCount(open)} pending or not told`] : []),
    ...(snapshot.load.truncated ? ['╌ not loaded'] : []),
  ];
  return spread(
    [segment(`${start}${text(sinceMs)}   ${notes.join('; ')}`, 'muted')],
    [segment(`${text(untilMs)} `, 'muted')],
    width,
  );
}

function waitText(snapshot: ActivitySnapshot): string {
  const { load } = snapshot;
  if (load.failure !== null) return 'activity over time is not known';
  if (load.state === 'asking' || load.state === 'reading' || !loadIsCurrent(snapshot)) {
    return 'asking for events …';
  }
  return 'no event tells its time';
}
