import type { Segment, Tone } from '../../core/table.ts';
import { cells, truncate } from '../../core/width.ts';

/** One line of a screen, from left to right. */
export type Segments = readonly Segment[];

/** Makes a segment; the text has to be safe already. */
export function segment(text: string, tone: Tone = 'plain'): Segment {
  return tone === 'plain' ? { text } : { text, tone };
}

/** @returns the cells that a line takes */
export function segmentsWidth(segments: Segments): number {
  return segments.reduce((sum, { text }) => sum + cells(text), 0);
}

/** Whether two lines read and look the same. */
export function sameSegments(a: Segments, b: Segments): boolean {
  if (a === b) return true;
  return (
    a.length === b.length &&
    a.every(({ text, tone }, index) => text === b[index]?.text && tone === b[index]?.tone)
  );
}

/** @returns the line's text without its tones */
export function plainText(segments: Segments): string {
  return segments.map(({ text }) => text).join('');
}

/** Sets cells side by side. A blank between two of one tone has it too: each change of tone costs bytes. */
export function joinCells(cells: readonly Segment[]): Segments {
  return cells.flatMap((one, index) => {
    const next = cells[index + 1];
    if (next === undefined) return [one];
    return [one, segment(' ', one.tone === next.tone ? one.tone : 'plain')];
  });
}

/**
 * Cuts a line to a width, with an ellipsis in the segment that crosses the edge. Neighbours of one
 * tone become one segment, empty ones go: each change of tone costs bytes on the wire.
 */
export function fitSegments(segments: Segments, width: number): Segments {
  const fitted: Segment[] = [];
  let left = Math.max(0, width);
  for (const { text, tone } of segments) {
    if (text === '') continue;
    if (left === 0) return endWithEllipsis(fitted);
    const taken = truncate(text, left);
    append(fitted, segment(taken, tone));
    if (taken !== text) return fitted;
    left -= cells(taken);
  }
  return fitted;
}

function append(line: Segment[], next: Segment): void {
  const last = line.at(-1);
  if (last === undefined || last.tone !== next.tone) line.push(next);
  else line[line.length - 1] = { ...last, text: last.text + next.text };
}

/** The edge fell between two segments: the last cell has to say that more was there. */
function endWithEllipsis(line: readonly Segment[]): Segments {
  const last = line.at(-1);
  if (last === undefined) return line;
  // One character more than fits makes truncate do it.
  return [...line.slice(0, -1), { ...last, text: truncate(`${last.text}…`, cells(last.text)) }];
}

/**
 * Sets two texts at both ends of a line. The left one gives way: the right one holds the counts.
 *
 * @returns a line of at most `width` cells
 */
export function spread(left: Segments, right: Segments, width: number): Segments {
  const end = fitSegments(right, width);
  const room = width - segmentsWidth(end);
  const start = fitSegments(left, Math.max(0, end.length === 0 ? room : room - 1));
  const gap = room - segmentsWidth(start);
  if (end.length === 0) return start;
  return fitSegments([...start, segment(' '.repeat(Math.max(0, gap))), ...end], width);
}
