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
 * The columns' widths in cells: what rows and headers need, but for what the widest columns must
 * give up so that a line fits.
 *
 * @param rows safe texts, one a column
 * @param width cells that a line may take; null for any number
 * @param least widths that earlier rows had
 */
export function columnWidths(
  columns: readonly TextColumn[],
  rows: readonly (readonly string[])[],
  { width, least }: { readonly width: number | null; readonly least: readonly number[] },
): readonly number[] {
  const natural = columns.map(({ header, maxWidth = Number.POSITIVE_INFINITY }, index) => {
    const widest = rows.reduce((most, row) => Math.max(most, cells(row[index] ?? '')), 0);
    return Math.max(cells(header), Math.min(widest, maxWidth), least[index] ?? 0);
  });
  return width === null ? natural : shrink(natural, width);
}

/** A line of a table. Texts that are too long end with an ellipsis. */
export function tableLine(
  columns: readonly TextColumn[],
  texts: readonly string[],
  widths: readonly number[],
): string {
  const fitted = columns.map(({ align }, index) => {
    const pad = align === 'right' ? padStart : padEnd;
    return pad(texts[index] ?? '', widths[index] ?? 0);
  });
  return fitted.join(gap).trimEnd();
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
