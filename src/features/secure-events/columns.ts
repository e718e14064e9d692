import type { WireObject } from '../../api/workload-protection/wire.ts';
import { stringifyJson } from '../../core/json.ts';
import type { Column } from '../../core/table.ts';
import type { EventRecord, GapRecord } from './model.ts';

/** What the commands print: an event, or a gap in its place. */
export type StreamRecord = EventRecord | GapRecord;

const column = (
  name: string,
  header: string,
  value: (event: EventRecord) => string | number | null,
  maxWidth = 32,
): Column<StreamRecord> => ({
  ...{ name, header, maxWidth },
  value: (row) => ('gap' in row ? gapCell(row, name) : value(row)),
});

/** The columns of `-o table` and `-o csv`. */
export const columns: readonly Column<StreamRecord>[] = [
  column('at', 'Time', ({ at }) => at),
  column('severity', 'Severity', ({ severity: { word } }) => word),
  column('level', 'Lvl', ({ severity: { level } }) => level),
  column('rule', 'Rule', ({ rule, policy }) => rule ?? policy, 48),
  column('cluster', 'Cluster', ({ cluster }) => cluster, 24),
  column('namespace', 'Namespace', ({ namespace }) => namespace, 24),
  column('workload', 'Workload', ({ workload }) => workload, 24),
  column('container', 'Container', ({ container }) => container.name ?? container.id, 24),
  column('image', 'Image', ({ image: { repo, tag } }) =>
    repo === null ? null : `${repo}${tag === null ? '' : `:${tag}`}`,
  ),
  column('user', 'User', ({ user }) => user, 16),
  column('process', 'Process', ({ process }) => process, 40),
  column('id', 'Id', ({ id }) => id),
];

/** A gap stands in the table as a row: its bounds and the reason. */
function gapCell({ gap }: GapRecord, name: string): string | null {
  if (name === 'at') return gap.from;
  if (name === 'severity') return 'GAP';
  return name === 'rule' ? `to ${gap.to}: ${gap.reason}` : null;
}

/** The columns of `--raw`: the members that rows are known to have; what is no plain value is JSON. */
export const rawColumns = columnsOf([
  ...['id', 'timestamp', 'severity', 'name', 'description', 'originator', 'category', 'source'],
  ...['customerId', 'agentId', 'containerId', 'machineId', 'cursor', 'content', 'labels'],
  ...['actions', 'gap'],
]);

/** A column for each of some members of the vendor's objects. */
export function columnsOf(names: readonly string[]): readonly Column<WireObject>[] {
  return names.map((name) => ({
    ...{ name, header: name, maxWidth: 60 },
    value: (row) => plainValue(row[name]),
  }));
}

function plainValue(value: unknown): string | number | boolean | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    return value;
  }
  return stringifyJson(value);
}
