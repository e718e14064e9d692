import { parseDuration } from '../../core/duration.ts';
import { formatClock, formatTime } from '../../core/time.ts';
import { padEnd, padStart } from '../../core/width.ts';
import { shortCount } from '../../tui/kit/count-line.ts';
import { histogramLines } from '../../tui/kit/histogram.ts';
import { type Segments, segment, spread } from '../../tui/kit/segments.ts';
import { type SeverityWord, severityWords } from './model.ts';
import { msOf } from './nano-time.ts';
import { isSameDay, startOf } from './pane-day.ts';
import { severityLook } from './pane-words.ts';
import type { StreamEntry } from './store-buffer.ts';
import { severityLevels } from './store-question.ts';
import { type EventsSnapshot, streamIsCurrent } from './store-state.ts';
import { TailedEvent } from './tailed-event.ts';

/** Events over time by severity. Null where nothing is known of a stretch. */
export interface Timeline {
  /** Epoch milliseconds. */
  readonly since: number;
  readonly until: number;
  readonly counted: 'server' | 'stream';
  readonly lines: ReadonlyMap<SeverityWord, readonly (number | null)[]>;
  /** How many of each; null while it is not known. */
  readonly totals: ReadonlyMap<SeverityWord, number | null>;
}

const words = severityWords.filter((word) => severityLevels[word].length > 0);
const streamBuckets = 60;
const mostBuckets = 120;

/** What is drawn above: the server's series, or counts over the rows that are here. */
export function timelineOf(snapshot: EventsSnapshot): Timeline | null {
  const { series, question } = snapshot;
  const isWaiting = series.of !== question && series.loading;
  return isWaiting ? null : (serverTimeline(snapshot) ?? streamTimeline(snapshot));
}

function serverTimeline(snapshot: EventsSnapshot): Timeline | null {
  const { series, question } = snapshot;
  const { value, at } = series;
  if (value === null || at === null || series.of !== question) return null;
  const spanMs = parseDuration(question.range);
  const stepMs = Math.max(1, Number(value.stepNs / 1_000_000n));
  const buckets = Math.max(1, Math.min(mostBuckets, Math.round(spanMs / stepMs)));
  const since = at - spanMs;
  const lines = emptyLines(buckets, 0);
  for (const [group, points] of value.groups) {
    const word = words.find((known) => severityLevels[known].includes(Number(group)));
    const line = word === undefined ? undefined : lines.get(word);
    for (const { atNs, count } of points) {
      // A point stands for the step that begins with it: the first one began before the window.
      const index = Math.floor(((msOf(atNs) + stepMs / 2 - since) * buckets) / spanMs);
      if (line !== undefined) add(line, Math.min(Math.max(0, index), buckets - 1), count);
    }
  }
  const totals = totalsOf(snapshot, lines);
  return { since, until: at, counted: 'server', lines, totals };
}

/** The server's counts; without them, those of the lines. The last question's are nobody's. */
function totalsOf(
  { counts, question }: EventsSnapshot,
  lines: ReadonlyMap<SeverityWord, readonly number[]>,
): Map<SeverityWord, number | null> {
  const isWaiting = counts.of !== question && counts.loading;
  const bySeverity = counts.of === question ? counts.value?.bySeverity : undefined;
  return new Map(
    words.map((word) => {
      if (isWaiting) return [word, null];
      if (bySeverity === undefined) return [word, sum(lines.get(word) ?? [])];
      return [word, sum(severityLevels[word].map((level) => bySeverity[level] ?? 0))];
    }),
  );
}

/** Counted over the rows that are kept: nothing is known of the time before the first of them. */
function streamTimeline(snapshot: EventsSnapshot): Timeline | null {
  const { entries } = snapshot.stream;
  if (entries.length === 0) return null;
  const counted = countedEntries.get(entries) ?? countEntries(entries);
  countedEntries.set(entries, counted);
  return { ...counted, counted: 'stream', totals: totalsOf(snapshot, counted.lines) };
}

interface CountedEntries extends Pick<Timeline, 'since' | 'until'> {
  readonly lines: ReadonlyMap<SeverityWord, readonly number[]>;
}

/** By the array itself: it is another one when a row changes, and the same for every key. */
const countedEntries = new WeakMap<readonly StreamEntry[], CountedEntries>();

function countEntries(entries: readonly StreamEntry[]): CountedEntries {
  const times = entries.map((entry) => msOf(startOf(entry)));
  const since = times.reduce((least, time) => Math.min(least, time));
  const until = times.reduce((most, time) => Math.max(most, time), since + 1);
  const lines = emptyLines(streamBuckets, 0);
  for (const [index, entry] of entries.entries()) {
    if (entry.kind !== 'event') continue;
    const line = lines.get(wordOf(entry));
    const at = (((times[index] ?? since) - since) * streamBuckets) / (until - since);
    if (line !== undefined) add(line, Math.min(streamBuckets - 1, Math.floor(at)), 1);
  }
  return { since, until, lines };
}

/** What came by the tail is counted without being decoded. */
function wordOf(entry: StreamEntry & { readonly kind: 'event' }): SeverityWord {
  return entry instanceof TailedEvent ? entry.severityWord : entry.event.severity.word;
}

function emptyLines(buckets: number, value: number): Map<SeverityWord, number[]> {
  return new Map(words.map((word) => [word, Array.from({ length: buckets }, () => value)]));
}

function add(line: number[], index: number, count: number): void {
  line[index] = (line[index] ?? 0) + count;
}

const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);

/** Lines of the timeline on a screen: one a severity and the axis, or one for all. */
export function timelineHeight(bodyHeight: number): number {
  return bodyHeight >= 26 ? words.length + 1 : 1;
}

const labelWidth = 18;

/** Draws the timeline in as many lines as `timelineHeight` says. */
export function timelineLines(
  snapshot: EventsSnapshot,
  { width, height }: { readonly width: number; readonly height: number },
): readonly Segments[] {
  const timeline = timelineOf(snapshot);
  if (height === 1) return [shortLine(snapshot, timeline)];
  const room = width - labelWidth - 1;
  const lines = words.map((word): Segments => {
    const counts = timeline?.lines.get(word) ?? [null];
    const [drawn = []] = histogramLines({ counts, width: room, height: 1 });
    const { glyph, tone } = severityLook(word);
    const total = padStart(totalText(timeline, word), 8);
    const { tone: barTone } = severityLook(word);
    return [
      segment(` ${glyph} ${padEnd(word, 6)}${total} `, tone),
      segment(drawn.map(({ text }) => text).join(''), barTone),
    ];
  });
  return [...lines, axisLine(snapshot, timeline, width)];
}

function totalText(timeline: Timeline | null, word: SeverityWord): string {
  const total = timeline?.totals.get(word);
  return total === null || total === undefined ? '…' : shortCount(total);
}

function shortLine(snapshot: EventsSnapshot, timeline: Timeline | null): Segments {
  const counts = words.map((word) => {
    const { glyph, tone } = severityLook(word);
    return segment(` ${glyph} ${totalText(timeline, word)} ${word} `, tone);
  });
  const others = othersText(snapshot);
  return others === '' ? counts : [...counts, segment(` ${others}`)];
}

/** By the array itself, as above. */
const otherCounts = new WeakMap<readonly StreamEntry[], number>();

/** Rows that no severity counts: the server counts the audit trail nowhere. */
function othersText(snapshot: EventsSnapshot): string {
  if (!streamIsCurrent(snapshot)) return '';
  const { entries } = snapshot.stream;
  const isOther = (entry: StreamEntry) => entry.kind === 'event' && wordOf(entry) === 'unknown';
  const count = otherCounts.get(entries) ?? entries.filter(isOther).length;
  otherCounts.set(entries, count);
  return count === 0 ? '' : `${severityLook('unknown').glyph} ${shortCount(count)} unknown here`;
}

function axisLine(snapshot: EventsSnapshot, timeline: Timeline | null, width: number): Segments {
  const { series } = snapshot;
  const start = ' '.repeat(labelWidth);
  if (timeline === null) {
    const text = series.loading ? 'asking for events over time …' : 'nothing to count yet';
    return [segment(`${start}${text}`, 'muted')];
  }
  const note =
    timeline.counted === 'server'
      ? 'each line up to its own highest'
      : 'counted over the rows here; the server told no series';
  const notes = [othersText(snapshot), note].filter(Boolean).join('; ');
  const isOneDay = isSameDay(timeline.since, timeline.until);
  const text = (at: number) =>
    isOneDay
      ? formatClock(at).replace(/:\d\dZ$/, 'Z')
      : formatTime(at).slice(5, 16).replace('T', ' ');
  return spread(
    [segment(`${start}${text(timeline.since)}   ${notes}`, 'muted')],
    [segment(`${text(timeline.until)} `, 'muted')],
    width,
  );
}
