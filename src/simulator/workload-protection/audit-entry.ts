import type { ActivityType, AuditDraft } from './audit-drafts.ts';
import { idOf, timeOf } from './event-id.ts';
import { containerLabels, hostLabels } from './event-labels.ts';

/** An entry of the activity audit, as the API tells it. */
export interface AuditEntry {
  readonly id: string;
  readonly type: ActivityType;
  /** Nanoseconds since the Unix epoch. */
  readonly timestamp: bigint;
  readonly containerId: string;
  readonly traceable: boolean;
  readonly labels: Readonly<Record<string, string>>;
  readonly [field: string]: unknown;
}

/** A shell's own entry, or the call that opened it, can be traced. */
export const isTraceable = ({ shell, pid, type }: AuditDraft) =>
  shell !== 0 && (type === 'kubernetes' || (type === 'command' && pid === shell));

/** The entry's id. */
export const auditIdOf = ({ place, noise }: AuditDraft) => idOf(place, noise);

const loginless = { userLoginUid: 4_294_967_295, userLoginName: '<NA>' };

/** Puts a draft into words. */
export function entryOf(draft: AuditDraft): AuditEntry {
  const { place, subject, type, isHost } = draft;
  return {
    id: auditIdOf(draft),
    type,
    timestamp: timeOf(place),
    agentId: subject.agentId,
    containerId: isHost ? '' : subject.containerId,
    customerId: 100_001,
    hostname: subject.node,
    traceable: isTraceable(draft),
    ...partOf(draft),
    labels: isHost ? hostLabels(subject) : containerLabels(subject),
  };
}

function partOf(draft: AuditDraft): Readonly<Record<string, unknown>> {
  switch (draft.type) {
    case 'command':
      return commandPart(draft);
    case 'connection':
      return connectionPart(draft);
    case 'fileaccess':
      return filePart(draft);
    case 'kubernetes':
      return kubernetesPart(draft);
  }
}

const nameOfProgram = ({ program }: AuditDraft) => program.exe.split('/').at(-1) ?? '';
const ttyOf = ({ shell }: AuditDraft) => (shell === 0 ? 0 : 34_816);

function commandPart(draft: AuditDraft) {
  const { program, pid, parentPid, shell, place } = draft;
  return {
    ...{ cmdline: program.cmdline, comm: nameOfProgram(draft), pcomm: program.parent, count: 1 },
    ...{ cwd: '/', loginShellDistance: shell === 0 || pid === shell ? 0 : 1, loginShellId: shell },
    ...{ pid, ppid: parentPid, procExepath: program.exe, tty: ttyOf(draft) },
    rxTimestamp: timeOf(place) + 888_795_232n,
    ...{ uid: program.user === 'root' ? 0 : 1000, username: program.user, ...loginless },
  };
}

function connectionPart(draft: AuditDraft) {
  const { connection, pid } = draft;
  const client = '172.17.0.21';
  const server = connection?.address ?? '0.0.0.0';
  return {
    ...{ clientIpv4: numberOf(client), clientIpv4Dot: client, clientPort: 39_552 },
    ...{ comm: nameOfProgram(draft), processName: nameOfProgram(draft), direction: 'out' },
    ...(connection?.domain == null ? {} : { dnsDomains: [connection.domain] }),
    ...{ errorCode: 0, l4protocol: 6, pid, tty: ttyOf(draft) },
    ...{ serverIpv4: numberOf(server), serverIpv4Dot: server, serverPort: connection?.port ?? 0 },
  };
}

/** An address as a number of 32 bits. */
const numberOf = (address: string) =>
  address.split('.').reduce((number, part) => number * 256 + Number(part), 0);

function filePart(draft: AuditDraft) {
  const { file, pid } = draft;
  const parts = (file?.path ?? '').split('/');
  const filename = parts.pop() ?? '';
  return {
    ...{ directory: `${parts.join('/')}/`, filename, permissions: file?.permissions ?? 'r' },
    ...{ pid, comm: nameOfProgram(draft) },
  };
}

function kubernetesPart({ subject, noise, place, program, isExec }: AuditDraft) {
  const digits = noise.toString(16).padStart(8, '0');
  const started = timeOf(place);
  return {
    args: isExec ? { command: program.cmdline, container: subject.containerName } : {},
    auditId: `${digits}-${digits.slice(0, 4)}-4${digits.slice(1, 4)}-8142-a0142505868e`,
    ...{
      name: subject.pod,
      namespace: subject.namespace,
      resource: 'pods',
      subResource: isExec ? 'exec' : '',
    },
    sourceAddresses: ['198.51.100.7'],
    stages: { started, completed: started + 133_925_000n },
    user: { username: program.user, groups: ['system:masters', 'system:authenticated'] },
    userAgent: 'kubectl/v1.31.2 (linux/amd64) kubernetes/5864a46',
  };
}
