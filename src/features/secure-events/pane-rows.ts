import { countText } from '../../core/count-text.ts';
import { safeText } from '../../core/safe-text.ts';
import { formatTime } from '../../core/time.ts';
import { padEnd, truncate } from '../../core/width.ts';
import { type Segments, segment } from '../../tui/kit/segments.ts';
import type { SecureEvent } from './model.ts';
import { msOf } from './nano-time.ts';
import { type CellColumn, columnTitle } from './pane-columns.ts';
import { dayText } from './pane-day.ts';
import {
  clockText,
  imageText,
  ruleText,
  severityLook,
  shown,
  whereText,
  whoText,
} from './pane-words.ts';
import type { StreamEntry } from './store-buffer.ts';
import type { StreamColumn } from './store-columns.ts';

/** How a row is drawn. */
export interface RowLook {
  readonly columns: readonly CellColumn[];
  readonly width: number;
  readonly marked: boolean;
  /** It answers what was asked before. */
  readonly stale: boolean;
}

/** The head above the stream: the column that the keys go to stands out. */
export function streamHead(columns: readonly CellColumn[], focus: StreamColumn | null): Segments {
  return [
    segment(' '),
    ...columns.flatMap(({ name, width }) => {
      const title = padEnd(columnTitle(name, width), width);
      return [segment(' '), segment(title, name === focus ? 'accent' : 'muted')];
    }),
  ];
}

/** A row of the stream: an event, or a gap that nobody can overlook. */
export function entrySegments(entry: StreamEntry, look: RowLook): Segments {
  if (entry.kind === 'gap') return gapSegments(entry, look);
  const line = eventSegments(entry.event, look);
  return look.stale ? line.map(({ text }) => segment(text, 'muted')) : line;
}

function eventSegments(event: SecureEvent, { columns, marked }: RowLook): Segments {
  return [
    segment(marked ? '*' : event.late ? '‹' : ' ', marked ? 'accent' : 'plain'),
    ...columns.flatMap((column, index) => [segment(index === 0 ? '' : ' '), cell(event, column)]),
  ];
}

function cell(event: SecureEvent, { name, width }: CellColumn) {
  switch (name) {
    case 'time':
      return segment(
        padEnd(width >= 11 ? dayText(event.atNs, width) : clockText(event.atNs, width), width),
      );
    case 'severity': {
      const { word } = event.severity;
      const { glyph, tone } = severityLook(word);
      return segment(padEnd(`${glyph} ${safeText(word, 20)}`, width), tone);
    }
    case 'rule':
      return segment(padEnd(ruleText(event), width));
    case 'where':
      return segment(padEnd(truncate(whereText(event, width), width, 'end'), width), 'muted');
    case 'container':
      return segment(padEnd(shown(event.container.name ?? event.container.id), width));
    case 'image':
      return segment(padEnd(truncate(imageText(event), width, 'end'), width), 'muted');
    case 'who':
      return segment(padEnd(whoText(event), width));
  }
}

/** Its bounds, the reason, and what enter does or has come to. */
function gapSegments(
  { gap, fill }: StreamEntry & { readonly kind: 'gap' },
  { columns, width }: RowLook,
): Segments {
  const withDay = columns.some((column) => column.name === 'time' && column.width >= 11);
  const bounds = `gap ${boundText(gap.fromNs, gap.toNs, withDay)}`;
  const state = fillText(fill);
  const text = ` ─── ${bounds}  ${state}  ${safeText(gap.reason, 300)} `;
  return [segment(padEnd(truncate(text, width), width), 'warn')];
}

/** Both ends, with the day where they are not of one, or may not be of today. */
function boundText(fromNs: bigint, toNs: bigint, withDay: boolean): string {
  const [from, to] = [formatTime(msOf(fromNs)), formatTime(msOf(toNs))];
  if (withDay || from.slice(0, 10) !== to.slice(0, 10)) return `${from} to ${to}`;
  return `${clockText(fromNs, 12)} to ${clockText(toNs, 12)}Z`;
}

function fillText(fill: (StreamEntry & { readonly kind: 'gap' })['fill']): string {
  switch (fill.kind) {
    case 'idle':
      return '(enter fetches it)';
    case 'asking':
      return `(fetching, ${countText(fill.found)} so far)`;
    case 'failed':
      return '(not fetched; enter tries again)';
  }
}
