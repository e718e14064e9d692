import { stringifyJson } from '../../core/json.ts';
import type { Column } from '../../core/table.ts';
import type { AuditPolicy } from './model.ts';
import type { AuditRecord } from './record.ts';

type AuditColumn = Column<AuditRecord>;

/** One field of all policies in a cell: `a; b`. */
const ofPolicies =
  (field: keyof AuditPolicy) =>
  ({ policies }: AuditRecord): string | null => {
    const texts = policies.map((policy) => policy[field]).filter((value) => value !== null);
    return texts.length === 0 ? null : texts.join('; ');
  };

const cell = (
  name: string,
  header: string,
  value: AuditColumn['value'],
  more: Pick<AuditColumn, 'maxWidth' | 'isWhole' | 'isOptional'> = { maxWidth: 24 },
): AuditColumn => ({ name, header, value, ...more });

const optional = { maxWidth: 24, isOptional: true };

/** The columns of `-o table` and `-o csv`, of CSV exports, and of the pane. */
export const columns: readonly AuditColumn[] = [
  cell('at', 'Time', ({ at }) => at, { isWhole: true }),
  cell('outcome', 'Outcome', ({ outcome }) => outcome, { maxWidth: 10 }),
  cell('packageType', 'Type', ({ package: { type } }) => type, { maxWidth: 10 }),
  cell('packageName', 'Package', ({ package: { name } }) => name, { maxWidth: 48 }),
  cell('packageVersion', 'Version', ({ package: { version } }) => version),
  cell('repository', 'Repository', ({ repository: { name } }) => name),
  cell('user', 'User', ({ user }) => user),
  cell('reason', 'Reason', ({ reason }) => reason, { maxWidth: 28 }),
  cell('policies', 'Policies', ofPolicies('name'), { maxWidth: 32 }),
  cell('conditions', 'Conditions', ofPolicies('condition'), { maxWidth: 40 }),
  cell('id', 'Id', ({ id }) => id, { isWhole: true }),
  cell('action', 'Action', ({ action }) => action, optional),
  cell('dryRun', 'Dry run', ({ dryRun }) => dryRun, optional),
  cell('packageUrl', 'Package URL', ({ package: { url } }) => url, optional),
  cell('repositoryServer', 'Server', ({ repository: { server } }) => server, optional),
  cell('repositoryProject', 'Project', ({ repository: { project } }) => project, optional),
  cell('originServer', 'Origin server', ({ origin: { server } }) => server, optional),
  cell('originRepository', 'Origin repository', ({ origin: { name } }) => name, optional),
  cell('originProject', 'Origin project', ({ origin: { project } }) => project, optional),
  cell('originEvent', 'Origin', ({ origin: { event } }) => event, optional),
  cell('mail', 'Mail', ({ mail }) => mail, optional),
  cell('publicRepo', 'Public repo', ({ publicRepo: { name } }) => name, optional),
  cell('publicRepoUrl', 'Public repo URL', ({ publicRepo: { url } }) => url, optional),
  cell('ecosystem', 'Ecosystem', ({ ecosystem }) => ecosystem, optional),
  cell('onDemand', 'On demand', ({ onDemand }) => onDemand, optional),
  cell('policyIds', 'Policy ids', ofPolicies('id'), optional),
  cell('categories', 'Categories', ofPolicies('category'), optional),
  cell('results', 'Results', ofPolicies('result'), optional),
  cell('policyReasons', 'Policy reasons', ofPolicies('reason'), optional),
];

type WireRow = Readonly<Record<string, unknown>>;

/** The columns of `--raw`, in the document's order; what is no plain value is JSON. */
export const rawColumns: readonly Column<WireRow>[] = [
  ...['id', 'created_at', 'action', 'package_type', 'package_name', 'package_version'],
  ...['package_url', 'reason', 'event_origin', 'curated_repository_server_name'],
  ...['curated_repository_name', 'curated_project', 'username', 'user_mail'],
  ...['origin_repository_server_name', 'origin_repository_name', 'origin_project'],
  ...['public_repo_url', 'public_repo_name', 'policies'],
].map((name) => ({ name, header: name, maxWidth: 40, value: (row) => plainValue(row[name]) }));

function plainValue(value: unknown): string | number | boolean | null {
  if (value === undefined || value === null) return null;
  const isPlain =
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return isPlain ? value : stringifyJson(value);
}
