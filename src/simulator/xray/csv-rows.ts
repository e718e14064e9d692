import type { AppliedPolicy, AuditKind } from './audit-kinds.ts';
import { ecosystems } from './repositories.ts';
import { bytesOf, type RowForm, type RowLine } from './row-form.ts';
import { fetchers } from './users.ts';

/** The columns' names, which are not always those of the JSON. */
export const csvColumns = [
  ...['id', 'created_at', 'action', 'reason', 'package_type', 'package_name', 'package_version'],
  ...['package_url', 'curated_repo_server_name', 'curated_repo_name', 'curated_repo_project_key'],
  ...['user_name', 'user_mail', 'origin_repo_server_name', 'origin_repo_name'],
  ...['origin_repo_project_key', 'public_repo_name', 'public_repo_url', 'ecosystem', 'ondemand'],
  ...['policy_id', 'policy_name', 'condition_name', 'condition_category', 'dry_run', 'result'],
  ...['policy_reason'],
];

/** Events as CSV, one line for each of their policies, and one for an event without any. */
export function csvForm(kinds: readonly AuditKind[]): RowForm {
  return {
    open: bytesOf(''),
    middle: bytesOf(','),
    kinds: kinds.map(({ policies, ...kind }) =>
      (policies.length === 0 ? [null] : policies).map((policy) => lineOf(kind, policy)),
    ),
    users: fetchers.map(({ name, mail }) => bytesOf(cellsOf([name, mail]))),
  };
}

const originServer = 'acmeprod';

function lineOf(kind: Omit<AuditKind, 'policies'>, policy: AppliedPolicy | null): RowLine {
  const { ecosystem, name, version } = kind.package;
  const { packageType, label, publicName, publicUrl, urlOf } = ecosystems[ecosystem];
  const { name: repository, project } = kind.repository;
  const found = [packageType, name, version, urlOf(name, version)];
  const head = [kind.action, kind.reason, ...found, '', repository, project];
  const tail = [originServer, repository, project, publicName, publicUrl, label, 'false'];
  return {
    head: bytesOf(`,${cellsOf(head)},`),
    tail: bytesOf(`,${cellsOf([...tail, ...policyCells(policy)])}\n`),
  };
}

function policyCells(policy: AppliedPolicy | null): readonly string[] {
  if (policy === null) return ['', '', '', '', '', '', ''];
  const { id, name, condition, category, dryRun, result, reason } = policy;
  return [String(id), name, condition, category, String(dryRun), result, reason];
}

const cellsOf = (cells: readonly string[]) => cells.map(cellOf).join(',');

/** Quoted where Go quotes. */
function cellOf(text: string): string {
  const needsQuotes = /[",\r\n]/.test(text) || /^\s/.test(text);
  return needsQuotes ? `"${text.replaceAll('"', '""')}"` : text;
}
