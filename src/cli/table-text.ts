import { safeText } from '../core/safe-text.ts';
import { toLocalTime } from './local-time.ts';
import { layOutTable, type TextColumn } from './table-layout.ts';

type Value = string | number | boolean | null;

/** Prints values as a table for a person: every cell harmless, one line a row. */
export function tableText(
  columns: readonly TextColumn[],
  rows: readonly (readonly Value[])[],
  { width, local }: { readonly width: number | null; readonly local: boolean },
): string {
  const cell = (value: Value) => {
    if (value === null) return '';
    const text = safeText(String(value));
    return local ? toLocalTime(text) : text;
  };
  const lines = layOutTable(
    columns,
    rows.map((row) => row.map(cell)),
    width,
  );
  return lines.map((line) => `${line}\n`).join('');
}
