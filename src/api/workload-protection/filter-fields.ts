import { isObject, listIn, textIn } from './wire.ts';

/** A field that a filter may name. */
export interface WireFilterField {
  readonly name: string;
  readonly type: string | null;
  /** Null for all. */
  readonly operators: readonly string[] | null;
}

/**
 * Decodes the supported fields: a list of names, or of objects with an id, type and operands, alone
 * or in `data` or `filters`.
 *
 * @returns null for any other shape
 */
export function decodeFilters(body: unknown): readonly WireFilterField[] | null {
  const list = isObject(body) ? (body.data ?? body.filters) : body;
  if (!Array.isArray(list)) return null;
  const fields = list.flatMap((entry) => fieldOf(entry));
  return fields.length === 0 ? null : fields;
}

function fieldOf(entry: unknown): readonly WireFilterField[] {
  if (typeof entry === 'string' && entry !== '') {
    return [{ name: entry, type: null, operators: null }];
  }
  if (!isObject(entry)) return [];
  const name = textIn(entry.id) ?? textIn(entry.name);
  const operands = listIn(entry.operands).filter((word) => typeof word === 'string');
  if (name === null) return [];
  return [{ name, type: textIn(entry.type), operators: operands.length === 0 ? null : operands }];
}

const fixed = (type: string, names: string): readonly WireFilterField[] =>
  names.split(' ').map((name) => ({ name, type, operators: null }));

/** The fields that the document names (Secure events API, Retrieves a secure events feed). */
const documentedFields: readonly WireFilterField[] = [
  ...fixed('number', 'severity agentId ruleType ruleSubType policyId'),
  ...fixed('string', 'category originator name source containerId machineId ruleName'),
  { name: 'freeText', type: 'string', operators: ['=', '!='] },
  ...fixed('string', 'alertName trigger image.id image.registry image.repo image.tag image.digest'),
];

/** The documented fields, and labels that events are known to carry. */
export const builtInFilterFields: readonly WireFilterField[] = [
  ...documentedFields,
  ...fixed('string', 'kubernetes.cluster.name kubernetes.namespace.name kubernetes.node.name'),
  ...fixed('string', 'kubernetes.pod.name kubernetes.workload.name kubernetes.workload.type'),
  ...fixed('string', 'kubernetes.deployment.name kubernetes.daemonSet.name'),
  ...fixed('string', 'kubernetes.statefulSet.name kubernetes.job.name kubernetes.cronJob.name'),
  ...fixed('string', 'container.name container.image.repo container.image.tag'),
  ...fixed('string', 'container.image.id container.image.digest host.hostName host.mac'),
  ...fixed('string', 'cloudProvider.name cloudProvider.account.id cloudProvider.region'),
  ...fixed('string', 'process.name ruleTags'),
];

/** A server's list may hold labels alone; the documented fields are there beside it. */
export function withDocumented(fields: readonly WireFilterField[]): readonly WireFilterField[] {
  const told = new Map(fields.map((field) => [field.name, field]));
  const documented = documentedFields.map((field) => {
    const { operators = null } = told.get(field.name) ?? {};
    return operators === null ? field : { ...field, operators };
  });
  const names = new Set(documented.map(({ name }) => name));
  return [...documented, ...fields.filter(({ name }) => !names.has(name))];
}
