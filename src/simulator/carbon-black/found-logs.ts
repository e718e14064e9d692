import type { LogCriteria } from './criteria.ts';
import { sourceNames } from './day-plan.ts';
import { hasDigest, type ScanDay, statusNames } from './scan-day.ts';
import type { DaySlice, ScanLogs } from './scan-logs.ts';
import { severityNames } from './severity-drift.ts';
import type { Subject } from './subjects.ts';

/** Rows that were found, as numbers: which of the days, and which row of it. */
export interface FoundLogs {
  readonly days: readonly ScanDay[];
  /** Oldest first; `dayOf` and `rowOf` take them apart. */
  readonly ids: Uint32Array;
}

const rowLimit = 2 ** 16;

/** The day's place in `days`. */
export const dayOf = (id: number) => Math.floor(id / rowLimit);
/** The row of the day. */
export const rowOf = (id: number) => id % rowLimit;

/** The scan logs that the criteria fit, oldest first: a few ms for 250,000. */
export function findLogs(logs: ScanLogs, criteria: LogCriteria): FoundLogs {
  const slices = logs.slices(criteria.window);
  const most = slices.reduce((sum, { from, until }) => sum + until - from, 0);
  const ids = new Uint32Array(most);
  const accepts = acceptance(logs.subjects, criteria);
  let count = 0;
  slices.forEach((slice, place) => {
    count = collect(slice, accepts, { ids, count, base: place * rowLimit });
  });
  return { days: slices.map(({ day }) => day), ids: ids.subarray(0, count) };
}

/** Tables that say at once whether a row's values are wanted: 1 where they are. */
interface Acceptance {
  /** By status, as a row may lack its digest, and by subject. */
  readonly subjects: readonly Uint8Array[];
  readonly sources: Uint8Array;
  /** A bit for each severity of which one has to be there; 0 without the criterion. */
  readonly severities: number;
}

interface Collected {
  readonly ids: Uint32Array;
  readonly count: number;
  readonly base: number;
}

function collect(
  { day, from, until }: DaySlice,
  accepts: Acceptance,
  { ids, count, base }: Collected,
): number {
  const { subjects, sources, severities } = accepts;
  let next = count;
  for (let row = from; row < until; row += 1) {
    const bySubject = subjects[day.statuses[row] ?? 0];
    if (bySubject?.[day.subjects[row] ?? 0] !== 1 || sources[day.sources[row] ?? 0] !== 1) continue;
    if (severities !== 0 && ((day.severities[row] ?? 0) & severities) === 0) continue;
    ids[next] = base + row;
    next += 1;
  }
  return next;
}

function acceptance(subjects: readonly Subject[], criteria: LogCriteria): Acceptance {
  const fits = subjectTest(criteria);
  const [without, withDigest] = [false, true].map((digestKnown) =>
    Uint8Array.from(subjects, (subject) => (fits(subject, digestKnown) ? 1 : 0)),
  );
  const { sources, vulnerabilities } = criteria.lists;
  return {
    subjects: statusNames.flatMap((_, status) => (hasDigest(status) ? withDigest : without) ?? []),
    sources: Uint8Array.from(sourceNames, (name) =>
      sources.length === 0 || sources.includes(name) ? 1 : 0,
    ),
    severities: severityNames.reduce(
      (bits, name, place) => bits | (vulnerabilities.includes(name) ? 1 << place : 0),
      0,
    ),
  };
}

/** Whether the criteria that depend on the subject fit one. */
function subjectTest({ words, lists }: LogCriteria) {
  const any = (wanted: readonly string[], valuesOf: (subject: Subject) => readonly string[]) => {
    const set = new Set(wanted);
    return (subject: Subject) => set.size === 0 || valuesOf(subject).some((name) => set.has(name));
  };
  const one = (value: string | null) => (value === null ? [] : [value]);
  const tests = [
    any(lists.full_tags, ({ fullTag }) => one(fullTag)),
    any(lists.repositories, ({ repository }) => one(repository)),
    any(lists.registries, ({ registry }) => one(registry)),
    any(lists.clusters, ({ clusters }) => clusters),
    any(lists.namespaces, ({ namespaces }) => namespaces),
    any(lists.hostnames, ({ hostnames }) => hostnames),
  ];
  const digests = new Set(lists.digests);
  return (subject: Subject, digestKnown: boolean) => {
    const digest = digestKnown ? subject.digest : '';
    const text = words.length === 0 ? '' : `${subject.fullTag ?? ''} ${digest}`.toLowerCase();
    return (
      (digests.size === 0 || digests.has(digest)) &&
      words.every((word) => text.includes(word)) &&
      tests.every((test) => test(subject))
    );
  };
}
