import { badField } from './refusals.ts';
import { type JsonObject, objectIn, textIn } from './request-body.ts';
import type { TimeWindow } from './scan-logs.ts';

const path = 'criteria.scan_time';
const always: TimeWindow = { from: Number.NEGATIVE_INFINITY, until: Number.POSITIVE_INFINITY };

/** When a filter is read. */
export interface TimeFilterSetting {
  /** Epoch ms. */
  readonly now: number;
  /** Whether `{}` means all times, as in the reference's example of the facets. */
  readonly mayBeEmpty: boolean;
}

/**
 * Reads `scan_time`: either a range or both bounds (Carbon Black Cloud, Scan Logs API, Time
 * Filter). Without the criterion there is no limit.
 *
 * @throws Refusal 400
 */
export function timeWindowOf(
  criteria: JsonObject,
  { now, mayBeEmpty }: TimeFilterSetting,
): TimeWindow {
  if ((criteria.scan_time ?? null) === null) return always;
  const filter = objectIn(criteria, 'scan_time', path, ['range', 'start', 'end']);
  const [range, start, end] = ['range', 'start', 'end'].map((name) =>
    textIn(filter, name, `${path}.${name}`),
  );
  if (range && (start || end)) throw badField(path, 'either range or start and end, not both');
  if (range) return { from: rangeStart(range, now), until: now };
  if (!start && !end && mayBeEmpty) return always;
  if (!start || !end) throw badField(path, 'either range or both start and end are required');
  const window = { from: timeOf(start, 'start'), until: timeOf(end, 'end') };
  if (window.from < window.until) return window;
  throw badField(`${path}.start`, 'must be before end');
}

const second = 1000;
const units: Readonly<Record<string, number>> = {
  s: second,
  m: 60 * second,
  h: 3600 * second,
  d: 86_400 * second,
  w: 7 * 86_400 * second,
};

function rangeStart(range: string, now: number): number {
  const [, digits = '', unit = ''] = /^-(\d{1,6})([Mwdhms])$/.exec(range) ?? [];
  if (digits === '') throw badField(`${path}.range`, 'must be -<quantity><M|w|d|h|m|s>');
  const quantity = Number(digits);
  return unit === 'M' ? monthsBefore(now, quantity) : now - quantity * (units[unit] ?? 0);
}

/** The same day of an earlier month, or that month's last. */
function monthsBefore(now: number, months: number): number {
  const date = new Date(now);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() - months);
  const lastDay = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0));
  date.setUTCDate(Math.min(day, lastDay.getUTCDate()));
  return Number.isNaN(date.getTime()) ? Number.NEGATIVE_INFINITY : date.getTime();
}

const timestamp = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;

function timeOf(text: string, name: string): number {
  const time = timestamp.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(time)) return time;
  throw badField(`${path}.${name}`, 'must be an ISO 8601 date');
}
