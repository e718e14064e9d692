import { safeText } from '../core/safe-text.ts';
import { toLocalTime } from './local-time.ts';
import { columnsThatFit, columnWidths, type TextColumn, tableLine } from './table-layout.ts';

export type CellValue = string | number | boolean | null;

/** How a table is printed. */
export interface TableOptions {
  /** Cells that a line may take now; null for any number. */
  readonly width: () => number | null;
  /** Whether times are shown in the machine's zone. */
  readonly local: boolean;
}

/**
 * Makes a printer of one table for a person: every cell harmless, one line a row, the header before
 * the first rows. Columns may grow with later rows, and never become narrower.
 */
export function createTablePrinter(
  columns: readonly TextColumn[],
  { width, local }: TableOptions,
): (rows: readonly (readonly CellValue[])[]) => string {
  let least: readonly number[] = [];
  let shown: readonly TextColumn[] | null = null;
  const cell = (value: CellValue) => {
    if (value === null) return '';
    const text = safeText(String(value));
    return local ? toLocalTime(text) : text;
  };
  return (rows) => {
    const all = rows.map((row) => row.map(cell));
    const isHeaderDue = shown === null;
    const fitting = shown ?? columnsThatFit(columns, all, width());
    shown = fitting;
    const places = fitting.map((column) => columns.indexOf(column));
    const texts = all.map((row) => places.map((place) => row[place] ?? ''));
    least = columnWidths(fitting, texts, { width: width(), least });
    if (isHeaderDue) texts.unshift(fitting.map(({ header }) => header));
    return texts.map((row) => `${tableLine(fitting, row, least)}\n`).join('');
  };
}
