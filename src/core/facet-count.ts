import type { FacetGroup, FacetValue } from './facet-list.ts';

/** A field whose values are counted among rows. */
export interface CountedField<Row> {
  readonly field: string;
  readonly title: string;
  /** What a row says in it, each value once; none when it says nothing. Hostile. */
  readonly values: (row: Row) => readonly string[];
}

/** A value that rows are narrowed to. */
export interface ChosenValue {
  readonly field: string;
  /** Empty: the rows that say nothing in the field. */
  readonly key: string;
}

/**
 * Counts the values of every field over rows. A field is counted as if nothing of it were chosen: only
 * so can a second value of it be found. A row that says nothing is counted under the empty key.
 */
export function countFacets<Row>(
  rows: readonly Row[],
  fields: readonly CountedField<Row>[],
  chosen: readonly ChosenValue[],
): readonly FacetGroup[] {
  const counts = new Map(fields.map((field) => [field, new Map<string, number>()]));
  for (const row of rows) {
    const missed = missedFields(row, fields, chosen);
    if (missed.length > 1) continue;
    for (const field of missed.length === 1 ? missed : fields) {
      const values = counts.get(field);
      for (const key of keysOf(field, row)) values?.set(key, (values.get(key) ?? 0) + 1);
    }
  }
  return fields.map((field) => groupOf(field, counts.get(field) ?? new Map(), chosen));
}

/** The fields in which a row has none of the chosen values. */
export function missedFields<Row>(
  row: Row,
  fields: readonly CountedField<Row>[],
  chosen: readonly ChosenValue[],
): readonly CountedField<Row>[] {
  if (chosen.length === 0) return [];
  return fields.filter((field) => {
    const wanted = chosen.filter((one) => one.field === field.field);
    if (wanted.length === 0) return false;
    const keys = keysOf(field, row);
    return !wanted.some(({ key }) => keys.includes(key));
  });
}

/** Chooses a value, or takes it back. */
export function toggleValue(
  chosen: readonly ChosenValue[],
  value: ChosenValue,
): readonly ChosenValue[] {
  const rest = chosen.filter(({ field, key }) => field !== value.field || key !== value.key);
  return rest.length < chosen.length ? rest : [...chosen, value];
}

function keysOf<Row>({ values }: CountedField<Row>, row: Row): readonly string[] {
  const keys = values(row);
  return keys.length === 0 ? [''] : keys;
}

function groupOf<Row>(
  { field, title }: CountedField<Row>,
  counts: ReadonlyMap<string, number>,
  chosen: readonly ChosenValue[],
): FacetGroup {
  const wanted = chosen.filter((one) => one.field === field).map(({ key }) => key);
  const found = Array.from(counts, ([key, count]): FacetValue & { readonly count: number } => {
    return { key, label: key, count, isChosen: wanted.includes(key) };
  }).sort((left, right) => right.count - left.count || (left.key < right.key ? -1 : 1));
  const lost = wanted.filter((key) => !counts.has(key));
  const values = [...found, ...lost.map((key) => ({ key, label: key, count: 0, isChosen: true }))];
  return { field, title, values, highest: found[0]?.count ?? 0 };
}
