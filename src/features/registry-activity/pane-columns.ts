import { type ColumnTrait, type ColumnWidth, columnWidths } from '../../tui/kit/column-widths.ts';
import type { ColumnName } from './store-fields.ts';

/** A column on the screen. */
export type CellColumn = ColumnWidth<ColumnName>;

/** What a row is laid out for. */
export interface RowRoom {
  readonly width: number;
  /** Whether the day belongs to a row's time. */
  readonly withDay: boolean;
}

/** Which columns a narrow screen gives up, the first of them first. */
const spare: readonly ColumnName[] = ['address'];

/** From left to right. Outcome and severity are cut to four letters where there is no room. */
function traitsFor({ width, withDay }: RowRoom): readonly ColumnTrait<ColumnName>[] {
  const word = width >= 100;
  const fixed = (name: ColumnName, cells: number): ColumnTrait<ColumnName> => {
    return { name, least: cells, most: cells, share: 0 };
  };
  return [
    fixed('time', withDay ? (word ? 14 : 11) : 8),
    fixed('outcome', word ? 10 : 6),
    fixed('severity', word ? 10 : 6),
    { name: 'action', least: 12, most: 34, share: 2 },
    { name: 'initiator', least: 12, most: 44, share: 3 },
    { name: 'target', least: 17, most: 90, share: 5 },
    { name: 'address', least: 15, most: 15, share: 0 },
    { name: 'reason', least: 3, most: 26, share: 1 },
  ];
}

/** The columns that fit into a row. */
export function columnsFor(room: RowRoom): readonly CellColumn[] {
  return columnWidths(traitsFor(room), room.width, spare);
}

/** The head of a column. */
export function columnTitle(name: ColumnName, width: number): string {
  if (name === 'severity' && width < 8) return 'sev';
  if (name === 'outcome' && width < 7) return 'out';
  if (name === 'reason' && width < 6) return 'rsn';
  return name === 'address' ? 'from address' : name;
}
