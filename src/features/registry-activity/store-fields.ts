import type { CountedField } from '../../core/facet-count.ts';
import { type ActivityEvent, shortAction } from './model.ts';

/** The fields whose values are counted, in the order in which they stand. */
export const facetFields = [
  'action',
  'outcome',
  'severity',
  'initiator',
  'place',
  'region',
  'reason',
  'address',
] as const;

/** A field whose values are counted and chosen. */
export type FacetField = (typeof facetFields)[number];

/** Fields that show their values at first. */
export const openAtFirst: ReadonlySet<string> = new Set(
  facetFields.filter((field) => field !== 'address'),
);

/** What the fields are called. */
const fieldTitles: Readonly<Record<FacetField, string>> = {
  action: 'action',
  outcome: 'outcome',
  severity: 'severity',
  initiator: 'initiator',
  place: 'namespace or repository',
  region: 'region',
  reason: 'reason code',
  address: 'source address',
};

/** What a field is called. */
export function fieldTitle(field: string): string {
  const known = facetFields.find((name) => name === field);
  return known === undefined ? field : fieldTitles[known];
}

/** The columns of the rows, from left to right. */
export const columnNames = [
  'time',
  'outcome',
  'severity',
  'action',
  'initiator',
  'target',
  'address',
  'reason',
] as const;

/** A column of the rows. */
export type ColumnName = (typeof columnNames)[number];

/** The field that counts a column's values; null where none does. */
export const fieldOfColumn: Readonly<Record<ColumnName, FacetField | null>> = {
  time: null,
  outcome: 'outcome',
  severity: 'severity',
  action: 'action',
  initiator: 'initiator',
  target: 'place',
  address: 'address',
  reason: 'reason',
};

/** What an event says in a field: what tells it apart, hostile; empty when it says nothing. */
export function fieldKey(field: FacetField, event: ActivityEvent): string {
  const { initiator, target, reason } = event;
  switch (field) {
    case 'action':
      return event.action;
    case 'outcome':
      return event.outcome ?? '';
    case 'severity':
      return event.severity ?? '';
    case 'initiator':
      return initiator.id ?? initiator.name ?? '';
    case 'place':
      return target.image ?? target.namespace ?? '';
    case 'region':
      return event.region ?? '';
    case 'reason':
      return reason.code === null ? '' : String(reason.code);
    case 'address':
      return initiator.address ?? '';
  }
}

/** What a person calls that value; hostile. */
export function fieldLabel(field: FacetField, event: ActivityEvent): string {
  const key = fieldKey(field, event);
  if (field === 'action') return shortAction(key);
  if (field === 'initiator') return event.initiator.name ?? key;
  if (field === 'reason' && key !== '') return `${key} ${event.reason.type ?? ''}`.trim();
  return key;
}

/** The fields, for whoever counts over events. */
export const countedFields: readonly CountedField<ActivityEvent>[] = facetFields.map((field) => ({
  field,
  title: fieldTitles[field],
  values: (event) => [fieldKey(field, event)],
}));

/** How rows are ordered. */
export interface RowOrder {
  readonly column: ColumnName;
  readonly descends: boolean;
}

/** As they happened, the newest last. */
export const byTime: RowOrder = { column: 'time', descends: false };

const severityRank = ['normal', 'warning', 'critical'];
const outcomeRank = ['success', 'pending', 'failure'];

/** Orders rows; those that are alike keep the order of time. */
export function sortRows(
  events: readonly ActivityEvent[],
  { column, descends }: RowOrder,
): readonly ActivityEvent[] {
  if (column === 'time') return descends ? events.toReversed() : events;
  const sign = descends ? -1 : 1;
  return events.toSorted((left, right) => {
    const [a, b] = [sortValue(column, left), sortValue(column, right)];
    if (a === b) return 0;
    return sign * (a < b ? -1 : 1);
  });
}

function sortValue(column: ColumnName, event: ActivityEvent): string {
  // What is not known stands beside the worst: it may be just that.
  const ranked = (ranks: readonly string[], word: string | null) => {
    const rank = ranks.indexOf(word ?? '');
    return String(rank < 0 ? ranks.length - 0.5 : rank);
  };
  if (column === 'severity') return ranked(severityRank, event.severity);
  if (column === 'outcome') return ranked(outcomeRank, event.outcome);
  if (column === 'target') return (event.target.name ?? event.target.id ?? '').toLowerCase();
  const field = fieldOfColumn[column];
  return field === null ? '' : fieldLabel(field, event).toLowerCase();
}

/** Columns whose bad or high values are wanted first. */
export const descendsAtFirst: ReadonlySet<ColumnName> = new Set(['outcome', 'severity', 'reason']);
