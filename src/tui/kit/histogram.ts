import { type Segments, segment } from './segments.ts';

const levels = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
/** The same marks as a bar's: nothing, and not known. */
const nothing = '·';
const unknown = '╌';

/** What a histogram shows. */
export interface HistogramProps {
  /** One a bucket, from left to right; null where it is not known. */
  readonly counts: readonly (number | null)[];
  readonly width: number;
  /** In lines. */
  readonly height: number;
  /** Indexes of the buckets that are chosen, both included. */
  readonly chosen?: { readonly from: number; readonly to: number } | undefined;
}

/**
 * A histogram of exactly `width` cells a line, scaled to its highest bucket. Whatever is above zero
 * shows; zero and unknown are drawn each in its own way, so that neither looks like the other.
 */
export function histogramLines({
  counts,
  width,
  height,
  chosen,
}: HistogramProps): readonly Segments[] {
  const top = Math.max(0, ...counts.map((count) => count ?? 0));
  const steps = counts.map((count) =>
    count === null || count === 0 ? 0 : Math.max(1, Math.round((count / top) * height * 8)),
  );
  return Array.from({ length: Math.max(0, height) }, (_, line) => {
    const below = (height - 1 - line) * 8;
    return counts.map((count, index) => {
      const from = bucketStart(index, counts.length, width);
      const room = bucketStart(index + 1, counts.length, width) - from;
      const filled = Math.min(8, Math.max(0, (steps[index] ?? 0) - below));
      const character = below === 0 ? ground(count, filled) : (levels[filled] ?? ' ');
      const isChosen = chosen !== undefined && index >= chosen.from && index <= chosen.to;
      const gap = room >= 3 ? 1 : 0;
      const text = character.repeat(room - gap) + ' '.repeat(gap);
      return segment(text, isChosen ? 'accent' : count === null ? 'muted' : 'plain');
    });
  });
}

/** @returns the cell in which a bucket begins */
export function bucketStart(index: number, buckets: number, width: number): number {
  return buckets === 0 ? 0 : Math.floor((index * width) / buckets);
}

function ground(count: number | null, filled: number): string {
  if (count === null) return unknown;
  return count === 0 ? nothing : (levels[filled] ?? ' ');
}
