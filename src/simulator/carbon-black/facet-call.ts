import { jsonAnswer, type SimAnswer, type SimRequest } from '../exchange.ts';
import { criteriaOf, listCriteria } from './criteria.ts';
import { sourceNames } from './day-plan.ts';
import { dayOf, type FoundLogs, findLogs, rowOf } from './found-logs.ts';
import type { LogService } from './log-service.ts';
import { badField, unknownWord } from './refusals.ts';
import { bodyOf, countIn, objectIn, textsIn } from './request-body.ts';
import { hasDigest, statusNames } from './scan-day.ts';
import { reachableRows } from './search-call.ts';
import { severityNames } from './severity-drift.ts';
import type { Subject } from './subjects.ts';

/**
 * The reference's table names sources, repositories and registries, its example clusters and
 * scan_status; that all criteria can be counted is the simulator's choice.
 */
export const facetFields = [...listCriteria, 'scan_status'].sort();

const usualRows = 20;

/** `POST _facet`: counts over the same rows that the search finds. @throws Refusal */
export function answerFacet({ logs, clock }: LogService, request: SimRequest): SimAnswer {
  const body = bodyOf(request, ['query', 'criteria', 'terms']);
  const terms = objectIn(body, 'terms', 'terms', ['fields', 'rows']);
  const asked = textsIn(terms, 'fields', 'terms.fields');
  if (asked.length === 0) throw badField('terms.fields', 'must not be empty');
  asked.forEach((field, index) => {
    if (!facetFields.includes(field)) {
      throw unknownWord(`terms.fields[${index}]`, field, facetFields);
    }
  });
  const rows = countIn(terms, 'rows', {
    usual: usualRows,
    most: reachableRows,
    path: 'terms.rows',
  });
  const criteria = criteriaOf(body, { now: clock.now(), mayBeEmpty: true });
  const tally = tallyOf(findLogs(logs, criteria), logs.subjects.length);
  return jsonAnswer({
    terms: otherOrder([...new Set(asked)]).map((field) => ({
      field,
      values: topOf(totalsOf(field, tally, logs.subjects), rows),
    })),
  });
}

/** As in the reference's example, the second comes first. */
function otherOrder(fields: readonly string[]): readonly string[] {
  const [first, second, ...rest] = fields;
  return first === undefined || second === undefined ? fields : [second, first, ...rest];
}

/** How often each number is there. */
interface Tally {
  readonly subjects: Uint32Array;
  /** Of the subjects, in rows that tell the digest. */
  readonly digests: Uint32Array;
  readonly sources: Uint32Array;
  readonly statuses: Uint32Array;
  /** By the bits of the severities that are there. */
  readonly severities: Uint32Array;
}

function tallyOf({ days, ids }: FoundLogs, subjectCount: number): Tally {
  const tally = {
    subjects: new Uint32Array(subjectCount),
    digests: new Uint32Array(subjectCount),
    sources: new Uint32Array(sourceNames.length),
    statuses: new Uint32Array(statusNames.length),
    severities: new Uint32Array(2 ** severityNames.length),
  };
  for (const id of ids) {
    const day = days[dayOf(id)];
    if (day === undefined) continue;
    const row = rowOf(id);
    count(tally.subjects, day.subjects[row]);
    if (hasDigest(day.statuses[row] ?? 0)) count(tally.digests, day.subjects[row]);
    count(tally.sources, day.sources[row]);
    count(tally.statuses, day.statuses[row]);
    count(tally.severities, day.severities[row]);
  }
  return tally;
}

function count(counts: Uint32Array, place = 0): void {
  counts[place] = (counts[place] ?? 0) + 1;
}

type Totals = ReadonlyMap<string, number>;

/** How many rows each value of a field has; a row counts once for each of its own. */
function totalsOf(field: string, tally: Tally, subjects: readonly Subject[]): Totals {
  if (field === 'sources') return sum(tally.sources, (place) => named(sourceNames[place]));
  if (field === 'scan_status') return sum(tally.statuses, (place) => named(statusNames[place]));
  if (field === 'vulnerabilities') {
    return sum(tally.severities, (bits) =>
      severityNames.filter((_, place) => (bits & (1 << place)) !== 0),
    );
  }
  const valuesOf = subjectFields[field];
  return sum(field === 'digests' ? tally.digests : tally.subjects, (place) => {
    const subject = subjects[place];
    return subject === undefined || valuesOf === undefined ? [] : valuesOf(subject);
  });
}

const named = (value: string | null | undefined) =>
  value === null || value === undefined ? [] : [value];

const subjectFields: Readonly<Record<string, (subject: Subject) => readonly string[]>> = {
  full_tags: ({ fullTag }) => named(fullTag),
  digests: ({ digest }) => [digest],
  registries: ({ registry }) => named(registry),
  repositories: ({ repository }) => named(repository),
  clusters: ({ clusters }) => clusters,
  namespaces: ({ namespaces }) => namespaces,
  hostnames: ({ hostnames }) => hostnames,
};

function sum(counts: Uint32Array, valuesOf: (place: number) => readonly string[]): Totals {
  const totals = new Map<string, number>();
  counts.forEach((rows, place) => {
    if (rows === 0) return;
    for (const value of valuesOf(place)) totals.set(value, (totals.get(value) ?? 0) + rows);
  });
  return totals;
}

function topOf(totals: Totals, rows: number) {
  return [...totals]
    .map(([name, total]) => ({ name, total }))
    .sort((a, b) => b.total - a.total || (a.name < b.name ? -1 : 1))
    .slice(0, rows);
}
