import type { CountedField } from '../../core/facet-count.ts';
import type { AuditEvent } from './model.ts';

/** A field of audit events whose values are counted and chosen. */
export interface EventField extends CountedField<AuditEvent> {
  /** The option of `audit-events` that chooses its values; null where there is none. */
  readonly option: 'action' | 'type' | 'package' | 'user' | 'policy' | null;
  /** The same in the records of `audit-events`, as a test of jq with `$v` for the value. */
  readonly jq: string;
}

const known = (...values: readonly (string | null)[]): readonly string[] => [
  ...new Set(values.filter((value) => value !== null)),
];

/** The fields in the order in which they stand. */
export const eventFields: readonly EventField[] = [
  {
    ...{ field: 'outcome', title: 'outcome', option: 'action', jq: '.outcome == $v' },
    values: ({ outcome }) => known(outcome),
  },
  {
    ...{ field: 'policy', title: 'policy', option: 'policy' },
    jq: 'any(.policies[]; (.name // .id) == $v)',
    values: ({ policies }) => known(...policies.map(({ name, id }) => name ?? id)),
  },
  {
    ...{ field: 'condition', title: 'condition', option: null },
    jq: 'any(.policies[]; .condition == $v)',
    values: ({ policies }) => known(...policies.map(({ condition }) => condition)),
  },
  {
    ...{ field: 'category', title: 'category', option: null },
    jq: 'any(.policies[]; .category == $v)',
    values: ({ policies }) => known(...policies.map(({ category }) => category)),
  },
  {
    ...{ field: 'type', title: 'package type', option: 'type', jq: '.package.type == $v' },
    values: ({ package: { type } }) => known(type),
  },
  {
    ...{ field: 'package', title: 'package', option: 'package', jq: '.package.name == $v' },
    values: ({ package: { name } }) => known(name),
  },
  {
    ...{ field: 'repository', title: 'repository', option: null, jq: '.repository.name == $v' },
    values: ({ repository: { name } }) => known(name),
  },
  {
    ...{ field: 'user', title: 'user', option: 'user', jq: '(.user // .mail) == $v' },
    values: ({ user, mail }) => known(user ?? mail),
  },
  {
    ...{ field: 'reason', title: 'reason', option: null, jq: '.reason == $v' },
    values: ({ reason }) => known(reason),
  },
];

/** Fields that show their values at first. */
export const openAtFirst: ReadonlySet<string> = new Set([
  ...['outcome', 'policy', 'condition', 'type', 'repository', 'user'],
]);
