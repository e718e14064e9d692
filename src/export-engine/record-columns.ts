import type { Column } from '../core/table.ts';
import type { ExportColumn, JsonRow } from './kind.ts';

/**
 * The columns of a listing as columns of an export, so that both print the same cells.
 *
 * @param recordOf the listing's record of a vendor row; null when the row can't be read, whose
 * cells then are empty
 */
export function recordColumns<Record>(
  columns: readonly Column<Record>[],
  recordOf: (row: JsonRow) => Record | null,
): readonly ExportColumn[] {
  let last: { readonly row: JsonRow; readonly record: Record | null } | null = null;
  // The cells of a row are asked for one after the other: it is decoded once.
  const recordFor = (row: JsonRow) => {
    if (last?.row !== row) last = { row, record: recordOf(row) };
    return last.record;
  };
  return columns.map(({ name, header, value }) => ({
    name,
    description: header,
    cell: (row) => {
      const record = recordFor(row);
      return record === null ? null : value(record);
    },
  }));
}
