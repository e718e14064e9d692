import { sourceNames } from './day-plan.ts';
import { dayOf, type FoundLogs, rowOf } from './found-logs.ts';
import { unknownWord } from './refusals.ts';
import { type JsonObject, objectsIn } from './request-body.ts';
import type { ScanDay } from './scan-day.ts';
import type { ScanLogs } from './scan-logs.ts';
import { severityCount } from './severity-drift.ts';

/** The reference names no field that can be sorted by; these are the simulator's choice. */
export const sortFields = ['scan_time', 'full_tag', 'source', 'workloads', 'vulnerabilities'];

/** One field of an order. */
export interface SortKey {
  readonly field: string;
  readonly descending: boolean;
}

/** Reads `sort`; newest first without it. @throws Refusal 400, with the fields that it could be */
export function sortOf(body: JsonObject): readonly SortKey[] {
  const keys = objectsIn(body, 'sort', ['field', 'order']).map(({ field, order }, index) => {
    const known = sortFields.find((name) => name === field);
    if (known === undefined) throw unknownWord(`sort[${index}].field`, field ?? null, sortFields);
    const direction = order ?? 'ASC';
    if (direction === 'ASC' || direction === 'DESC') {
      return { field: known, descending: direction === 'DESC' };
    }
    throw unknownWord(`sort[${index}].order`, order, ['ASC', 'DESC']);
  });
  return keys.length === 0 ? [{ field: 'scan_time', descending: true }] : keys;
}

/** The rows in order; what is equal comes newest first. */
export function sortLogs(logs: ScanLogs, found: FoundLogs, keys: readonly SortKey[]): Uint32Array {
  const newestFirst = found.ids.slice().reverse();
  const [only] = keys;
  if (keys.length === 1 && only?.field === 'scan_time') {
    return only.descending ? newestFirst : found.ids;
  }
  return keys.toReversed().reduce<Uint32Array>((ids, { field, descending }) => {
    const ranks = ranksOf(valuesOf(logs, found.days, ids, field));
    return sortedByRank(ids, ranks, descending);
  }, newestFirst);
}

/** What a field's order goes by, as numbers. */
function valuesOf(
  logs: ScanLogs,
  days: readonly ScanDay[],
  ids: Uint32Array,
  field: string,
): Float64Array {
  const read = valueReader(logs, field);
  return Float64Array.from(ids, (id) => {
    const day = days[dayOf(id)];
    return day === undefined ? 0 : read(day, rowOf(id));
  });
}

function valueReader(logs: ScanLogs, field: string): (day: ScanDay, row: number) => number {
  if (field === 'scan_time') return logs.timeOf;
  if (field === 'vulnerabilities') return worstOf;
  if (field === 'source') {
    const places = placesOf(sourceNames);
    return ({ sources }, row) => places[sources[row] ?? 0] ?? 0;
  }
  const bySubject =
    field === 'workloads'
      ? logs.subjects.map(({ workloads }) => workloads)
      : placesOf(logs.subjects.map(({ fullTag }) => fullTag ?? '\uffff'));
  return ({ subjects }, row) => bySubject[subjects[row] ?? 0] ?? 0;
}

/** Each text's place in the alphabet, for texts that are there several times, too. */
function placesOf(texts: readonly string[]): readonly number[] {
  const places = new Map([...new Set(texts)].sort().map((text, place) => [text, place]));
  return texts.map((text) => places.get(text) ?? 0);
}

/** One more of a severity outweighs any number of the milder ones. */
function worstOf({ amounts }: ScanDay, row: number): number {
  let value = 0;
  for (let place = 0; place < severityCount; place += 1) {
    value = value * 256 + (amounts[row * severityCount + place] ?? 0);
  }
  return value;
}

/** Replaces values by their places among the distinct ones. */
function ranksOf(values: Float64Array): { readonly ranks: Uint32Array; readonly count: number } {
  const distinct = [...new Set(values)].sort((a, b) => a - b);
  const places = new Map(distinct.map((value, place) => [value, place]));
  return {
    ranks: Uint32Array.from(values, (value) => places.get(value) ?? 0),
    count: distinct.length,
  };
}

/** A counting sort: keeps the order of what is equal, and takes no longer for many rows. */
function sortedByRank(
  ids: Uint32Array,
  { ranks, count }: { readonly ranks: Uint32Array; readonly count: number },
  descending: boolean,
): Uint32Array {
  const placeOf = (index: number) => {
    const rank = ranks[index] ?? 0;
    return descending ? count - 1 - rank : rank;
  };
  const starts = new Uint32Array(count + 1);
  ids.forEach((_, index) => {
    const place = placeOf(index) + 1;
    starts[place] = (starts[place] ?? 0) + 1;
  });
  for (let place = 1; place <= count; place += 1) {
    starts[place] = (starts[place] ?? 0) + (starts[place - 1] ?? 0);
  }
  const sorted = new Uint32Array(ids.length);
  ids.forEach((id, index) => {
    const place = placeOf(index);
    sorted[starts[place] ?? 0] = id;
    starts[place] = (starts[place] ?? 0) + 1;
  });
  return sorted;
}
