import type { Rule } from './rule.ts';
import type { Subject } from './subjects.ts';

/** Flat, with dotted keys. */
export type Labels = Readonly<Record<string, string>>;

const cloudLabels: Labels = {
  'cloudProvider.account.id': 'a1b2c3d4e5f64a5b8c7d6e5f4a3b2c1d',
  'cloudProvider.region': 'us-south',
};

/** The labels of an event of this rule about this container. */
export function labelsOf(rule: Rule, subject: Subject): Labels {
  switch (rule.scope) {
    case 'container':
      return { ...containerLabels(subject), ...processLabel(rule) };
    case 'host':
      return { ...hostLabels(subject), ...processLabel(rule) };
    case 'kubernetes':
      return kubernetesLabels(subject);
    case 'cloud':
      return {
        ...cloudLabels,
        'cloudProvider.name': rule.source.startsWith('aws') ? 'aws' : 'ibm',
      };
    case 'platform':
      return { entityType: 'integration' };
    case 'image':
      return {};
  }
}

const known = new WeakMap<Subject, Labels>();

/** The labels of everything that happens in a container. */
export function containerLabels(subject: Subject): Labels {
  const labels = known.get(subject) ?? labelsOfContainer(subject);
  known.set(subject, labels);
  return labels;
}

function labelsOfContainer(subject: Subject): Labels {
  const { image, workload, workloadType, pod, containerName, namespace } = subject;
  return {
    ...hostLabels(subject),
    'container.image.digest': image.digest,
    'container.image.id': image.imageId.slice('sha256:'.length, 'sha256:'.length + 12),
    'container.image.repo': `${image.registry}/${image.repo}`,
    'container.image.tag': image.tag,
    'container.label.io.kubernetes.container.name': containerName,
    'container.label.io.kubernetes.pod.name': pod,
    'container.label.io.kubernetes.pod.namespace': namespace,
    'container.name': containerName,
    ...kubernetesLabels(subject),
    'kubernetes.node.name': nodeAddress(subject),
    [`kubernetes.${workloadType}.name`]: workload,
    'kubernetes.workload.name': workload,
    'kubernetes.workload.type': workloadType.toLowerCase(),
  };
}

/** The labels of everything that happens on a node. */
export function hostLabels({ node, machineId, cluster }: Subject): Labels {
  return {
    'host.hostName': node,
    'host.mac': machineId,
    'kubernetes.cluster.name': cluster,
  };
}

const kubernetesLabels = ({ cluster, namespace, pod }: Subject): Labels => ({
  'kubernetes.cluster.name': cluster,
  'kubernetes.namespace.name': namespace,
  'kubernetes.pod.name': pod,
});

const processLabel = ({ program }: Rule): Labels =>
  program === undefined ? {} : { 'process.name': program.cmdline };

/** On IBM's Kubernetes Service a node's name is its address. */
export function nodeAddress({ agentId }: Subject): string {
  return `10.${agentId % 200}.${(agentId >> 8) % 250}.${(agentId >> 16) % 250}`;
}
