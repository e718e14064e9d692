import { type ColumnName, columnNames } from './store-columns.ts';

/** A column on the screen. */
export interface CellColumn {
  readonly name: ColumnName;
  /** In cells, without the blank before it. */
  readonly width: number;
}

/** Cells of one severity's count, the blank before it included. */
export function severityCells(width: number): number {
  return width >= 150 ? 6 : 4;
}

/** How many severities a column has: critical, high, medium, low and unknown. */
export const severityCount = 5;

/** Cells below which the image's name would tell nothing. */
const leastImage = 20;
/** What goes first where there is no room. */
const givenUp: readonly ColumnName[] = ['source', 'workloads'];

/**
 * The columns that fit, each as wide whatever the rows hold, so that nothing moves while one scrolls.
 * Registry, repository and tag share what the others leave; the registry goes first.
 *
 * @param width cells of a row
 */
export function columnsFor(width: number, hidden: ReadonlySet<ColumnName>): readonly CellColumn[] {
  const fixed: Readonly<Partial<Record<ColumnName, number>>> = {
    time: width >= 150 ? 20 : width >= 84 ? 14 : 11,
    source: width >= 150 ? 16 : width >= 100 ? 12 : 8,
    severity: severityCells(width) * severityCount - 1,
    malware: width >= 150 ? 7 : 3,
    workloads: width >= 150 ? 9 : 4,
  };
  const roomFor = (names: readonly ColumnName[]) =>
    width - names.reduce((sum, name) => sum + (fixed[name] ?? -1) + 1, 0);
  const wanted = columnNames.filter((name) => !hidden.has(name));
  const shown = givenUp.reduce<readonly ColumnName[]>(
    (names, name) =>
      roomFor(names) < leastImage ? names.filter((other) => other !== name) : names,
    wanted,
  );
  const image = imageWidths(
    roomFor(shown),
    shown.filter((name) => fixed[name] === undefined),
  );
  return shown.flatMap((name) => {
    const cells = fixed[name] ?? image[name] ?? 0;
    return cells > 0 ? [{ name, width: cells }] : [];
  });
}

/** Shares of what is left: the repository tells most, the registry least. */
function imageWidths(
  room: number,
  names: readonly ColumnName[],
): Readonly<Partial<Record<ColumnName, number>>> {
  const fitting =
    room < 44 && names.length > 2 ? names.filter((name) => name !== 'registry') : names;
  const shares: Readonly<Partial<Record<ColumnName, number>>> = {
    registry: 0.27,
    repository: 0.48,
    tag: 0.25,
  };
  const whole = fitting.reduce((sum, name) => sum + (shares[name] ?? 0), 0);
  const free = Math.max(0, room - fitting.length);
  let left = free;
  return Object.fromEntries(
    fitting.map((name, index) => {
      const isLast = index === fitting.length - 1;
      const width = isLast ? left : Math.floor((free * (shares[name] ?? 0)) / whole);
      left -= width;
      return [name, width];
    }),
  );
}
