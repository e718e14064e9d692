import { parseSeverity, severities } from '../../core/severity.ts';
import { compileFilter } from '../../core/text-filter.ts';
import { type LogCriteria, type LogField, logFields } from './model.ts';
import type { Facet } from './source.ts';

/** Names that were seen, by field, in the order in which they came. */
export type FacetMemory = Readonly<Record<string, readonly string[]>>;

/** One value of a field. */
export interface FacetValue {
  /** As the vendor has it; hostile. */
  readonly name: string;
  /** Scans that match the criteria and have it; null when that is not known. */
  readonly total: number | null;
  readonly chosen: boolean;
}

/** A field and its values. */
export interface FacetGroup {
  /** In the vendor's words. */
  readonly field: string;
  /** The criterion that its values are chosen for; null when the vendor has none. */
  readonly criterion: LogField | null;
  readonly values: readonly FacetValue[];
  readonly chosen: number;
  /** Whether this server counts its values; otherwise they can be chosen all the same. */
  readonly counted: boolean;
  /** The highest total, for the bars. */
  readonly highest: number;
}

/** A line of the facets. */
export type FacetItem =
  | {
      readonly kind: 'field';
      readonly id: string;
      readonly group: FacetGroup;
      readonly open: boolean;
    }
  | {
      readonly kind: 'value';
      readonly id: string;
      readonly group: FacetGroup;
      readonly value: FacetValue;
    }
  /** Stands for values that are not shown. */
  | {
      readonly kind: 'more';
      readonly id: string;
      readonly group: FacetGroup;
      readonly count: number;
    }
  /** A search that no value is like, or of a field without values: the text itself can be asked for. */
  | {
      readonly kind: 'typed';
      readonly id: string;
      readonly group: FacetGroup;
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

/** Values that a field shows until it is unfolded. */
const shownAtFirst = 6;
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
export function facetGroups(source: FacetSource): readonly FacetGroup[] {
  const { facets, memory, refused, criteria } = source;
  const others = facets.map(({ field }) => field).filter((field) => !facetFields.includes(field));
  return [...facetFields, ...others].flatMap((field) => {
    const criterion = logFields.find((name) => name === field) ?? null;
    const chosen = criterion === null ? [] : (criteria.values[criterion] ?? []);
    const isRefused = refused.includes(field);
    if (isRefused ? criterion === null : !(field in memory) && chosen.length === 0) return [];
    const values = valuesOf(field, chosen, source);
    const highest = Math.max(0, ...values.map(({ total }) => total ?? 0));
    return { field, criterion, values, chosen: chosen.length, counted: !isRefused, highest };
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
    name,
    total: totals.get(name) ?? null,
    chosen: chosen.includes(name),
  }));
  return field === 'vulnerabilities' ? values.sort(bySeverity) : values;
}

const wireSeverities = severities.map((severity) => severity.toUpperCase());

function bySeverity(left: FacetValue, right: FacetValue): number {
  const rank = ({ name }: FacetValue) => severities.indexOf(parseSeverity(name));
  return rank(left) - rank(right);
}

/** How the lines are chosen. */
export interface FacetListing {
  readonly open: ReadonlySet<string>;
  readonly unfolded: ReadonlySet<string>;
  readonly search: string;
  /** The field that a typed value would be for: where the search was begun. */
  readonly typedFor: string;
}

/** The lines: fields with the values that are open, or with those that a search finds. */
export function facetItems(
  groups: readonly FacetGroup[],
  listing: FacetListing,
): readonly FacetItem[] {
  if (listing.search === '') return groups.flatMap((group) => listed(group, listing));
  const { matches } = compileFilter(listing.search);
  const found = groups.flatMap((group): FacetItem[] => {
    const values = group.values.filter(({ name }) => matches(name));
    if (values.length === 0) return [];
    return [fieldItem(group, true), ...values.map((value) => valueItem(group, value))];
  });
  const group = groups.find(({ field }) => field === listing.typedFor);
  if (group === undefined || group.criterion === null) return found;
  if (found.length > 0 && group.values.length > 0) return found;
  return [
    fieldItem(group, true),
    { kind: 'typed', id: `typed ${group.field}`, group, text: listing.search },
    ...found,
  ];
}

function listed(group: FacetGroup, { open, unfolded }: FacetListing): FacetItem[] {
  if (!open.has(group.field)) return [fieldItem(group, false)];
  const isWhole = unfolded.has(group.field);
  const shown = group.values.filter((value, at) => isWhole || value.chosen || at < shownAtFirst);
  const count = group.values.length - shown.length;
  return [
    fieldItem(group, true),
    ...shown.map((value) => valueItem(group, value)),
    ...(count > 0 ? [{ kind: 'more' as const, id: `more ${group.field}`, group, count }] : []),
  ];
}

function fieldItem(group: FacetGroup, open: boolean): FacetItem {
  return { kind: 'field', id: `field ${group.field}`, group, open };
}

function valueItem(group: FacetGroup, value: FacetValue): FacetItem {
  return { kind: 'value', id: `value ${group.field} ${value.name}`, group, value };
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
