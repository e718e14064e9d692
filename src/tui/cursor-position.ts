/** A cell, from 0. A column of null is where the last text ended, whatever its width was. */
export interface Position {
  readonly row: number;
  readonly column: number | null;
}

/** The shortest sequence that moves the cursor there; empty when it is there already. */
export function positionSequence(from: Position, to: Position): string {
  if (from.row === to.row && from.column === to.column) return '';
  if (to.column === null) return verticalSequence(to.row - from.row);
  if (from.row === to.row) return to.column === 0 ? '\r' : `\x1b[${to.column + 1}G`;
  if (to.column > 0) return `\x1b[${to.row + 1};${to.column + 1}H`;
  return to.row === from.row + 1 ? '\r\n' : `\x1b[${to.row + 1}H`;
}

function verticalSequence(rows: number): string {
  if (rows === 0) return '';
  return rows < 0 ? `\x1b[${-rows}A` : `\x1b[${rows}B`;
}
