import { safeText } from '../../core/safe-text.ts';
import type { Tone } from '../../core/table.ts';
import { formatClock } from '../../core/time.ts';
import { type Segments, segment } from './segments.ts';
import { wrapText } from './wrap.ts';

/** Something that the user should know, above rows that stay. */
export interface Notice {
  readonly tone: 'good' | 'warn' | 'bad' | 'plain';
  readonly text: string;
  /** Epoch milliseconds since which it holds. A time and not an age: it must not tick. */
  readonly since?: number;
  /** What to try. */
  readonly hint?: string | undefined;
}

const marks = { good: '✓', warn: '!', bad: '✗', plain: '·' } as const;

/** Lays a notice out, wrapped. @returns its lines, at least one */
export function noticeLines(notice: Notice, width: number): readonly Segments[] {
  const since = notice.since === undefined ? '' : `, since ${formatClock(notice.since)}`;
  const text = `${safeText(notice.text).replace(/\.$/u, '')}${since}`;
  const lines = indented(text, ` ${marks[notice.tone]} `, notice.tone, width);
  if (notice.hint === undefined) return lines;
  return [...lines, ...indented(safeText(notice.hint), '   ', 'muted', width)];
}

function indented(text: string, start: string, tone: Tone, width: number): readonly Segments[] {
  return wrapText(text, width - start.length).map((line, index) => [
    segment(`${index === 0 ? start : '   '}${line}`, tone),
  ]);
}
