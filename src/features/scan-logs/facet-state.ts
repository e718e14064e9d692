import {
  type FacetFolds,
  type FacetGroup,
  type FacetLine,
  type FacetValue,
  facetLines,
  fieldLine,
  valueLine,
} from '../../core/facet-list.ts';
import { parseSeverity, severities } from '../../core/severity.ts';
import { compileFilter } from '../../core/text-filter.ts';
import { fieldWord } from './criteria.ts';
import type { Facet } from './facets.ts';
import { type LogCriteria, type LogField, logFields } from './model.ts';

/** Names that were seen, by field, in the order in which they came. */
export type FacetMemory = Readonly<Record<string, readonly string[]>>;

/** A field and its values, as the vendor counts them. */
export interface LogFacetGroup extends FacetGroup {
  /** The criterion that its values are chosen for; null when the vendor has none. */
  readonly criterion: LogField | null;
  /** Whether this server counts its values; otherwise they can be chosen all the same. */
  readonly counted: boolean;
}

/** A line of the facets. */
export type FacetItem =
  | FacetLine<LogFacetGroup>
  /** A search that no value is like, or of a field without values: the text itself can be asked for. */
  | {
      readonly kind: 'typed';
      readonly id: string;
      readonly group: LogFacetGroup;
      readonly text: string;
    };

/** The order of the fields: what narrows most is nearest. */
export const facetFields: readonly string[] = [
  'vulnerabilities',
  'sources',
  'clusters',
  'registries',
  'repositories',
  'namespaces',
  'full_tags',
  'hostnames',
  'digests',
  'scan_status',
];

/** Fields that show their values at first. */
export const openAtFirst: ReadonlySet<string> = new Set([
  'vulnerabilities',
  'sources',
  'clusters',
  'registries',
  'repositories',
]);

/** Names kept a field. */
const mostRemembered = 500;

/** Adds the names of an answer to those that were seen. */
export function remember(memory: FacetMemory, facets: readonly Facet[]): FacetMemory {
  const next: Record<string, readonly string[]> = { ...memory };
  for (const { field, values } of facets) {
    const names = [...values.map(({ name }) => name), ...(memory[field] ?? [])];
    next[field] = [...new Set(names)].slice(0, mostRemembered);
  }
  return next;
}

/** What the facets are made of. */
export interface FacetSource {
  readonly facets: readonly Facet[];
  /** Whether the counts are those of these criteria; otherwise none is given. */
  readonly isCurrent: boolean;
  readonly memory: FacetMemory;
  readonly refused: readonly string[];
  readonly criteria: LogCriteria;
}

/**
 * The fields that can be shown, each with the counted values, then those that were seen before:
 * without them a second value of a field could not be chosen, since the vendor counts within all
 * criteria. A criterion that this server does not count can still be searched by: it is listed
 * without counts, severities by their names, other values as they are typed.
 */
export function facetGroups(source: FacetSource): readonly LogFacetGroup[] {
  const { facets, memory, refused, criteria } = source;
  const others = facets.map(({ field }) => field).filter((field) => !facetFields.includes(field));
  return [...facetFields, ...others].flatMap((field) => {
    const criterion = logFields.find((name) => name === field) ?? null;
    const chosen = criterion === null ? [] : (criteria.values[criterion] ?? []);
    const isRefused = refused.includes(field);
    if (isRefused ? criterion === null : !(field in memory) && chosen.length === 0) return [];
    const values = valuesOf(field, chosen, source);
    const highest = Math.max(0, ...values.map(({ count }) => count ?? 0));
    return { field, title: fieldWord(field), criterion, values, counted: !isRefused, highest };
  });
}

function valuesOf(
  field: string,
  chosen: readonly string[],
  { facets, isCurrent, memory, refused }: FacetSource,
): readonly FacetValue[] {
  const counted = facets.find((facet) => facet.field === field)?.values ?? [];
  const totals = new Map(isCurrent ? counted.map(({ name, total }) => [name, total]) : []);
  const seen = [...chosen, ...(memory[field] ?? [])];
  const fixed = field === 'vulnerabilities' && refused.includes(field) ? wireSeverities : [];
  const names = new Set([...counted.map(({ name }) => name), ...seen, ...fixed]);
  const values = Array.from(names, (name) => ({
    key: name,
    label: name,
    count: totals.get(name) ?? null,
    isChosen: chosen.includes(name),
  }));
  return field === 'vulnerabilities' ? values.sort(bySeverity) : values;
}

const wireSeverities = severities.map((severity) => severity.toUpperCase());

function bySeverity(left: FacetValue, right: FacetValue): number {
  const rank = ({ key }: FacetValue) => severities.indexOf(parseSeverity(key));
  return rank(left) - rank(right);
}

/** How the lines are chosen. */
export interface FacetListing extends FacetFolds {
  readonly search: string;
  /** The field that a typed value would be for: where the search was begun. */
  readonly typedFor: string;
}

/** The lines: fields with the values that are open, or with those that a search finds. */
export function facetItems(
  groups: readonly LogFacetGroup[],
  listing: FacetListing,
): readonly FacetItem[] {
  if (listing.search === '') return facetLines(groups, listing);
  const { matches } = compileFilter(listing.search);
  const found = groups.flatMap((group): FacetItem[] => {
    const values = group.values.filter(({ key }) => matches(key));
    if (values.length === 0) return [];
    return [fieldLine(group, true), ...values.map((value) => valueLine(group, value))];
  });
  const group = groups.find(({ field }) => field === listing.typedFor);
  if (group === undefined || group.criterion === null) return found;
  if (found.length > 0 && group.values.length > 0) return found;
  return [
    fieldLine(group, true),
    { kind: 'typed', id: `typed ${group.field}`, group, text: listing.search },
    ...found,
  ];
}

/** The criteria with a value of a field chosen, or no longer chosen. */
export function toggleValue(criteria: LogCriteria, field: LogField, name: string): LogCriteria {
  const before = criteria.values[field] ?? [];
  const after = before.includes(name)
    ? before.filter((other) => other !== name)
    : [...before, name];
  // In one order always, so that equal criteria are equal texts.
  const values = Object.fromEntries(
    logFields.flatMap((each) => {
      const names = each === field ? after : (criteria.values[each] ?? []);
      return names.length === 0 ? [] : [[each, names] as const];
    }),
  );
  return { ...criteria, values };
}
