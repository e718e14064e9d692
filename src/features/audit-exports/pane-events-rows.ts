import type { Segment } from '../../core/table.ts';
import { formatTime } from '../../core/time.ts';
import { padEnd, truncate } from '../../core/width.ts';
import { type ColumnTrait, type ColumnWidth, columnWidths } from '../../tui/kit/column-widths.ts';
import { joinCells, plainText, type Segments, segment } from '../../tui/kit/segments.ts';
import type { AuditEvent } from './model.ts';
import { eventLook, packageText, shown, whyText } from './pane-words.ts';

/** The columns of the rows, from left to right. */
export type EventColumn = 'time' | 'outcome' | 'type' | 'package' | 'repository' | 'user' | 'why';

/** A column on the screen. */
export type CellColumn = ColumnWidth<EventColumn>;

/** Which columns a narrow screen gives up, the first of them first. */
const spare: readonly EventColumn[] = ['repository', 'user'];

const titles: Readonly<Record<EventColumn, string>> = {
  ...{ time: 'time', outcome: 'outcome', type: 'type', package: 'package' },
  ...{ repository: 'repository', user: 'user', why: 'policy: condition, or reason' },
};

/** The columns that fit. @param withDay whether the day belongs to a row's time */
export function columnsFor(width: number, withDay: boolean): readonly CellColumn[] {
  const fixed = (name: EventColumn, cells: number): ColumnTrait<EventColumn> => {
    return { name, least: cells, most: cells, share: 0 };
  };
  return columnWidths(
    [
      fixed('time', withDay ? 11 : 8),
      fixed('outcome', 10),
      fixed('type', 6),
      { name: 'package', least: 18, most: 44, share: 3 },
      { name: 'repository', least: 12, most: 24, share: 2 },
      { name: 'user', least: 9, most: 20, share: 1 },
      { name: 'why', least: 19, most: 90, share: 6 },
    ],
    width,
    spare,
  );
}

/** The head above the rows. */
export function rowsHead(columns: readonly CellColumn[]): Segments {
  const cells = columns.map(({ name, width }) => padEnd(titles[name], width));
  return [segment(` ${cells.join(' ')}`, 'muted')];
}

/** A row: what the vendor told, and plainly where it did not. */
export function eventRow(
  event: AuditEvent,
  columns: readonly CellColumn[],
  stale: boolean,
): Segments {
  const line = joinCells(columns.map((column) => cell(event, column)));
  return stale ? [segment(plainText(line), 'muted')] : line;
}

function cell(event: AuditEvent, { name, width }: CellColumn): Segment {
  if (name === 'outcome') {
    const { glyph, word, tone } = eventLook(event);
    return segment(padEnd(`${glyph} ${word}`, width), tone);
  }
  return segment(padEnd(truncate(cellText(event, name, width), width, keep[name]), width));
}

/** What of a text tells most when there is no room for all of it. */
const keep: Readonly<Record<EventColumn, 'start' | 'middle'>> = {
  ...{ time: 'start', outcome: 'start', type: 'start', package: 'middle' },
  ...{ repository: 'middle', user: 'start', why: 'start' },
};

function cellText(event: AuditEvent, name: Exclude<EventColumn, 'outcome'>, width: number): string {
  switch (name) {
    case 'time':
      return timeText(event.atMs, width);
    case 'type':
      return shown(event.package.type, 40);
    case 'package':
      return packageText(event);
    case 'repository':
      return shown(event.repository.name);
    case 'user':
      return shown(event.user ?? event.mail);
    case 'why':
      return whyText(event);
  }
}

function timeText(atMs: number, width: number): string {
  const text = formatTime(atMs).slice(0, -1).replace('T', ' ');
  return width >= 11 ? text.slice(5, 16) : text.slice(11);
}
