import { countFacets } from '../../core/facet-count.ts';
import type { FacetGroup } from '../../core/facet-list.ts';
import type { ActivityEvent } from './model.ts';
import { countedFields, fieldKey, fieldLabel } from './store-fields.ts';
import { lensMatches } from './store-lens.ts';
import type { Narrowing } from './store-question.ts';

/** Counts the values of every field over the events that a lens leaves. */
export function facetGroups(
  events: readonly ActivityEvent[],
  { lens, chosen }: Narrowing,
): readonly FacetGroup[] {
  const seen = lens === null ? events : events.filter((event) => lensMatches(lens, event));
  const labels = labelsOf(events);
  return countFacets(seen, countedFields, chosen).map((group) => {
    const known = labels.get(group.field);
    const values = group.values.map((value) => ({
      ...value,
      label: known?.get(value.key) ?? value.key,
    }));
    return { ...group, values };
  });
}

/** What people call values that are told apart by something else, such as an id. */
function labelsOf(events: readonly ActivityEvent[]): ReadonlyMap<string, Map<string, string>> {
  const fields = (['action', 'initiator', 'reason'] as const).map(
    (field) => [field, new Map<string, string>()] as const,
  );
  for (const event of events) {
    for (const [field, labels] of fields) {
      labels.set(fieldKey(field, event), fieldLabel(field, event));
    }
  }
  return new Map(fields);
}
