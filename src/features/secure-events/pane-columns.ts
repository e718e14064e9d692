import { type ColumnTrait, type ColumnWidth, columnWidths } from '../../tui/kit/column-widths.ts';
import type { StreamColumn } from './store-columns.ts';

/** A column and its cells. */
export type CellColumn = ColumnWidth<StreamColumn>;

/** From left to right. */
const traits: readonly (ColumnTrait<StreamColumn> & { readonly title: string })[] = [
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

/** The columns that fit into a width, one blank between them. @param withDay whether times have a day */
export function columnsFor(width: number, withDay = false): readonly CellColumn[] {
  return columnWidths(withDay ? traits.map((trait) => dated(trait, width)) : traits, width, spare);
}

/** On a narrow screen the day takes the rule's room, so that no column is lost for it. */
function dated<T extends ColumnTrait<StreamColumn>>(trait: T, width: number): T {
  const time = width >= 100 ? 14 : 11;
  if (trait.name === 'time') return { ...trait, least: time, most: time };
  return trait.name === 'rule' ? { ...trait, least: 19 } : trait;
}

/** The head of a column. */
export function columnTitle(name: StreamColumn, width: number): string {
  if (name === 'where' && width < 26) return 'where';
  return traits.find((trait) => trait.name === name)?.title ?? name;
}
