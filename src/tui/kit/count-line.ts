import { countText } from '../../core/count-text.ts';
import { cells, type Keep, padStart, truncate } from '../../core/width.ts';
import { bar } from './bar.ts';
import { type Segments, segment } from './segments.ts';

/** A value, how often it occurs, and a bar that compares it with the others. */
export interface CountLine {
  /** One or two cells before the name: whether it is chosen. */
  readonly mark: string;
  /** Safe. */
  readonly name: string;
  /** What stays of a name that is too long. @default its end */
  readonly keep?: Keep;
  /** The count as text: a number, or why there is none. */
  readonly count: string;
  /** Cells for the count. */
  readonly countWidth: number;
  /** Of the highest count; null when it is not known. */
  readonly ratio: number | null;
  readonly barWidth: number;
  readonly width: number;
  readonly chosen?: boolean;
}

/** Lays a count out: mark, name, count and bar. The bar is last, so that blanks end the line. */
export function countLine(line: CountLine): Segments {
  const { mark, name, keep = 'end', count, countWidth, ratio, barWidth, width } = line;
  const room = Math.max(1, width - cells(mark) - countWidth - barWidth - 2);
  const shown = truncate(name, room, keep);
  const space = ' '.repeat(room - cells(shown));
  const tone = line.chosen === true ? 'accent' : 'plain';
  const text = `${mark}${shown}${space} ${padStart(count, countWidth)} `;
  // In one tone: a line of a list is drawn at every move of the cursor.
  return [segment(text + shortBar(ratio, barWidth), tone)];
}

/** Without the track: blanks cost no bytes, and beside a number nobody needs it. */
function shortBar(ratio: number | null, width: number): string {
  if (ratio === null) return ' '.repeat(width);
  return bar(ratio, width).replace(/·+$/, (track) => ' '.repeat(track.length));
}

/** A count in few cells: `812`, `9,481`, `48k`, `1.2M`. */
export function shortCount(count: number): string {
  if (count < 10_000) return countText(count);
  if (count < 1_000_000) return `${Math.floor(count / 1000)}k`;
  return `${(Math.floor(count / 100_000) / 10).toFixed(1)}M`;
}
