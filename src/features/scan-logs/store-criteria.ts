import { isRange } from './criteria.ts';
import { type LogCriteria, type LogField, type LogTime, logFields } from './model.ts';

/** Reads criteria that were saved; null when they are none, as after an edit by hand. */
export function readCriteria(saved: unknown): LogCriteria | null {
  if (!isRecord(saved)) return null;
  const { query = '', values = {} } = saved;
  const time = readTime(saved.time);
  if (typeof query !== 'string' || time === null || !isRecord(values)) return null;
  const read: Partial<Record<LogField, readonly string[]>> = {};
  for (const field of logFields) {
    const names = values[field];
    if (names === undefined) continue;
    if (!isTexts(names)) return null;
    if (names.length > 0) read[field] = names;
  }
  return { query, time, values: read };
}

function readTime(saved: unknown): LogTime | null {
  if (!isRecord(saved)) return null;
  const { range, since, until } = saved;
  if (saved.kind === 'range' && typeof range === 'string' && isRange(range)) {
    return { kind: 'range', range };
  }
  if (saved.kind !== 'bounds' || typeof since !== 'number' || typeof until !== 'number')
    return null;
  return since < until ? { kind: 'bounds', since, until } : null;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((text) => typeof text === 'string');
