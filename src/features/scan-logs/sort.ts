import { usageError } from '../../core/errors.ts';
import { safeText } from '../../core/safe-text.ts';
import { severities } from '../../core/severity.ts';
import type { LogSort, ScanLog } from './model.ts';

/**
 * What rows may be sorted by, with the vendor's word for it. The document names no field that a
 * server sorts by; these are the fields of its rows, and `vulnerabilities` as its image search has it.
 */
const fieldNames: Readonly<Record<string, string>> = {
  time: 'scan_time',
  scannedAt: 'scan_time',
  image: 'full_tag',
  tag: 'full_tag',
  digest: 'manifest_digest',
  trigger: 'source',
  severity: 'vulnerabilities',
  malware: 'has_malware',
};

/** Further fields of the vendor's rows. */
const rowFields = new Set(['workloads', 'vulnerabilities_summary', 'scan_status']);

/** Fields whose large, late or bad values are wanted first. */
const descending = new Set(['scan_time', 'vulnerabilities', 'has_malware', 'workloads']);

/**
 * Reads `FIELD`, `FIELD:asc` or `FIELD:desc`. A field may be named as in a record, or in the vendor's
 * words.
 *
 * @throws ScandeckError `usage`
 */
export function parseSort(text: string): LogSort {
  const [, name = '', order] = /^([A-Za-z_][\w.]*)(?::(asc|desc))?$/i.exec(text) ?? [];
  if (name === '') {
    throw usageError(
      `"${safeText(text, 60)}" is no order to sort by`,
      'Write FIELD:asc or FIELD:desc, for example time:desc, severity:desc, image:asc or workloads:desc.',
    );
  }
  const field = Object.hasOwn(fieldNames, name) ? (fieldNames[name] ?? name) : name;
  const isDescending = order === undefined ? descending.has(field) : /^desc$/i.test(order);
  return { field, order: isDescending ? 'DESC' : 'ASC' };
}

/** Whether rows are sorted by their time, so that parts of time in order are rows in order. */
export function isByTime(sort: LogSort): boolean {
  return sort.field === 'scan_time';
}

/** Whether rows tell a field; a server may add fields of its own, so the rows decide. */
export function tellsField(logs: readonly ScanLog[], { field }: LogSort): boolean {
  const isKnown = Object.values(fieldNames).includes(field) || rowFields.has(field);
  return isKnown || logs.some((log) => sortValue(log, field) !== null);
}

/** Orders rows here, as the vendor would; what a row does not tell comes last. */
export function compareLogs(sort: LogSort): (left: ScanLog, right: ScanLog) => number {
  const sign = sort.order === 'ASC' ? 1 : -1;
  return (left, right) => {
    const [one, other] = [sortValue(left, sort.field), sortValue(right, sort.field)];
    if (one === null || other === null) return Number(one === null) - Number(other === null);
    return sign * compareValues(one, other);
  };
}

/** Whether rows come in the order that was asked for, as far as they tell. */
export function areSorted(logs: readonly ScanLog[], sort: LogSort): boolean {
  const compare = compareLogs(sort);
  const told = logs.filter((log) => sortValue(log, sort.field) !== null);
  return told.every((log, index) => {
    const before = told[index - 1];
    return before === undefined || compare(before, log) <= 0;
  });
}

type SortValue = number | string | readonly number[] | null;

function sortValue(log: ScanLog, field: string): SortValue {
  switch (field) {
    case 'scan_time':
      return log.scannedAt;
    case 'full_tag':
      return log.image.fullTag;
    case 'manifest_digest':
      return log.image.digest;
    case 'source':
      return log.trigger;
    case 'workloads':
      return log.workloads;
    case 'has_malware':
      return log.malware === null ? null : Number(log.malware);
    case 'vulnerabilities':
    case 'vulnerabilities_summary': {
      const counts = log.vulnerabilities;
      return counts === null ? null : severities.map((severity) => counts[severity]);
    }
    default: {
      const value = log.wire[field];
      if (typeof value === 'boolean') return Number(value);
      return typeof value === 'number' || typeof value === 'string' ? value : null;
    }
  }
}

function compareValues(left: NonNullable<SortValue>, right: NonNullable<SortValue>): number {
  if (typeof left === 'object' && typeof right === 'object') {
    const at = left.findIndex((value, index) => value !== right[index]);
    return at < 0 ? 0 : (left[at] ?? 0) - (right[at] ?? 0);
  }
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  const [one, other] = [String(left), String(right)];
  return one < other ? -1 : Number(one > other);
}
