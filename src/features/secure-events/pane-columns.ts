import type { StreamColumn } from './store-columns.ts';

/** A column and its cells. */
export interface CellColumn {
  readonly name: StreamColumn;
  readonly width: number;
}

interface Trait {
  readonly name: StreamColumn;
  readonly title: string;
  readonly least: number;
  readonly most: number;
  /** What it gets of the room that is left; 0 for a column of one width. */
  readonly share: number;
}

/** From left to right. */
const traits: readonly Trait[] = [
  { name: 'time', title: 'time', least: 8, most: 8, share: 0 },
  { name: 'severity', title: 'severity', least: 9, most: 9, share: 0 },
  { name: 'rule', title: 'rule', least: 22, most: 52, share: 4 },
  { name: 'where', title: 'cluster/namespace/workload', least: 19, most: 48, share: 4 },
  { name: 'container', title: 'container', least: 12, most: 20, share: 1 },
  { name: 'image', title: 'image', least: 18, most: 40, share: 2 },
  { name: 'who', title: 'user: process', least: 16, most: 60, share: 4 },
];

/** Which columns a narrow screen gives up, the first of them first. */
const spare: readonly StreamColumn[] = ['container', 'image', 'who'];

/** The columns that fit into a width, one blank between them. */
export function columnsFor(width: number): readonly CellColumn[] {
  let chosen = traits;
  for (const name of spare) {
    if (leastWidth(chosen) <= width) break;
    chosen = chosen.filter((trait) => trait.name !== name);
  }
  return widened(chosen, width);
}

/** The head of a column. */
export function columnTitle(name: StreamColumn, width: number): string {
  if (name === 'where' && width < 26) return 'where';
  return traits.find((trait) => trait.name === name)?.title ?? name;
}

function leastWidth(columns: readonly Trait[]): number {
  return columns.reduce((sum, { least }) => sum + least + 1, -1);
}

/** Shares the room that is left; what one column can't use goes to the next, and at last to the end. */
function widened(columns: readonly Trait[], width: number): readonly CellColumn[] {
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
