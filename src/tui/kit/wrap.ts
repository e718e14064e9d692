import { LazySegmenter } from '../../core/lazy-segmenter.ts';
import { cells } from '../../core/width.ts';

const segmenter = new LazySegmenter('en', { granularity: 'grapheme' });

/**
 * Breaks one line of safe text into lines of at most `width` cells, between words where it can and
 * inside a word where it must. Nothing is lost but the blanks at the breaks; the blanks that a line
 * begins with, as those of indented JSON, stand before what goes on below it too.
 */
export function wrapText(text: string, width: number): readonly string[] {
  const whole = Math.max(1, width);
  const [blanks = ''] = /^ */.exec(text) ?? [];
  const indent = blanks.slice(0, whole >> 1);
  return wrapWords(text.slice(blanks.length), whole - indent.length).map((line) => indent + line);
}

function wrapWords(text: string, room: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const joined = line === '' ? word : `${line} ${word}`;
    if (cells(joined) <= room) {
      line = joined;
      continue;
    }
    if (line !== '') lines.push(line);
    const pieces = breakWord(word, room);
    lines.push(...pieces.slice(0, -1));
    line = pieces.at(-1) ?? '';
  }
  return [...lines, line];
}

function breakWord(word: string, width: number): readonly string[] {
  const pieces: string[] = [];
  let piece = '';
  for (const { segment } of segmenter.segment(word)) {
    if (piece !== '' && cells(piece + segment) > width) {
      pieces.push(piece);
      piece = '';
    }
    piece += segment;
  }
  return [...pieces, piece];
}
