import type { WireRow } from '../../api/workload-protection/schema.ts';
import {
  flagIn,
  flatTexts,
  listIn,
  numberIn,
  objectIn,
  textIn,
  type WireObject,
} from '../../api/workload-protection/wire.ts';
import { type AuditEntry, type AuditType, auditTypeOf } from './audit-model.ts';

/** What a row of the activity audit says. */
export function auditEntryOf({ id, atNs, wire }: WireRow): AuditEntry {
  const labels = flatTexts(wire.labels);
  const label = (name: string) => textIn(labels[name]);
  const type = auditTypeOf(textIn(wire.type) ?? '');
  return {
    ...{ id, atNs, type },
    what: whatOf(type, wire),
    user: textIn(wire.username) ?? textIn(objectIn(wire.user).username),
    process: textIn(wire.comm) ?? textIn(wire.processName),
    pid: numberIn(wire.pid),
    parentPid: numberIn(wire.ppid),
    container: textIn(wire.containerId),
    host: textIn(wire.hostname) ?? label('host.hostName'),
    cluster: label('kubernetes.cluster.name'),
    namespace: label('kubernetes.namespace.name') ?? textIn(wire.namespace),
    workload: label('kubernetes.workload.name') ?? label('kubernetes.deployment.name'),
    pod: label('kubernetes.pod.name'),
    loginShellId: shellOf(wire),
    loginShellDistance: numberIn(wire.loginShellDistance),
    traceable: flagIn(wire.traceable),
    ...{ labels, raw: wire },
  };
}

/** 0 stands for "in no login shell". */
function shellOf({ loginShellId }: WireObject): number | null {
  return numberIn(loginShellId) || null;
}

function whatOf(type: AuditType | null, wire: WireObject): string {
  switch (type) {
    case 'commands':
      return textIn(wire.cmdline) ?? textIn(wire.comm) ?? '';
    case 'connections':
      return connectionOf(wire);
    case 'fileaccesses':
      return fileOf(wire);
    case 'kubernetes':
      return kubernetesOf(wire);
    case null:
      return textIn(wire.name) ?? textIn(wire.type) ?? '';
  }
}

function connectionOf(wire: WireObject): string {
  const end = (side: 'client' | 'server') => {
    const address =
      textIn(wire[`${side}Ipv4Dot`]) ?? dotted(wire[`${side}Ipv4`]) ?? textIn(wire[`${side}Ip`]);
    return `${address ?? '?'}:${textIn(wire[`${side}Port`]) ?? '?'}`;
  };
  const names = listIn(wire.dnsDomains).filter((name) => typeof name === 'string');
  const direction = textIn(wire.direction);
  const named = names.length === 0 ? '' : ` (${names.join(', ')})`;
  return `${direction === null ? '' : `${direction} `}${end('client')} -> ${end('server')}${named}`;
}

/** Addresses come as text, or as a 32-bit number. */
function dotted(value: unknown): string | null {
  if (typeof value === 'string') return textIn(value);
  const number = numberIn(value);
  if (number === null) return null;
  return [24, 16, 8, 0].map((shift) => (number >>> shift) & 255).join('.');
}

function fileOf(wire: WireObject): string {
  const folder = textIn(wire.directory) ?? '';
  const slash = folder === '' || folder.endsWith('/') ? '' : '/';
  const mode = textIn(wire.permissions);
  return `${mode === null ? '' : `${mode} `}${folder}${slash}${textIn(wire.filename) ?? ''}`;
}

function kubernetesOf(wire: WireObject): string {
  const command = textIn(objectIn(wire.args).command);
  const words = [wire.subResource, wire.resource, wire.name].map(textIn);
  return [...words, command === null ? null : `-- ${command}`]
    .filter((word) => word !== null)
    .join(' ');
}
