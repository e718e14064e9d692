/** What a column asks of the width of a row. */
export interface ColumnTrait<Name extends string> {
  readonly name: Name;
  /** In cells. */
  readonly least: number;
  readonly most: number;
  /** What it gets of the room that is left; 0 for a column of one width. */
  readonly share: number;
}

/** A column of rows, and its cells. */
export interface ColumnWidth<Name extends string> {
  readonly name: Name;
  readonly width: number;
}

/**
 * The columns that fit into a width, one blank between them, and their widths: the same whatever the
 * rows hold, so that nothing moves while they do.
 *
 * @param spare which columns a narrow screen gives up, the first of them first
 */
export function columnWidths<Name extends string>(
  traits: readonly ColumnTrait<Name>[],
  width: number,
  spare: readonly Name[],
): readonly ColumnWidth<Name>[] {
  let chosen = traits;
  for (const name of spare) {
    if (leastWidth(chosen) <= width) break;
    chosen = chosen.filter((trait) => trait.name !== name);
  }
  return widened(chosen, width);
}

function leastWidth(columns: readonly ColumnTrait<string>[]): number {
  return columns.reduce((sum, { least }) => sum + least + 1, -1);
}

/** Shares the room that is left; what one column can't use goes to the next, and at last to the end. */
function widened<Name extends string>(
  columns: readonly ColumnTrait<Name>[],
  width: number,
): readonly ColumnWidth<Name>[] {
  let room = Math.max(0, width - leastWidth(columns));
  let shares = columns.reduce((sum, { share }) => sum + share, 0);
  return columns.map(({ name, least, most, share }) => {
    const more = shares === 0 ? 0 : Math.floor((room * share) / shares);
    const given = Math.min(most - least, more);
    room -= given;
    shares -= share;
    return { name, width: least + given };
  });
}
