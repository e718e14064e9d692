import { stringifyJson } from '../../core/json.ts';
import { type Severity, severities } from '../../core/severity.ts';
import type { Column } from '../../core/table.ts';
import type { LogRecord } from './record.ts';

type LogColumn = Column<LogRecord>;

const severityHeaders: Readonly<Record<Severity, string>> = {
  critical: 'Crit',
  high: 'High',
  medium: 'Med',
  low: 'Low',
  unknown: 'Unkn',
};

const counts: readonly LogColumn[] = [...severities, 'total' as const].map((name) => ({
  name,
  header: name === 'total' ? 'Total' : severityHeaders[name],
  align: 'right',
  value: ({ vulnerabilities }) => vulnerabilities?.[name] ?? null,
}));

/** The columns of `-o table` and `-o csv`. */
export const columns: readonly LogColumn[] = [
  { name: 'scannedAt', header: 'Scanned', isWhole: true, value: ({ scannedAt }) => scannedAt },
  { name: 'trigger', header: 'Trigger', maxWidth: 16, value: ({ trigger }) => trigger },
  { name: 'registry', header: 'Registry', maxWidth: 32, value: ({ image }) => image.registry },
  {
    name: 'repository',
    header: 'Repository',
    maxWidth: 48,
    value: ({ image }) => image.repository,
  },
  { name: 'tag', header: 'Tag', maxWidth: 24, value: ({ image }) => image.tag },
  {
    name: 'digest',
    header: 'Digest',
    maxWidth: 20,
    isOptional: true,
    value: ({ image }) => image.digest,
  },
  ...counts,
  { name: 'malware', header: 'Malware', value: ({ malware }) => malware },
  { name: 'workloads', header: 'Workl.', align: 'right', value: ({ workloads }) => workloads },
  {
    name: 'status',
    header: 'Status',
    maxWidth: 16,
    isOptional: true,
    value: ({ status }) => status,
  },
];

/** What a saved view calls columns that have other names here. */
const viewNames: Readonly<Record<string, readonly string[]>> = {
  time: ['scannedAt'],
  source: ['trigger'],
  severity: counts.map(({ name }) => name),
};

/** The columns that a saved view shows, in its order; all when it names none that is known. */
export function columnsNamed(names: readonly string[] | undefined): readonly LogColumn[] {
  const wanted = (names ?? []).flatMap((name) =>
    Object.hasOwn(viewNames, name) ? (viewNames[name] ?? []) : [name],
  );
  const chosen = wanted.flatMap((name) => columns.find((column) => column.name === name) ?? []);
  return chosen.length === 0 ? columns : chosen;
}

type WireRow = Readonly<Record<string, unknown>>;

/** The columns of `--raw`, in the document's order; what is no plain value is JSON. */
export const rawColumns: readonly Column<WireRow>[] = [
  'full_tag',
  'manifest_digest',
  'workloads',
  'scan_time',
  'source',
  'vulnerabilities_summary',
  'has_malware',
].map((name) => ({ name, header: name, value: (row) => plainValue(row[name]) }));

function plainValue(value: unknown): string | number | boolean | null {
  if (value === undefined || value === null) return null;
  const isPlain =
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return isPlain ? value : stringifyJson(value);
}
