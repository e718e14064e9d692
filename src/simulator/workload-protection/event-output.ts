import type { Rule } from './rule.ts';
import type { Subject } from './subjects.ts';

/** The rule's text, rendered. */
export function outputOf(rule: Rule, subject: Subject): string {
  const { name, program, connection, file } = rule;
  const where = `container=${subject.containerName} image=${subject.image.registry}/${subject.image.repo}:${subject.image.tag}`;
  if (program !== undefined) {
    const to = connection === undefined ? '' : ` connection=${connectionName(rule)}`;
    const at = file === undefined ? '' : ` file=${file.path}`;
    const place = rule.scope === 'host' ? `host=${subject.node}` : where;
    return `${name} (user=${program.user} command=${program.cmdline} parent=${program.parent}${to}${at} ${place})`;
  }
  switch (rule.scope) {
    case 'kubernetes':
      return `${name} (user=kubernetes-admin pod=${subject.pod} ns=${subject.namespace} verb=create)`;
    case 'cloud':
      return `${name} by service id ops-automation in us-south`;
    default:
      return name;
  }
}

/** A connection as the agent prints it. */
export function connectionName({ connection }: Rule): string {
  return connection === undefined
    ? '<NA>'
    : `172.17.0.21:39552->${connection.address}:${connection.port}`;
}
