import type { LogTime, ScanLog } from '../../../../src/features/scan-logs/model.ts';
import { logOf } from '../../../../src/features/scan-logs/rows.ts';
import type { PageQuestion, Searcher } from '../../../../src/features/scan-logs/search.ts';
import { compareLogs } from '../../../../src/features/scan-logs/sort.ts';
import { startMs } from './carbon-black-session.ts';

/** How a vendor differs from what one would expect. */
export interface VendorTraits {
  /** The last row that a search gives. */
  readonly limit: number;
  /** Whether its bounds belong to the window. @default both do */
  readonly closed?: { readonly since: boolean; readonly until: boolean };
  /** Fields that it sorts by; null for those that it takes and ignores. */
  readonly sorts?: readonly string[] | null;
  /** It counts no further. */
  readonly countsTo?: number;
  readonly tellsFound?: boolean;
  /** Rows that a call gives, however many it asks for. */
  readonly givesAtMost?: number;
  readonly ignoresTime?: boolean;
  /** Calls, by number from 1, that fail. */
  readonly fails?: (call: number) => boolean;
}

/** A vendor in memory, without a wire. */
export interface FakeVendor {
  readonly searcher: Searcher;
  readonly questions: readonly PageQuestion[];
}

/** A scan of the image with this number at a time. */
export function scanAt(
  ms: number,
  id: number,
  more: Readonly<Record<string, unknown>> = {},
): ScanLog {
  const row = {
    full_tag: `demo.io/app-${id}:1`,
    manifest_digest: `sha256:${id}`,
    scan_time: new Date(ms).toISOString(),
    source: 'CLI',
    workloads: (id * 7) % 5,
    vulnerabilities_summary: {},
    has_malware: false,
    ...more,
  };
  return logOf({ row, wire: row });
}

/** Makes a vendor of rows. */
export function fakeVendor(rows: readonly ScanLog[], traits: VendorTraits): FakeVendor {
  const questions: PageQuestion[] = [];
  const reasons = new Map<string, string>();
  const { limit, sorts = ['scan_time'], countsTo = Number.POSITIVE_INFINITY } = traits;
  const searcher: Searcher = {
    ask: async (question) => {
      questions.push(question);
      if (traits.fails?.(questions.length)) throw new Error('no answer');
      const { sort, start } = question;
      if (start + question.rows > limit) throw new RangeError('past the last row');
      if (sorts !== null && !sorts.includes(sort.field)) {
        reasons.set(sort.field, 'the server does not sort by it');
      }
      const isSorted = sorts !== null && !reasons.has(sort.field);
      const matching = rows.filter(
        (log) => traits.ignoresTime || isWithin(log, question.time, traits),
      );
      const ordered = isSorted ? matching.toSorted(compareLogs(sort)) : matching;
      const given = Math.min(question.rows, traits.givesAtMost ?? question.rows);
      const logs = ordered.slice(start, start + given);
      return {
        logs,
        found: traits.tellsFound === false ? null : Math.min(countsTo, matching.length),
        undecoded: 0,
        answeredAt: startMs,
      };
    },
    unsorted: (field) => reasons.get(field) ?? null,
    distrust: (field) => {
      reasons.set(field, 'not in order');
    },
  };
  return { searcher, questions };
}

function isWithin(
  { scannedAt }: ScanLog,
  time: LogTime,
  { closed = { since: true, until: true } }: VendorTraits,
): boolean {
  if (scannedAt === null) return false;
  if (time.kind === 'range') return true;
  const isAfter = closed.since ? scannedAt >= time.since : scannedAt > time.since;
  return isAfter && (closed.until ? scannedAt <= time.until : scannedAt < time.until);
}
