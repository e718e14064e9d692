/** A cell, from 0. */
export interface Position {
  readonly row: number;
  /** Null is where the last text ended, whatever its width was. */
  readonly column: number | null;
  /** Cells to the right of a column of null. */
  readonly ahead?: number;
}

/** The shortest sequence that moves the cursor there; empty when it is there already. */
export function positionSequence(from: Position, to: Position): string {
  if (to.column === null) {
    const vertical = verticalSequence(to.row - from.row);
    return vertical + forwardSequence((to.ahead ?? 0) - (from.ahead ?? 0));
  }
  if (from.row === to.row && from.column === to.column) return '';
  if (from.row === to.row) return to.column === 0 ? '\r' : `\x1b[${to.column + 1}G`;
  if (to.column > 0) return `\x1b[${to.row + 1};${to.column + 1}H`;
  return to.row === from.row + 1 ? '\r\n' : `\x1b[${to.row + 1}H`;
}

/** A cell further to the right. */
export function further({ row, column, ahead = 0 }: Position, cells: number): Position {
  if (column !== null) return { row, column: column + cells };
  return { row, column, ahead: ahead + cells };
}

function verticalSequence(rows: number): string {
  if (rows === 0) return '';
  return rows < 0 ? `\x1b[${-rows}A` : `\x1b[${rows}B`;
}

function forwardSequence(cells: number): string {
  if (cells <= 0) return '';
  return cells === 1 ? '\x1b[C' : `\x1b[${cells}C`;
}
