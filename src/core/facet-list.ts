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
export type FacetLine =
  | {
      readonly kind: 'field';
      readonly id: string;
      readonly group: FacetGroup;
      readonly isOpen: boolean;
    }
  | {
      readonly kind: 'value';
      readonly id: string;
      readonly group: FacetGroup;
      readonly value: FacetValue;
    }
  | {
      readonly kind: 'more';
      readonly id: string;
      readonly group: FacetGroup;
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
export function facetLines(
  groups: readonly FacetGroup[],
  { open, unfolded }: FacetFolds,
): readonly FacetLine[] {
  return groups.flatMap((group): readonly FacetLine[] => {
    const { field, values } = group;
    const isOpen = open.has(field);
    const head: FacetLine = { kind: 'field', id: fieldLineId(field), group, isOpen };
    if (!isOpen) return [head];
    const isWhole = unfolded.has(field);
    const shown = values.filter((value, at) => isWhole || value.isChosen || at < shownAtFirst);
    const count = values.length - shown.length;
    return [
      head,
      ...shown.map((value): FacetLine => {
        return { kind: 'value', id: `value ${field} ${value.key}`, group, value };
      }),
      ...(count > 0 ? [{ kind: 'more' as const, id: `more ${field}`, group, count }] : []),
    ];
  });
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
