import { safeText } from '../../core/safe-text.ts';
import { padEnd } from '../../core/width.ts';
import { joinCells, plainText, type Segments, segment } from '../../tui/kit/segments.ts';
import type { ActivityEvent } from './model.ts';
import { type CellColumn, columnTitle } from './pane-columns.ts';
import {
  actionText,
  initiatorText,
  outcomeLook,
  reasonText,
  severityLook,
  shown,
  targetText,
  timeText,
  type WordLook,
} from './pane-words.ts';
import type { ColumnName, RowOrder } from './store-fields.ts';

/** How the head of the rows stands. */
export interface RowsHead {
  readonly columns: readonly CellColumn[];
  readonly order: RowOrder;
  /** The focused column; null while the keys go elsewhere. */
  readonly focus: ColumnName | null;
}

/** The head above the rows: the focused column stands out, the sorted one has an arrow. */
export function rowsHead({ columns, order, focus }: RowsHead): Segments {
  return [
    segment('  '),
    ...columns.map(({ name, width }, index) => {
      const arrow = name === order.column ? (order.descends ? '↓' : '↑') : '';
      const text = padEnd(columnTitle(name, width) + arrow, width);
      return segment(index === 0 ? text : ` ${text}`, name === focus ? 'accent' : 'muted');
    }),
  ];
}

/** How a row is drawn. */
export interface RowLook {
  readonly columns: readonly CellColumn[];
  readonly marked: boolean;
  /** The cursor is on it, and the keys go to another part of the pane. */
  readonly isLeft: boolean;
  /** It belongs to a burst. */
  readonly isBurst: boolean;
  /** It is of a window that is no longer asked for. */
  readonly stale: boolean;
}

/** A row of the list: what the vendor told, and plainly where it did not. */
export function rowSegments(event: ActivityEvent, look: RowLook): Segments {
  const { columns, stale } = look;
  const line = [rowMark(event, look), ...joinCells(columns.map((column) => cell(event, column)))];
  return stale ? [segment(plainText(line), 'muted')] : line;
}

function rowMark(event: ActivityEvent, { marked, isLeft, isBurst }: RowLook) {
  if (isLeft) return segment('▏', 'muted');
  if (marked) return segment('*', 'accent');
  if (event.late) return segment('‹', 'warn');
  return isBurst ? segment('»', 'bad') : segment(' ');
}

function cell(event: ActivityEvent, { name, width }: CellColumn) {
  switch (name) {
    case 'time':
      return segment(padEnd(timeText(event.atMs, width), width));
    case 'outcome':
      return wordCell(outcomeLook(event.outcome), width);
    case 'severity':
      return wordCell(severityLook(event.severity), width);
    case 'action':
      return segment(padEnd(actionText(event.action, width), width));
    case 'initiator':
      return segment(padEnd(initiatorText(event, width), width));
    case 'target':
      return segment(padEnd(targetText(event, width), width));
    case 'address':
      return segment(padEnd(shown(event.initiator.address, 60), width));
    case 'reason':
      return segment(padEnd(reasonText(event, width), width));
  }
}

function wordCell({ glyph, word, short, tone }: WordLook, width: number) {
  const text = width >= 8 ? word : short;
  return segment(padEnd(`${glyph} ${safeText(text, 20)}`, width), tone);
}
