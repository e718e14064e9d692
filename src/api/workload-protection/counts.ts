import { wireNanos } from './exact-time.ts';
import { isObject, listIn, numberIn, objectIn, textIn } from './wire.ts';

/** How often a value occurs, as `topStats` tells. Texts are hostile. */
export interface WireTop {
  readonly field: string;
  readonly values: readonly {
    readonly key: string;
    readonly count: number;
    /** The field that the key is a value of; for workloads it differs from row to row. */
    readonly label: string | null;
  }[];
}

/** Counts over time. */
export interface WireSeries {
  readonly stepNs: bigint;
  readonly groups: ReadonlyMap<string, readonly WirePoint[]>;
}

interface WirePoint {
  readonly atNs: bigint;
  readonly count: number;
}

const severityLevels = 8;

/**
 * Decodes `count`: `{policyEvents: {countBySeverity: {"3": 178}}}`. A severity that is not named has
 * no events.
 *
 * @returns eight counts a category; null for what is no answer
 */
export function decodeCounts(body: unknown): ReadonlyMap<string, readonly number[]> | null {
  if (!isObject(body)) return null;
  const counts = new Map<string, readonly number[]>();
  for (const [category, value] of Object.entries(body)) {
    const { countBySeverity } = objectIn(value);
    if (!isObject(countBySeverity)) continue;
    const levels = Array.from({ length: severityLevels }, (_, level) => {
      return numberIn(countBySeverity[String(level)]) ?? 0;
    });
    counts.set(category, levels);
  }
  return counts.size === 0 && Object.keys(body).length > 0 ? null : counts;
}

/** Decodes `topStats`: a list a field, which may be null; null for what is no answer. */
export function decodeTop(body: unknown): readonly WireTop[] | null {
  if (!isObject(body)) return null;
  return Object.entries(body).flatMap(([field, rows]) => {
    if (rows !== null && !Array.isArray(rows)) return [];
    const values = listIn(rows).flatMap((row) => {
      const { key, count, label } = objectIn(row);
      const [name, number] = [textIn(key), numberIn(count)];
      return name === null || number === null
        ? []
        : [{ key: name, count: number, label: textIn(label) }];
    });
    return [{ field, values }];
  });
}

/**
 * Decodes a series in either of its two known shapes: a list of `{values: {group: [[ns, count]]},
 * step}`, or counts nested by group and time.
 *
 * @returns null for any other shape
 */
export function decodeSeries(body: unknown): WireSeries | null {
  if (!Array.isArray(body)) return seriesIn(body);
  let all: WireSeries | null = { stepNs: 60_000_000_000n, groups: new Map() };
  for (const [index, part] of body.entries()) {
    const series = seriesIn(part);
    all = index === 0 ? series : joined(all, series);
  }
  return all;
}

function seriesIn(part: unknown): WireSeries | null {
  if (!isObject(part)) return null;
  const step = stepOf(part.step);
  if (step === null) return null;
  const groups = isObject(part.values) ? flatGroups(part.values) : nestedGroups(part.data);
  return groups === null ? null : { stepNs: step, groups };
}

/** Null for parts that are no series of one step. */
function joined(one: WireSeries | null, other: WireSeries | null): WireSeries | null {
  if (one === null || other === null || one.stepNs !== other.stepNs) return null;
  const groups = new Map(one.groups);
  for (const [group, points] of other.groups) {
    groups.set(group, [...(groups.get(group) ?? []), ...points]);
  }
  return { stepNs: one.stepNs, groups };
}

function stepOf(value: unknown): bigint | null {
  const step = numberIn(value);
  return step !== null && Number.isInteger(step) && step > 0 ? BigInt(step) : null;
}

function flatGroups(values: Readonly<Record<string, unknown>>) {
  return new Map(
    Object.entries(values).map(([group, points]) => [
      group,
      listIn(points).flatMap((point) => pointOf(listIn(point)[0], listIn(point)[1])),
    ]),
  );
}

function nestedGroups(data: unknown): WireSeries['groups'] | null {
  const { subCounts } = objectIn(data);
  if (!isObject(subCounts)) return null;
  return new Map(
    Object.entries(subCounts).map(([group, value]) => {
      const { timestamp } = objectIn(objectIn(value).subCounts);
      const buckets = Object.entries(objectIn(objectIn(timestamp).subCounts));
      return [group, buckets.flatMap(([at, bucket]) => pointOf(at, objectIn(bucket).count))];
    }),
  );
}

function pointOf(at: unknown, count: unknown): readonly WirePoint[] {
  const [atNs, number] = [wireNanos(at), numberIn(count)];
  return atNs === null || number === null ? [] : [{ atNs, count: number }];
}
