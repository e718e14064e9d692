import { unknownWord } from './refusals.ts';
import { type JsonObject, objectIn, textIn, textsIn } from './request-body.ts';
import type { TimeWindow } from './scan-logs.ts';
import { severityNames } from './severity-drift.ts';
import { type TimeFilterSetting, timeWindowOf } from './time-filter.ts';

/** The criteria that are lists: any of a list's values is enough, but every list has to agree. */
export const listCriteria = [
  ...(['full_tags', 'repositories', 'digests', 'sources', 'registries'] as const),
  ...(['vulnerabilities', 'clusters', 'namespaces', 'hostnames'] as const),
];
export type ListCriterion = (typeof listCriteria)[number];

/** What is searched for. An empty list does not narrow. */
export interface LogCriteria {
  /** In lower case; all of them have to be in the tag or the digest. */
  readonly words: readonly string[];
  readonly window: TimeWindow;
  readonly lists: Readonly<Record<ListCriterion, readonly string[]>>;
}

/** Reads `query` and `criteria` of a body. @throws Refusal 400 */
export function criteriaOf(body: JsonObject, setting: TimeFilterSetting): LogCriteria {
  const criteria = objectIn(body, 'criteria', 'criteria', ['scan_time', ...listCriteria]);
  const list = (name: ListCriterion) => textsIn(criteria, name, `criteria.${name}`);
  list('vulnerabilities').forEach((severity, index) => {
    if (severityNames.some((known) => known === severity)) return;
    throw unknownWord(`criteria.vulnerabilities[${index}]`, severity, severityNames);
  });
  return {
    words: (textIn(body, 'query', 'query') ?? '').toLowerCase().split(/\s+/).filter(Boolean),
    window: timeWindowOf(criteria, setting),
    lists: {
      full_tags: list('full_tags'),
      repositories: list('repositories'),
      digests: list('digests'),
      sources: list('sources'),
      registries: list('registries'),
      vulnerabilities: list('vulnerabilities'),
      clusters: list('clusters'),
      namespaces: list('namespaces'),
      hostnames: list('hostnames'),
    },
  };
}
