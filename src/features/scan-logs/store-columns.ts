import { safeText } from '../../core/safe-text.ts';
import { formatTime } from '../../core/time.ts';
import { type LogField, type ScanLog, worst } from './model.ts';

/** The columns of the rows, from left to right. */
export const columnNames = [
  'time',
  'source',
  'registry',
  'repository',
  'tag',
  'severity',
  'malware',
  'workloads',
] as const;

/** A column of the rows. */
export type ColumnName = (typeof columnNames)[number];

/** What can be done with a column. */
export interface ColumnTrait {
  /** The vendor's word to sort by; null when it has none. */
  readonly sort: string | null;
  /** Whether the big, late or bad values come first when it is sorted by. */
  readonly descends: boolean;
  /** The criterion that a value of the column narrows to; null when the server has none. */
  readonly field: LogField | null;
  /** The text that is counted, safe; rows with one text are alike. */
  readonly value: (log: ScanLog) => string;
}

const told = (text: string | null) => (text === null || text === '' ? 'not told' : safeText(text));

/** The traits of the columns. */
export const columnTraits: Readonly<Record<ColumnName, ColumnTrait>> = {
  time: {
    sort: 'scan_time',
    descends: true,
    field: null,
    // By the hour: every second for itself would count nothing.
    value: ({ scannedAt }) =>
      scannedAt === null ? 'not told' : `${formatTime(scannedAt).slice(0, 13)}:00Z`,
  },
  source: {
    sort: 'source',
    descends: false,
    field: 'sources',
    value: ({ trigger }) => told(trigger),
  },
  registry: {
    sort: null,
    descends: false,
    field: 'registries',
    value: ({ image }) => told(image.registry),
  },
  repository: {
    sort: null,
    descends: false,
    field: 'repositories',
    value: ({ image }) => told(image.repository),
  },
  tag: {
    sort: 'full_tag',
    descends: false,
    field: null,
    value: ({ image }) => told(image.tag),
  },
  severity: {
    sort: 'vulnerabilities',
    descends: true,
    field: 'vulnerabilities',
    value: (log) => worst(log)?.toUpperCase() ?? 'not told',
  },
  malware: {
    sort: 'has_malware',
    descends: true,
    field: null,
    value: ({ malware }) => (malware === null ? 'not told' : malware ? 'malware' : 'no malware'),
  },
  workloads: {
    sort: 'workloads',
    descends: true,
    field: null,
    value: ({ workloads }) => (workloads === null ? 'not told' : String(workloads)),
  },
};

/** One value of a column and how many rows have it. */
export interface ValueCount {
  readonly value: string;
  readonly count: number;
}

/** Counts the values of a column, the most frequent first. */
export function countValues(logs: readonly ScanLog[], column: ColumnName): readonly ValueCount[] {
  const { value } = columnTraits[column];
  const counts = new Map<string, number>();
  for (const log of logs) {
    const text = value(log);
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return Array.from(counts, ([text, count]) => ({ value: text, count })).sort(
    (left, right) => right.count - left.count || (left.value < right.value ? -1 : 1),
  );
}

/** The vendor's own text behind a counted one; null when a criterion can't name it. */
export function criterionValue(
  logs: readonly ScanLog[],
  column: ColumnName,
  value: string,
): { readonly field: LogField; readonly name: string } | null {
  const { field, value: textOf } = columnTraits[column];
  const log = field === null ? undefined : logs.find((candidate) => textOf(candidate) === value);
  if (field === null || log === undefined) return null;
  const name = nameFor(field, log);
  return name === null || name === '' ? null : { field, name };
}

function nameFor(field: LogField, log: ScanLog): string | null {
  switch (field) {
    case 'sources':
      return log.trigger;
    case 'registries':
      return log.image.registry;
    case 'repositories':
      return log.image.repository;
    case 'vulnerabilities': {
      const severity = worst(log);
      return severity === null || severity === 'none' ? null : severity.toUpperCase();
    }
    default:
      return null;
  }
}
