import { stringify } from 'csv-stringify/sync';
import type { Column } from '../core/table.ts';
import { inertLine } from './inert-json.ts';

/**
 * Prints rows as RFC 4180. Two things differ from the raw data, because people open such files in a
 * spreadsheet or a terminal: a text that would be taken for a formula gets an apostrophe in front,
 * and control characters are written in JSON's notation, so that a record is always one line.
 */
export function csvText<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  header: boolean,
): string {
  const records = rows.map((row) => columns.map((column) => cell(column.value(row))));
  const names = columns.map(({ name }) => name);
  return stringify(header ? [names, ...records] : records, {
    record_delimiter: 'windows',
    escape_formulas: true,
    cast: { boolean: String },
  });
}

function cell(value: string | number | boolean | null) {
  return typeof value === 'string' ? inertLine(value) : value;
}
