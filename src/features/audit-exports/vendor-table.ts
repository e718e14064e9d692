import type { ExportColumn, ExportTable, JsonRow } from '../../export-engine/kind.ts';
import { policyRowsOf } from './event.ts';

/** The vendor's name of a column, and the field of its JSON, where that has another name. */
const eventColumns: readonly (readonly [name: string, field?: string])[] = [
  ['id'],
  ['created_at'],
  ['action'],
  ['reason'],
  ['package_type'],
  ['package_name'],
  ['package_version'],
  ['package_url'],
  ['curated_repo_server_name', 'curated_repository_server_name'],
  ['curated_repo_name', 'curated_repository_name'],
  ['curated_repo_project_key', 'curated_project'],
  ['user_name', 'username'],
  ['user_mail'],
  ['origin_repo_server_name', 'origin_repository_server_name'],
  ['origin_repo_name', 'origin_repository_name'],
  ['origin_repo_project_key', 'origin_project'],
  ['public_repo_name'],
  ['public_repo_url'],
  ['ecosystem'],
  ['ondemand'],
];

const policyColumns = [
  ...['policy_id', 'policy_name', 'condition_name', 'condition_category', 'dry_run', 'result'],
  'policy_reason',
];

/** Where a line keeps the policy that it is about; no field of the vendor's is called so. */
const linePolicy = 'scandeck:policy';

function policyOf(line: JsonRow): JsonRow {
  const policy = line[linePolicy];
  return typeof policy === 'object' && policy !== null ? { ...policy } : {};
}

/**
 * The columns of Xray's own CSV, by its names and in its order. As there, an event makes a line for
 * each of its policies, and one with empty cells when it has none.
 */
export const vendorTable: ExportTable = {
  columns: [
    ...eventColumns.map(
      ([name, field = name]): ExportColumn => ({
        name,
        description: `the event's ${field}`,
        cell: (line) => line[field],
      }),
    ),
    ...policyColumns.map(
      (name): ExportColumn => ({
        name,
        description: `the ${name} of one of the event's policies`,
        cell: (line) => policyOf(line)[name],
      }),
    ),
  ],
  lines: (row) => {
    const policies = policyRowsOf(row.policies);
    return policies.length === 0
      ? [row]
      : policies.map((policy) => ({ ...row, [linePolicy]: policy }));
  },
};
