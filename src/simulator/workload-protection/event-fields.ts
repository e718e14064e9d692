import { labelsOf } from './event-labels.ts';
import { outputOf } from './event-output.ts';
import type { FieldValues } from './filter.ts';
import type { Kinds } from './kinds.ts';
import { unsupportedField } from './refusals.ts';

/** The fields that a filter of events can always use (Secure API, secure events feed). */
const fixedFields: readonly string[] = [
  ...['severity', 'category', 'originator', 'name', 'freeText', 'source', 'agentId'],
  ...['containerId', 'machineId', 'ruleName', 'ruleType', 'ruleSubType', 'policyId', 'alertName'],
  ...['trigger', 'image.id', 'image.registry', 'image.repo', 'image.tag', 'image.digest'],
];

/** The scope filters that the server lists. */
export const scopeFields: readonly string[] = [
  ...['agent.id', 'cloudProvider.account.id', 'cloudProvider.name', 'cloudProvider.region'],
  ...['container.image.digest', 'container.image.id', 'container.image.repo'],
  ...['container.image.tag', 'container.label.io.kubernetes.container.name'],
  ...['container.label.io.kubernetes.pod.name', 'container.label.io.kubernetes.pod.namespace'],
  ...['container.name', 'host.hostName', 'host.mac', 'kubernetes.cluster.name'],
  ...['kubernetes.cronJob.name', 'kubernetes.daemonSet.name', 'kubernetes.deployment.name'],
  ...['kubernetes.job.name', 'kubernetes.namespace.name', 'kubernetes.node.name'],
  ...['kubernetes.pod.name', 'kubernetes.replicaSet.name', 'kubernetes.service.name'],
  ...['kubernetes.statefulSet.name', 'kubernetes.workload.name', 'kubernetes.workload.type'],
  ...['process.name', 'ruleTags'],
];

const supported = new Set([...fixedFields, ...scopeFields]);

/** @throws Refusal 422 for a field by which events can't be filtered */
export function checkEventField(field: string): void {
  if (!supported.has(field)) throw unsupportedField(field);
}

/** Tells the values of a kind's fields. */
export function valuesOfKind(kinds: Kinds, kind: number): FieldValues {
  const rule = kinds.ruleOf(kind);
  const subject = kinds.subjectOf(kind);
  const labels = labelsOf(rule, subject);
  const { image } = subject;
  const isHere = rule.scope === 'container' || rule.scope === 'host';
  const fields: Readonly<Record<string, readonly (string | number)[]>> = {
    ...{ severity: [rule.severity], category: [rule.category], originator: [rule.originator] },
    ...{ name: [rule.policy], source: [rule.source] },
    ...{ containerId: [rule.scope === 'container' ? subject.containerId : ''] },
    ...{ agentId: isHere ? [subject.agentId] : [], 'agent.id': isHere ? [subject.agentId] : [] },
    ...{ machineId: [isHere ? subject.machineId : ''] },
    ...(rule.ruleType === null
      ? {}
      : {
          ...{ ruleName: [rule.name], ruleType: [rule.ruleType], ruleSubType: [0] },
          ...{ policyId: [rule.policyId], ruleTags: rule.tags },
        }),
    ...(rule.scope !== 'image'
      ? {}
      : {
          ...{ alertName: [rule.name], trigger: ['policy_eval'] },
          ...{ 'image.id': [image.imageId], 'image.registry': [image.registry] },
          ...{ 'image.repo': [image.repo], 'image.tag': [image.tag] },
          'image.digest': [image.digest],
        }),
  };
  return (field) => {
    if (field === 'freeText') return [rule.name, rule.policy, outputOf(rule, subject)];
    const label = labels[field];
    return label === undefined ? (fields[field] ?? []).map(String) : [label];
  };
}
