import { usageError } from '../../core/errors.ts';
import { safeText } from '../../core/safe-text.ts';
import type { AuditEvent } from './model.ts';

/**
 * Which events are meant. The server knows `dryRun` and `explain` alone; by the lists scandeck chooses
 * among the events that it has read. An event matches one word of each list that has some.
 */
export interface AuditCriteria {
  readonly dryRun: boolean;
  readonly explain: boolean;
  readonly actions: readonly string[];
  readonly packages: readonly string[];
  readonly types: readonly string[];
  readonly users: readonly string[];
  readonly policies: readonly string[];
}

/** Every real event. */
export const allEvents: AuditCriteria = {
  ...{ dryRun: false, explain: false },
  ...{ actions: [], packages: [], types: [], users: [], policies: [] },
};

/** Options by camelCase name, as a command or an export request has them. */
type Options = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

const lists = {
  actions: 'action',
  packages: 'package',
  types: 'type',
  users: 'user',
  policies: 'policy',
} as const;
type ListName = keyof typeof lists;
const listNames: readonly ListName[] = ['actions', 'packages', 'types', 'users', 'policies'];

/** Reads the criteria that options name. @throws ScandeckError `usage` */
export function criteriaFromOptions(options: Options): AuditCriteria {
  const list = (name: ListName) => words(options, lists[name]);
  return {
    dryRun: options.dryRun === true,
    explain: options.explain === true,
    actions: list('actions'),
    packages: list('packages'),
    types: list('types'),
    users: list('users'),
    policies: list('policies'),
  };
}

/** Whether scandeck itself chooses among the events. */
export function isFiltered(criteria: AuditCriteria): boolean {
  return listNames.some((name) => criteria[name].length > 0);
}

/** Makes the test for events; without lists it is true for all. */
export function compileCriteria(criteria: AuditCriteria): (event: AuditEvent) => boolean {
  const tests = listNames.flatMap((name) => {
    if (criteria[name].length === 0) return [];
    const patterns = criteria[name].map(patternOf);
    return (event: AuditEvent) =>
      valuesOf[name](event).some(
        (value) => value !== null && patterns.some((pattern) => pattern.test(value)),
      );
  });
  return (event) => tests.every((test) => test(event));
}

/** What a list looks at. A package may be named with its version: `lodash:4.17.21`. */
const valuesOf: Readonly<Record<ListName, (event: AuditEvent) => readonly (string | null)[]>> = {
  actions: ({ action, outcome }) => [action, outcome],
  packages: ({ package: { name, version } }) => [
    name,
    name === null || version === null ? null : `${name}:${version}`,
  ],
  types: ({ package: { type } }) => [type],
  users: ({ user, mail }) => [user, mail],
  policies: ({ policies }) => policies.flatMap(({ name, id }) => [name, id]),
};

/** The whole value, whatever its case; `*` is any text. */
function patternOf(word: string): RegExp {
  const parts = word.split('*').map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 'is');
}

/** The criteria in words, on one line and safe: `dry-run events, type npm or PyPI`. */
export function describe(criteria: AuditCriteria): string {
  const chosen = listNames.flatMap((name) => {
    const texts = criteria[name].map((word) => safeText(word, 120));
    return texts.length === 0 ? [] : `${lists[name]} ${texts.join(' or ')}`;
  });
  return [criteria.dryRun ? 'dry-run events' : 'audit events', ...chosen].join(', ');
}

/** The options that mean these criteria, a word each and unquoted. */
export function twinFlags(criteria: AuditCriteria): string[] {
  return [
    ...(criteria.dryRun ? ['--dry-run'] : []),
    ...(criteria.explain ? ['--explain'] : []),
    ...filterFlags(criteria),
  ];
}

/** The part of these options that the server does not know. */
export function filterFlags(criteria: AuditCriteria): string[] {
  return listNames.flatMap((name) => criteria[name].flatMap((word) => [`--${lists[name]}`, word]));
}

function words(options: Options, name: string): readonly string[] {
  const value = options[name];
  const list = typeof value === 'string' ? [value] : Array.isArray(value) ? value : [];
  if (!list.includes('')) return list;
  throw usageError(`--${name} is empty`, 'Name a value, or leave the option out.');
}
