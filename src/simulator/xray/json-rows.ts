import type { AppliedPolicy, AuditKind } from './audit-kinds.ts';
import { ecosystems } from './repositories.ts';
import { bytesOf, type RowForm, type RowLine } from './row-form.ts';
import { fetchers } from './users.ts';

/**
 * Events as JSON, each with a comma behind it, in the order of fields of "Get Approved/Blocked
 * Audit Logs" and of later versions' answers.
 *
 * @param isExplained adds each policy's explanation and recommendation
 */
export function jsonForm(kinds: readonly AuditKind[], isExplained: boolean): RowForm {
  return {
    open: bytesOf('{"id":'),
    middle: bytesOf(',"created_at":"'),
    kinds: kinds.map((kind) => [lineOf(kind, isExplained)]),
    users: fetchers.map(({ name, mail }) => bytesOf(fieldsOf({ username: name, user_mail: mail }))),
  };
}

/** The length of the comma behind a row. */
export const separatorLength = 1;

const originServer = 'acmeprod';

function lineOf(kind: AuditKind, isExplained: boolean): RowLine {
  const { ecosystem, name, version } = kind.package;
  const { packageType, label, publicName, publicUrl, urlOf } = ecosystems[ecosystem];
  const head = {
    action: kind.action,
    package_type: packageType,
    package_name: name,
    package_version: version,
    package_url: urlOf(name, version),
    reason: kind.reason,
    event_origin: 'Download to repository',
    curated_repository_server_name: '',
    curated_repository_name: kind.repository.name,
    curated_project: kind.repository.project,
  };
  const tail = {
    origin_repository_server_name: originServer,
    origin_repository_name: kind.repository.name,
    origin_project: kind.repository.project,
    public_repo_url: publicUrl,
    public_repo_name: publicName,
    policies: kind.policies.length === 0 ? null : kind.policies.map(policyOf(isExplained)),
    ecosystem: label,
    ondemand: false,
  };
  return { head: bytesOf(`",${fieldsOf(head)},`), tail: bytesOf(`,${fieldsOf(tail)}},`) };
}

const policyOf = (isExplained: boolean) => (policy: AppliedPolicy) => ({
  policy_name: policy.name,
  policy_id: policy.id,
  dry_run: policy.dryRun,
  condition_name: policy.condition,
  condition_category: policy.category,
  result: policy.result,
  policy_reason: policy.reason,
  ...(isExplained
    ? {
        explanation: `${policy.condition}: ${policy.reason}`,
        recommendation: policy.recommendation,
      }
    : {}),
});

const escapes: Readonly<Record<string, string>> = {
  '<': '\\u003c',
  '>': '\\u003e',
  '&': '\\u0026',
};

/** The fields of an object as Go prints them, without the braces. */
function fieldsOf(value: Readonly<Record<string, unknown>>): string {
  const text = JSON.stringify(value).replace(/[<>&]/g, (sign) => escapes[sign] ?? sign);
  return text.slice(1, -1);
}
