import type { FacetGroup, FacetValue } from '../../core/facet-list.ts';
import type { ActivityEvent } from './model.ts';
import { type FacetField, facetFields, fieldKey, fieldLabel, fieldTitles } from './store-fields.ts';
import { lensMatches } from './store-lens.ts';
import { type Chosen, missedFields, type Narrowing } from './store-question.ts';

interface Counted {
  readonly label: string;
  count: number;
}

type Counts = ReadonlyMap<FacetField, Map<string, Counted>>;

/**
 * Counts the values of every field over events. A field is counted as if nothing of it were chosen:
 * only so can a second value of it be found.
 */
export function facetGroups(
  events: readonly ActivityEvent[],
  { lens, chosen }: Narrowing,
): readonly FacetGroup[] {
  const counts: Counts = new Map(facetFields.map((field) => [field, new Map()]));
  for (const event of events) {
    if (lens !== null && !lensMatches(lens, event)) continue;
    const missed = missedFields(chosen, event);
    if (missed.length > 1) continue;
    for (const field of missed.length === 1 ? missed : facetFields) count(counts, field, event);
  }
  return facetFields.map((field) => groupOf(field, counts, chosen));
}

function count(counts: Counts, field: FacetField, event: ActivityEvent): void {
  const values = counts.get(field);
  const key = fieldKey(field, event);
  const known = values?.get(key);
  if (known === undefined) values?.set(key, { label: fieldLabel(field, event), count: 1 });
  else known.count += 1;
}

function groupOf(field: FacetField, counts: Counts, chosen: readonly Chosen[]): FacetGroup {
  const wanted = new Set(chosen.filter((one) => one.field === field).map(({ key }) => key));
  const values = Array.from(counts.get(field) ?? [], ([key, { label, count: total }]) => {
    const value: FacetValue = { key, label, count: total, isChosen: wanted.has(key) };
    return value;
  });
  const lost = [...wanted].filter((key) => !values.some((value) => value.key === key));
  const all = [
    ...values.sort(byCount),
    ...lost.map((key) => ({ key, label: key, count: 0, isChosen: true })),
  ];
  const highest = Math.max(0, ...values.slice(0, 1).map(({ count: total }) => total ?? 0));
  return { field, title: fieldTitles[field], values: all, highest };
}

function byCount(left: FacetValue, right: FacetValue): number {
  return (right.count ?? 0) - (left.count ?? 0) || (left.label < right.label ? -1 : 1);
}
