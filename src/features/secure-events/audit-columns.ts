import { textIn } from '../../api/workload-protection/wire.ts';
import type { Column } from '../../core/table.ts';
import type { AuditEntry } from './audit-model.ts';
import { columnsOf } from './columns.ts';
import type { GapRecord } from './model.ts';
import { formatNanos } from './nano-time.ts';

/** An activity as the commands print it. Texts are as they came. */
export interface AuditRecord extends Omit<AuditEntry, 'atNs' | 'type' | 'raw'> {
  readonly source: 'workload-protection';
  /** One of the known types, else as the vendor names it. */
  readonly type: string | null;
  /** RFC 3339, UTC, nine digits of a second. */
  readonly at: string | null;
}

/** What `audit` prints: an activity, or a gap in its place. */
export type AuditRow = AuditRecord | GapRecord;

const column = (
  name: string,
  header: string,
  value: (entry: AuditRecord) => string | number | null,
  maxWidth = 24,
): Column<AuditRow> => ({
  ...{ name, header, maxWidth },
  value: (row) => {
    if (!('gap' in row)) return value(row);
    return name === 'at' ? row.gap.from : name === 'what' ? `GAP to ${row.gap.to}` : null;
  },
});

/** The columns of `-o table` and `-o csv`. */
export const auditColumns: readonly Column<AuditRow>[] = [
  column('at', 'Time', ({ at }) => at, 32),
  column('type', 'Type', ({ type }) => type),
  column('what', 'What', ({ what }) => what, 80),
  column('user', 'User', ({ user }) => user),
  column('process', 'Process', ({ process }) => process),
  column('container', 'Container', ({ container }) => container),
  column('namespace', 'Namespace', ({ namespace }) => namespace),
  column('pod', 'Pod', ({ pod }) => pod),
  column('id', 'Id', ({ id }) => id, 40),
];

/** The columns of `--raw`: the members that entries of any type are known to have. */
export const rawAuditColumns = columnsOf([
  ...['id', 'type', 'timestamp', 'customerId', 'agentId', 'hostname', 'containerId', 'traceable'],
  ...['cmdline', 'comm', 'pcomm', 'procExepath', 'cwd', 'count', 'pid', 'ppid', 'tty', 'uid'],
  ...['username', 'userLoginUid', 'userLoginName', 'loginShellId', 'loginShellDistance'],
  ...['rxTimestamp', 'direction', 'l4protocol', 'clientIpv4', 'clientIpv4Dot', 'clientPort'],
  ...['serverIpv4', 'serverIpv4Dot', 'serverPort', 'dnsDomains', 'errorCode', 'processName'],
  ...['directory', 'filename', 'permissions', 'auditId', 'resource', 'subResource', 'namespace'],
  ...['name', 'args', 'user', 'userAgent', 'sourceAddresses', 'stages', 'metrics', 'labels', 'gap'],
]);

/** The record of an activity. */
export function auditRecordOf({ atNs, type: known, raw, id, ...rest }: AuditEntry): AuditRecord {
  const at = atNs === null ? null : formatNanos(atNs);
  const type = known ?? textIn(raw.type);
  return { source: 'workload-protection', id, at, type, ...rest };
}
