import { cells, padEnd, padStart } from '../core/width.ts';

/** A column as it is laid out. */
export interface TextColumn {
  readonly header: string;
  readonly align?: 'left' | 'right';
  /** In cells. */
  readonly maxWidth?: number;
  readonly isWhole?: boolean;
  readonly isOptional?: boolean;
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
  { width, least: before }: { readonly width: number | null; readonly least: readonly number[] },
): readonly number[] {
  const natural = columns.map(({ header, maxWidth = Number.POSITIVE_INFINITY }, index) => {
    const widest = rows.reduce((most, row) => Math.max(most, cells(row[index] ?? '')), 0);
    return Math.max(cells(header), Math.min(widest, maxWidth), before[index] ?? 0);
  });
  if (width === null) return natural;
  const least = columns.map(({ isWhole }, index) => (isWhole ? (natural[index] ?? 0) : narrowest));
  return shrink(natural, least, width);
}

/** @returns the columns that there is room for: the last optional ones go first */
export function columnsThatFit<Column extends TextColumn>(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width: number | null,
): readonly Column[] {
  const shown = [...columns];
  const taken = () => {
    const texts = rows.map((row) => shown.map((column) => row[columns.indexOf(column)] ?? ''));
    const widths = columnWidths(shown, texts, { width: null, least: [] });
    return sum(widths) + gap.length * (widths.length - 1);
  };
  while (width !== null && taken() > width) {
    const last = shown.findLastIndex(({ isOptional }) => isOptional === true);
    if (last === -1) break;
    shown.splice(last, 1);
  }
  return shown;
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
function shrink(
  natural: readonly number[],
  least: readonly number[],
  width: number,
): readonly number[] {
  const widths = [...natural];
  const room = width - gap.length * (widths.length - 1);
  const spare = () => widths.map((taken, index) => (taken > (least[index] ?? 0) ? taken : 0));
  for (let excess = sum(widths) - room; excess > 0; excess -= 1) {
    const widest = Math.max(...spare());
    if (widest === 0) break;
    widths[spare().indexOf(widest)] = widest - 1;
  }
  return widths;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
