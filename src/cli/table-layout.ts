import { cells, padEnd, padStart } from '../core/width.ts';

/** A column as it is laid out. */
export interface TextColumn {
  readonly header: string;
  readonly align?: 'left' | 'right';
  /** In cells. */
  readonly maxWidth?: number;
}

const gap = '  ';
/** Below this a column tells nothing; lines may then be longer than the terminal is wide. */
const narrowest = 6;

/**
 * Lines of a table: the header, then a line a row. Texts that are too long end with an ellipsis.
 *
 * @param rows safe texts, one a column
 * @param width cells that a line may take; null for any number
 */
export function layOutTable(
  columns: readonly TextColumn[],
  rows: readonly (readonly string[])[],
  width: number | null,
): string[] {
  const natural = columns.map((column, index) => naturalWidth(column, rows, index));
  const widths = width === null ? natural : shrink(natural, width);
  const line = (texts: readonly string[]) =>
    columns
      .map(({ align }, index) => {
        const pad = align === 'right' ? padStart : padEnd;
        return pad(texts[index] ?? '', widths[index] ?? 0);
      })
      .join(gap)
      .trimEnd();
  return [line(columns.map(({ header }) => header)), ...rows.map(line)];
}

function naturalWidth(
  { header, maxWidth = Number.POSITIVE_INFINITY }: TextColumn,
  rows: readonly (readonly string[])[],
  index: number,
): number {
  const widest = rows.reduce((most, row) => Math.max(most, cells(row[index] ?? '')), 0);
  return Math.max(cells(header), Math.min(widest, maxWidth));
}

/** Takes cells from the widest columns until the line fits, or nothing more can be taken. */
function shrink(natural: readonly number[], width: number): readonly number[] {
  const widths = [...natural];
  const room = width - gap.length * (widths.length - 1);
  for (let excess = sum(widths) - room; excess > 0; excess -= 1) {
    const widest = Math.max(...widths);
    if (widest <= narrowest) break;
    widths[widths.indexOf(widest)] = widest - 1;
  }
  return widths;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
