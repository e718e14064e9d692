import { maxQueryChars } from '../../api/activity-tracking/endpoints.ts';
import { usageError } from '../../core/errors.ts';
import { safeText } from '../../core/safe-text.ts';
import { actions } from './actions.ts';
import type { ActivityCriteria } from './criteria.ts';
import { fullAction } from './model.ts';

/**
 * The query for criteria, in DataPrime. Only what the index finds for certain goes along: values with
 * a quote or a backslash in them, and fields that are written differently from service to service,
 * are sorted out afterwards (see compileMatch).
 *
 * @param applicationName the label of audit events; null for both that IBM's documents name,
 * `ibm-audit-event` and `ibm-audit-events`
 * @throws ScandeckError `usage` for a condition that is none, or a query that is too long
 */
export function queryText(
  criteria: ActivityCriteria,
  applicationName: string | null = null,
): string {
  const label = '$l.applicationname';
  const conditions = [
    applicationName === null
      ? `${label}.startsWith('ibm-audit-event')`
      : `${label} == ${quoted(applicationName)}`,
    // The services' own records, such as those of our queries, would come along otherwise.
    "($l.subsystemname.startsWith('container-registry') || $d.action.startsWith('container-registry.'))",
    ...oneOf('$d.action', wantedActions(criteria)),
    ...oneOf('$d.outcome', criteria.outcomes),
    ...oneOf('$d.severity', criteria.severities),
  ];
  const own = criteria.query === null ? [] : [`filter ${checkCondition(criteria.query)}`];
  const text = ['source logs', `filter ${conditions.join(' && ')}`, ...own].join(' | ');
  if (text.length <= maxQueryChars) return text;
  throw usageError(
    `the query is ${text.length} characters long`,
    `The vendor takes ${maxQueryChars}: name fewer actions, or a shorter condition.`,
  );
}

/** Actions and groups narrow each other down. */
function wantedActions({ actions: named, groups }: ActivityCriteria): readonly string[] {
  if (named.length > 0 || groups.length === 0) return named.map(fullAction);
  return actions.filter(({ group }) => groups.includes(group)).map(({ name }) => name);
}

function oneOf(field: string, values: readonly string[]): readonly string[] {
  const [first] = values;
  if (first === undefined || !values.every((value) => plain.test(value))) return [];
  if (values.length === 1) return [`${field} == '${first}'`];
  return [`${field} in(${values.map((value) => `'${value}'`).join(', ')})`];
}

const plain = /^[\w .:@/-]+$/;

/** Text in single quotes. */
function quoted(text: string): string {
  return `'${text.replaceAll(/[\\']/g, '\\$&').replaceAll(/\p{Cc}/gu, ' ')}'`;
}

/** A condition stands in a filter of its own: it may not begin another step of the query. */
function checkCondition(condition: string): string {
  const text = condition.replaceAll(/\s+/g, ' ').trim();
  const bare = text.replaceAll(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/g, '');
  if (text !== '' && !/['"]/.test(bare) && !bare.replaceAll('||', '').includes('|')) return text;
  throw usageError(
    `--query ${safeText(text, 120) || '""'} is not one condition`,
    'Write what stands behind `filter`, with both quotes: --query "$d.outcome == \'failure\'".',
  );
}
