import { counted, countText } from '../../core/count-text.ts';
import { formatTime } from '../../core/time.ts';
import { cells } from '../../core/width.ts';
import { histogramLines } from '../../tui/kit/histogram.ts';
import { type Segments, segment, spread } from '../../tui/kit/segments.ts';
import type { HistogramBucket } from './histogram.ts';
import { bucketAt, type Histogram, histogramOf, wantedBuckets } from './store-histogram.ts';
import type { LogsSnapshot } from './store-state.ts';

/** Room of the histogram, in cells. */
export interface HistogramRoom {
  readonly width: number;
  /** With its line of labels; 1 draws both in one line. */
  readonly height: number;
}

/** Scans over time, with what is known of them in words. */
export function timeLines(snapshot: LogsSnapshot, room: HistogramRoom): readonly Segments[] {
  const { width, height } = room;
  const histogram = histogramOf(snapshot, wantedBuckets);
  const counts = histogram.buckets.map(({ count }) => count);
  const chosen = chosenBuckets(snapshot, histogram);
  if (height <= 1) return [lowLine(snapshot, histogram, width)];
  const lines = histogramLines({ counts, width: width - 2, height: height - 1, chosen });
  return [...lines.map((line) => [segment(' '), ...line]), labelLine(snapshot, histogram, width)];
}

function lowLine(snapshot: LogsSnapshot, histogram: Histogram, width: number): Segments {
  const label = labelText(snapshot, histogram);
  if (histogram.known === 'none' && !snapshot.histogram.loading) {
    return [segment(` ${label}`, toneOf(snapshot))];
  }
  const room = Math.max(8, Math.min(48, width - cells(label) - 3));
  const counts = histogram.buckets.map(({ count }) => count);
  const chosen = chosenBuckets(snapshot, histogram);
  const [bars = []] = histogramLines({ counts, width: room, height: 1, chosen });
  return [segment(' '), ...bars, segment(` ${label}`, toneOf(snapshot))];
}

function labelLine(snapshot: LogsSnapshot, histogram: Histogram, width: number): Segments {
  const { buckets } = histogram;
  const [first, last] = [buckets[0], buckets.at(-1)];
  if (first === undefined || last === undefined)
    return [segment(` ${stateText(snapshot)}`, 'muted')];
  const text = labelText(snapshot, histogram);
  if (snapshot.view.region === 'histogram') return [segment(` ${text}`, 'accent')];
  const from = segment(` ${shortTime(first.at)}  ${text}`, 'muted');
  return spread([from], [segment(`${shortTime(last.at + last.spanMs)} `, 'muted')], width - 1);
}

function chosenBuckets(snapshot: LogsSnapshot, { buckets }: Histogram) {
  const { region, stretch } = snapshot.view;
  if (region !== 'histogram' || buckets.length === 0) return undefined;
  const at = bucketAt(buckets, stretch?.at ?? null);
  const anchor = stretch?.anchor == null ? at : bucketAt(buckets, stretch.anchor);
  return { from: Math.min(at, anchor), to: Math.max(at, anchor) };
}

function toneOf({ view }: LogsSnapshot) {
  return view.region === 'histogram' ? 'accent' : 'muted';
}

/** What the cursor is on, while the keys go here; otherwise what is counted. */
function labelText(snapshot: LogsSnapshot, histogram: Histogram): string {
  const { buckets, known } = histogram;
  const chosen = chosenBuckets(snapshot, histogram);
  if (chosen === undefined) {
    const [bucket] = buckets;
    if (bucket === undefined) return stateText(snapshot);
    const peak = Math.max(0, ...buckets.map(({ count }) => count ?? 0));
    if (known === 'none') return stateText(snapshot);
    const where = known === 'loaded' ? 'loaded rows, tab counts all; ' : '';
    return `${where}peak ${countText(peak)} in ${spanText(bucket.spanMs)}`;
  }
  const from = buckets[chosen.from];
  const to = buckets[chosen.to];
  if (from === undefined || to === undefined) return stateText(snapshot);
  const span = `${shortTime(from.at)} to ${shortTime(to.at + to.spanMs)}`;
  return `${span}: ${sumText(buckets.slice(chosen.from, chosen.to + 1), snapshot)}`;
}

function sumText(buckets: readonly HistogramBucket[], snapshot: LogsSnapshot): string {
  const known = buckets.flatMap(({ count }) => (count === null ? [] : [count]));
  const sum = known.reduce((total, count) => total + count, 0);
  if (known.length === buckets.length) return counted(sum, 'scan');
  if (snapshot.histogram.loading) return 'counting ...';
  return known.length === 0 ? 'not counted' : `at least ${counted(sum, 'scan')}`;
}

function stateText({ histogram, rows }: LogsSnapshot): string {
  if (histogram.loading) return 'counting over time ...';
  return rows.loading === 'first' ? '' : 'scans over time: not counted, tab counts them';
}

/** Day and minute. */
function shortTime(at: number): string {
  return formatTime(at).slice(5, 16).replace('T', ' ');
}

/** A length of time to the next sensible unit. */
function spanText(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 1) return `${Math.max(1, Math.round(ms / 1000))}s`;
  if (minutes < 120) return `${minutes}m`;
  const hours = Math.round(minutes / 60);
  return hours < 72 ? `${hours}h` : `${Math.round(hours / 24)}d`;
}
