import type { SavedView } from '../../api/session.ts';
import { configError } from '../../core/errors.ts';
import { safeText } from '../../core/safe-text.ts';
import { isRange } from './criteria.ts';
import { type LogCriteria, type LogField, type LogTime, logFields } from './model.ts';

/**
 * The criteria that a view was saved with. The file may have been edited by hand, and a field that
 * is not understood would silently show other scans than the view's.
 *
 * @throws ScandeckError `config`
 */
export function criteriaOfView(view: Pick<SavedView, 'name' | 'criteria'>): LogCriteria {
  const criteria = recordIn(view.criteria);
  const time = timeIn(criteria?.time);
  const values = valuesIn(criteria?.values ?? {});
  const query = criteria?.query ?? '';
  if (time !== null && values !== null && typeof query === 'string') return { query, time, values };
  const part = values === null ? 'values' : time === null ? 'time' : 'query';
  throw configError(
    `The saved view ${safeText(view.name, 64)} can't be used: its criteria.${part} is not what scandeck writes`,
    'Mend it in views.json beside the config file, or save the view anew.',
  );
}

function timeIn(value: unknown): LogTime | null {
  const time = recordIn(value);
  const { kind, range, since, until } = time ?? {};
  if (kind === 'range' && typeof range === 'string' && isRange(range)) return { kind, range };
  const isBounds = isMoment(since) && isMoment(until) && since < until;
  return kind === 'bounds' && isBounds ? { kind, since, until } : null;
}

function isMoment(value: unknown): value is number {
  return typeof value === 'number' && !Number.isNaN(new Date(value).getTime());
}

function valuesIn(value: unknown): LogCriteria['values'] | null {
  const record = recordIn(value);
  if (record === null) return null;
  const values: Partial<Record<LogField, readonly string[]>> = {};
  for (const [name, names] of Object.entries(record)) {
    const field = logFields.find((known) => known === name);
    if (field === undefined || !isTexts(names)) return null;
    values[field] = names;
  }
  return values;
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((text) => typeof text === 'string');
}

function recordIn(value: unknown): Readonly<Record<string, unknown>> | null {
  const isRecord = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isRecord ? { ...value } : null;
}
