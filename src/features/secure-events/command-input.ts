import { wireNanos } from '../../api/workload-protection/exact-time.ts';
import { allOf } from '../../api/workload-protection/filter-text.ts';
import { listOption, textOption } from '../../core/command-options.ts';
import { usageError } from '../../core/errors.ts';
import { safeText } from '../../core/safe-text.ts';
import { parseTime } from '../../core/time.ts';
import type { CommandInput } from '../feature.ts';
import { type AuditType, auditTypeOf, auditTypes } from './audit-model.ts';
import { checkFilter } from './filter-language.ts';
import type { EventFilter } from './model.ts';
import { nanosOf } from './nano-time.ts';
import { severityFilter } from './severity-filter.ts';

/** A moment in epoch nanoseconds; RFC 3339 to the nanosecond. @throws ScandeckError `usage` */
export function momentOf(text: string, nowMs: number): bigint {
  const exact = /\.\d{4,}/.test(text) ? wireNanos(text) : null;
  return exact ?? nanosOf(parseTime(text, nowMs));
}

/** The window that `--since` and `--until` name. @throws ScandeckError `usage` */
export function windowOption(
  input: CommandInput,
  nowMs: number,
  since = '24h',
): { readonly fromNs: bigint; readonly toNs: bigint } {
  const fromNs = momentOf(textOption(input, 'since') ?? since, nowMs);
  const toNs = momentOf(textOption(input, 'until') ?? 'now', nowMs);
  if (fromNs <= toNs) return { fromNs, toNs };
  throw usageError('--since is after --until', 'For example --since 2h --until 1h.');
}

/**
 * What `--filter` and `--severity` select together. The form alone is checked: which fields there are
 * is the server's to say.
 *
 * @throws ScandeckError `usage`
 */
export function filterOption(input: CommandInput): EventFilter {
  const expression = textOption(input, 'filter');
  if (expression !== null) checkForm('filter', expression);
  return allOf(expression, severityFilter(listOption(input, 'severity')));
}

/** An option with an expression of the filter language. @throws ScandeckError `usage` */
export function expressionOption(input: CommandInput, name: string): string | null {
  const expression = textOption(input, name);
  if (expression !== null) checkForm(name, expression);
  return expression;
}

/** What `--type`, `--filter` and `--scope` select of the activity audit. @throws ScandeckError `usage` */
export function auditOption(input: CommandInput) {
  return {
    types: listOption(input, 'type').map(readType),
    filter: expressionOption(input, 'filter'),
    scope: expressionOption(input, 'scope'),
  };
}

/** A type of activity. @throws ScandeckError `usage` */
export function readType(word: string): AuditType {
  const type = auditTypeOf(word);
  if (type !== null) return type;
  throw usageError(
    `${safeText(word, 40)} is no type of activity`,
    `Write one of ${auditTypes.join(', ')}.`,
  );
}

function checkForm(option: string, expression: string): void {
  const check = checkFilter(expression, []);
  if ('ok' in check) return;
  const before = safeText(expression.slice(Math.max(0, check.at - 30), check.at), 60);
  throw usageError(
    `--${option}: ${check.message}, behind "${before}"`,
    'For example --filter \'severity <= "3" and kubernetes.namespace.name = "prod"\'.',
  );
}
