import { nameOf } from '../catalogue.ts';
import { goTime } from '../go-time.ts';
import { hash32 } from '../random.ts';
import type { EventCell } from './event-cells.ts';
import { idOf, nanosOf } from './event-id.ts';
import { labelsOf } from './event-labels.ts';
import { connectionName, outputOf } from './event-output.ts';
import type { Kinds } from './kinds.ts';
import { processIdsOf } from './process-ids.ts';
import type { Rule } from './rule.ts';
import type { Subject } from './subjects.ts';

/** An event of a cell. */
export interface EventRef {
  readonly cell: EventCell;
  readonly index: number;
}

/** What events say of their customer. */
const customerId = 100_001;

/** The id of an event. */
export function idAt({ cell, index }: EventRef): string {
  const key = cell.keys[index] ?? 0;
  return idOf({ second: cell.second, key }, cell.noise[index] ?? 0);
}

/** The event's time, as Go prints it. */
export function timeTextAt({ cell, index }: EventRef): string {
  const nanos = nanosOf(cell.keys[index] ?? 0);
  return goTime(cell.second * 1000 + Math.floor(nanos / 1_000_000), nanos % 1_000_000);
}

/** The event as the secure events feed tells it. */
export function bodyOf(kinds: Kinds, ref: EventRef): Readonly<Record<string, unknown>> {
  const kind = ref.cell.kinds[ref.index] ?? 0;
  const rule = kinds.ruleOf(kind);
  const subject = kinds.subjectOf(kind);
  const id = idAt(ref);
  const { originator, category, source, severity } = rule;
  const actions = rule.action === undefined ? {} : { actions: [actionOf(rule.action, ref)] };
  const isCloud = rule.scope === 'cloud';
  return {
    ...{ id, cursor: Buffer.from(id).toString('base64'), timestamp: timeTextAt(ref), customerId },
    ...{ originator, category, source },
    name: isCloud ? `${rule.name} - ${rule.policy}` : rule.policy,
    description: isCloud ? outputOf(rule, subject) : descriptionOf(rule),
    severity,
    ...agentOf(rule, subject),
    containerId: rule.scope === 'container' ? subject.containerId : '',
    machineId: rule.scope === 'container' || rule.scope === 'host' ? subject.machineId : '',
    ...actions,
    content: contentOf(rule, subject, ref),
    labels: labelsOf(rule, subject),
  };
}

const descriptionOf = ({ policy }: Rule) =>
  policy === '' ? '' : `This policy contains the rules of ${policy}.`;

/** Absent of cloud events, 0 of the platform's own. */
function agentOf({ scope }: Rule, { agentId }: Subject): { readonly agentId?: number } {
  if (scope === 'cloud' || scope === 'kubernetes') return {};
  return { agentId: scope === 'platform' || scope === 'image' ? 0 : agentId };
}

function actionOf(type: string, ref: EventRef): Readonly<Record<string, unknown>> {
  if (type !== 'capture') return { type, isSuccessful: true };
  return {
    ...{ type, token: captureToken(ref), isSuccessful: false },
    errMsg: 'maximum number of outstanding captures (1) reached',
    ...{ beforeEventNs: 15_000_000_000, afterEventNs: 30_000_000_000 },
  };
}

function captureToken(ref: EventRef): string {
  const id = idAt(ref);
  return [id.slice(16, 24), id.slice(24, 28), `4${id.slice(28, 31)}`, '8a1c', id.slice(4, 16)].join(
    '-',
  );
}

function contentOf(rule: Rule, subject: Subject, ref: EventRef): unknown {
  if (rule.scope === 'platform') return auditContent(ref);
  if (rule.scope === 'image') return imageContent(rule, subject);
  return {
    falsePositive: false,
    fields: fieldsOf(rule, subject, ref),
    internalRuleName: rule.name,
    matchedOnDefault: false,
    origin: 'Sysdig',
    output: outputOf(rule, subject),
    policyId: rule.policyId,
    ruleName: rule.name,
    ruleSubType: 0,
    ruleTags: rule.tags,
    ruleType: rule.ruleType,
  };
}

function fieldsOf(rule: Rule, subject: Subject, ref: EventRef): Readonly<Record<string, string>> {
  const { program, file, fields = {} } = rule;
  const named = { ...fields, 'falco.rule': rule.name };
  if (rule.scope === 'kubernetes') {
    return {
      ...{ 'ka.user.name': 'kubernetes-admin', 'ka.target.name': subject.pod },
      ...{ 'ka.target.namespace': subject.namespace, 'ka.response.code': '101', ...named },
    };
  }
  if (program === undefined) return { ...named, 'container.name': '' };
  const { pid, parentPid } = processIdsOf(ref);
  const [name = '', ...args] = program.cmdline.split(' ');
  return {
    'container.id': rule.scope === 'host' ? 'host' : subject.containerId,
    'container.image.repository': rule.scope === 'host' ? '<NA>' : repositoryOf(subject),
    'container.name': rule.scope === 'host' ? 'host' : subject.containerName,
    ...{ 'evt.type': file === undefined ? 'execve' : 'openat', 'group.gid': '0' },
    'fd.name': file?.path ?? connectionName(rule),
    ...{ 'proc.aname[2]': 'containerd-shim', 'proc.aname[3]': '<NA>' },
    ...{ 'proc.args': args.join(' '), 'proc.cmdline': program.cmdline, 'proc.cwd': '/' },
    ...{ 'proc.exepath': program.exe, 'proc.name': name.split('/').at(-1) ?? name },
    ...{ 'proc.pid': String(pid), 'proc.pname': program.parent, 'proc.ppid': String(parentPid) },
    ...{ 'user.loginname': '<NA>', 'user.loginuid': '-1', 'user.name': program.user },
    'user.uid': program.user === 'root' ? '0' : '1000',
    ...named,
  };
}

const repositoryOf = ({ image }: Subject) => `${image.registry}/${image.repo}`;

const paths = ['/api/integrations/discovery/', '/api/v1/secureEvents', '/api/teams/light'];

function auditContent(ref: EventRef): unknown {
  const noise = ref.cell.noise[ref.index] ?? 0;
  const second = BigInt(ref.cell.second);
  return {
    timestampNs: second * 1_000_000_000n + BigInt(nanosOf(ref.cell.keys[ref.index] ?? 0)),
    ...{ customerId, userId: 454_926 + (noise % 5), teamId: 50_006_626, requestMethod: 'GET' },
    ...{ requestUri: paths[noise % paths.length], userOriginIP: `192.0.2.${noise % 250}` },
    ...{ queryString: 'cluster=demo&namespace=sysdig-agent', responseStatusCode: 200 },
    ...{ entityType: 'integration', entityPayload: '' },
  };
}

function imageContent({ name }: Rule, { image }: Subject): unknown {
  const { registry, repo, tag, digest, imageId } = image;
  const id = imageId.slice('sha256:'.length);
  return {
    ...{ alertName: name, trigger: 'policy_eval', image: { id, registry, repo, tag, digest } },
    output: `${name} in ${nameOf(image)} (${hash32(digest) % 9})`,
  };
}
