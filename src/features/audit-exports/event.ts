import { parseWireTime } from '../../core/time.ts';
import type { AuditEvent, AuditPolicy } from './model.ts';

type WireRow = Readonly<Record<string, unknown>>;

/**
 * What a row says. Nothing but its identity is certain to be there.
 *
 * @param dryRun what the query asked for; null when only the row can tell
 */
export function eventOf(row: WireRow, dryRun: boolean | null = null): AuditEvent {
  const policies = policiesOf(row.policies);
  const action = textIn(row.action);
  const isDryRun = dryRun ?? dryRunOf(policies);
  return {
    id: textIn(row.id) ?? '',
    atMs: parseWireTime(row.created_at) ?? 0,
    action,
    outcome: isDryRun === true ? 'dry-run' : (action?.toLowerCase() ?? null),
    reason: textIn(row.reason),
    dryRun: isDryRun,
    package: {
      type: textIn(row.package_type),
      name: textIn(row.package_name),
      version: textIn(row.package_version),
      url: textIn(row.package_url),
    },
    repository: {
      server: textIn(row.curated_repository_server_name),
      name: textIn(row.curated_repository_name),
      project: textIn(row.curated_project),
    },
    origin: {
      server: textIn(row.origin_repository_server_name),
      name: textIn(row.origin_repository_name),
      project: textIn(row.origin_project),
      event: textIn(row.event_origin),
    },
    user: textIn(row.username),
    mail: textIn(row.user_mail),
    publicRepo: { name: textIn(row.public_repo_name), url: textIn(row.public_repo_url) },
    ecosystem: textIn(row.ecosystem),
    onDemand: flagIn(row.ondemand),
    policies,
    raw: row,
  };
}

/** The policies of a row; `null` stands for none. */
export function policyRowsOf(value: unknown): readonly WireRow[] {
  return Array.isArray(value) ? value.filter((policy) => isObject(policy)) : [];
}

function policiesOf(value: unknown): readonly AuditPolicy[] {
  return policyRowsOf(value).map((policy) => ({
    name: textIn(policy.policy_name),
    id: textIn(policy.policy_id),
    dryRun: flagIn(policy.dry_run),
    condition: textIn(policy.condition_name),
    category: textIn(policy.condition_category),
    result: textIn(policy.result),
    reason: textIn(policy.policy_reason),
    explanation: textIn(policy.explanation),
    recommendation: textIn(policy.recommendation),
  }));
}

function dryRunOf(policies: readonly AuditPolicy[]): boolean | null {
  const known = policies.map(({ dryRun }) => dryRun).filter((flag) => flag !== null);
  return known.length === 0 ? null : known.every(Boolean);
}

function textIn(value: unknown): string | null {
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  return typeof value === 'string' && value !== '' ? value : null;
}

const flagIn = (value: unknown) => (typeof value === 'boolean' ? value : null);

function isObject(value: unknown): value is WireRow {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
