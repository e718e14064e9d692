import type { WireCriteria, WireTime } from '../../api/carbon-black/endpoints.ts';
import { type LogCriteria, type LogTime, logFields } from './model.ts';

/** Criteria as the vendor takes them; fields without a value are left out. */
export function wireCriteria({ values }: Pick<LogCriteria, 'values'>, time: LogTime): WireCriteria {
  const named = logFields.flatMap((field) => {
    const list = values[field] ?? [];
    return list.length === 0 ? [] : [[field, list] as const];
  });
  return { scan_time: wireTime(time), ...Object.fromEntries(named) };
}

/** The query as the vendor takes it: none at all rather than an empty one. */
export function wireQuery({ query }: Pick<LogCriteria, 'query'>): { readonly query?: string } {
  return query === '' ? {} : { query };
}

function wireTime(time: LogTime): WireTime {
  if (time.kind === 'range') return { range: time.range };
  return { start: wireMoment(time.since), end: wireMoment(time.until) };
}

/** ISO 8601 to the millisecond, as the document writes it: `2023-04-01T00:00:00.000Z`. */
const wireMoment = (ms: number) => new Date(ms).toISOString();
