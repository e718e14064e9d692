import type { ListState } from './list.ts';

/** One value of a field among rows. */
export interface FacetValue {
  /** What tells it from the others. */
  readonly key: string;
  /** What it is called; hostile. */
  readonly label: string;
  /** Rows that have it; null when that is not known. */
  readonly count: number | null;
  readonly isChosen: boolean;
}

/** A field and its values. */
export interface FacetGroup {
  readonly field: string;
  readonly title: string;
  readonly values: readonly FacetValue[];
  /** The highest count, for the bars. */
  readonly highest: number;
}

/** A line of the facets: a field, one of its values, or what stands for values that are not shown. */
export type FacetLine<Group extends FacetGroup = FacetGroup> =
  | {
      readonly kind: 'field';
      readonly id: string;
      readonly group: Group;
      readonly isOpen: boolean;
    }
  | {
      readonly kind: 'value';
      readonly id: string;
      readonly group: Group;
      readonly value: FacetValue;
    }
  | {
      readonly kind: 'more';
      readonly id: string;
      readonly group: Group;
      readonly count: number;
    };

/** Which fields show their values, and which of them all their values. */
export interface FacetFolds {
  readonly open: ReadonlySet<string>;
  readonly unfolded: ReadonlySet<string>;
}

/** Values that a field shows until it is unfolded. */
const shownAtFirst = 6;

/** The lines: each field, with its values where it is open; what is chosen is always shown then. */
export function facetLines<Group extends FacetGroup>(
  groups: readonly Group[],
  { open, unfolded }: FacetFolds,
): readonly FacetLine<Group>[] {
  return groups.flatMap((group): readonly FacetLine<Group>[] => {
    const { field, values } = group;
    if (!open.has(field)) return [fieldLine(group, false)];
    const isWhole = unfolded.has(field);
    const shown = values.filter((value, at) => isWhole || value.isChosen || at < shownAtFirst);
    const count = values.length - shown.length;
    return [
      fieldLine(group, true),
      ...shown.map((value) => valueLine(group, value)),
      ...(count > 0 ? [{ kind: 'more' as const, id: `more ${field}`, group, count }] : []),
    ];
  });
}

/** A field's own line. */
export function fieldLine<Group extends FacetGroup>(
  group: Group,
  isOpen: boolean,
): FacetLine<Group> {
  return { kind: 'field', id: fieldLineId(group.field), group, isOpen };
}

/** The line of one of its values. */
export function valueLine<Group extends FacetGroup>(
  group: Group,
  value: FacetValue,
): FacetLine<Group> {
  return { kind: 'value', id: `value ${group.field} ${value.key}`, group, value };
}

/** The id of a field's own line. */
export function fieldLineId(field: string): string {
  return `field ${field}`;
}

/** Opens or closes what a line stands for; a value's line changes nothing. */
export function foldLine(folds: FacetFolds, line: FacetLine): FacetFolds {
  if (line.kind === 'value') return folds;
  const { field } = line.group;
  if (line.kind === 'more') return { ...folds, unfolded: new Set([...folds.unfolded, field]) };
  return openField(folds, field, !line.isOpen);
}

/** Opens a field, or closes it; a field that was closed is folded when it opens again. */
export function openField(folds: FacetFolds, field: string, open: boolean): FacetFolds {
  const without = (fields: ReadonlySet<string>) => [...fields].filter((other) => other !== field);
  if (open) return { ...folds, open: new Set([...folds.open, field]) };
  return { open: new Set(without(folds.open)), unfolded: new Set(without(folds.unfolded)) };
}

/** Lines with a cursor, and which fields they show the values of. */
export interface FoldedList {
  readonly folds: FacetFolds;
  readonly list: ListState;
}

/**
 * Opens the field of the line under the cursor, or closes it and puts the cursor on its own line.
 *
 * @returns null where nothing changes
 */
export function foldAtCursor(
  lines: readonly { readonly id: string; readonly group: { readonly field: string } }[],
  { folds, list }: FoldedList,
  open: boolean,
): FoldedList | null {
  const field = lines.find(({ id }) => id === list.selected)?.group.field;
  if (field === undefined || folds.open.has(field) === open) return null;
  return {
    folds: openField(folds, field, open),
    list: open ? list : { ...list, selected: fieldLineId(field) },
  };
}
