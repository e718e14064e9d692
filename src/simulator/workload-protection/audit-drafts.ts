import { mix } from '../carbon-black/draws.ts';
import { hash32 } from '../random.ts';
import type { EventRef } from './event-body.ts';
import { type EventPlace, keyOf, nanosOf } from './event-id.ts';
import type { EventsService } from './events-service.ts';
import { processIdsOf, shellOf } from './process-ids.ts';
import type { Rule, RuleConnection, RuleProgram } from './rule.ts';
import type { Subject } from './subjects.ts';

/** The kinds of activity, as entries name themselves. */
export const activityTypes = ['command', 'connection', 'fileaccess', 'kubernetes'] as const;
export type ActivityType = (typeof activityTypes)[number];

/** What happened, before it is put into words. */
export interface AuditDraft {
  readonly type: ActivityType;
  readonly place: EventPlace;
  readonly noise: number;
  readonly subject: Subject;
  readonly isHost: boolean;
  readonly program: RuleProgram;
  readonly pid: number;
  readonly parentPid: number;
  /** The shell of an attack; 0 for none. */
  readonly shell: number;
  /** Whether a call of Kubernetes opens a shell in a pod, or makes the pod. */
  readonly isExec?: boolean;
  readonly connection?: RuleConnection;
  readonly file?: NonNullable<Rule['file']>;
}

/** In a storm, the agent samples. */
const mostAlarms = 20;

const routineSeed = hash32('routine');
const routine: readonly RuleProgram[] = [
  ['/usr/bin/curl', 'curl -sf http://127.0.0.1:8080/health', 'sh', 'app'],
  ['/bin/ps', 'ps -o pid,comm', 'sh', 'app'],
  ['/usr/bin/find', 'find /tmp -mtime +1 -delete', 'crond', 'root'],
].map(([exe = '', cmdline = '', parent = '', user = '']) => ({ exe, cmdline, parent, user }));

/** What an attacker types between the steps that raise alarms, and how long after the first. */
const typed: readonly (readonly [after: number, exe: string, cmdline: string])[] = [
  [5, '/usr/bin/whoami', 'whoami'],
  [8, '/usr/bin/cat', 'cat /etc/os-release'],
  [33, '/bin/ps', 'ps auxww'],
  [72, '/bin/ls', 'ls -la /root/.ssh'],
];

/** The activity of a second, newest first: what led to its alarms, an attacker's, and routine. */
export function draftsAt(service: EventsService, second: number): readonly AuditDraft[] {
  const drafts = [...alarmDrafts(service, second), ...typedDrafts(service, second)];
  const bits = mix(service.seed ^ routineSeed, second);
  const subject = service.kinds.subjects[(bits >>> 8) % service.kinds.subjects.length];
  const program = routine[(bits >>> 20) % routine.length];
  if (bits % 4 === 0 && subject !== undefined && program !== undefined) {
    const place = { second, key: keyOf(bits % 999_999_999, 1) };
    drafts.push({ ...plain(place, bits), subject, program });
  }
  return drafts.sort((a, b) => b.place.key - a.place.key);
}

const plain = (place: EventPlace, noise: number) => ({
  ...({ type: 'command', place, noise, isHost: false, shell: 0 } as const),
  ...{ pid: 100 + (noise % 90_000), parentPid: 1 },
});

function alarmDrafts({ cells, kinds }: EventsService, second: number): readonly AuditDraft[] {
  if (cells.countOf(second) === 0) return [];
  const cell = cells.passing(second);
  const drafts: AuditDraft[] = [];
  for (let index = 0; index < Math.min(mostAlarms, cell.keys.length); index += 1) {
    const kind = cell.kinds[index] ?? 0;
    drafts.push(...draftsOf({ cell, index }, kinds.ruleOf(kind), kinds.subjectOf(kind)));
  }
  return drafts;
}

const kubectl: RuleProgram = { exe: '', cmdline: 'bash', parent: '', user: 'kubernetes-admin' };

/** What led to an alarm: a command, a connection, a file, or a call of Kubernetes. */
function draftsOf(ref: EventRef, rule: Rule, subject: Subject): readonly AuditDraft[] {
  const { scope, program = kubectl, connection, file } = rule;
  const { pid, parentPid, loginShellId } = processIdsOf(ref);
  const key = ref.cell.keys[ref.index] ?? 0;
  const at = (earlierNanos: number, tie: number) => ({
    second: ref.cell.second,
    key: keyOf(Math.max(0, nanosOf(key) - earlierNanos), tie + (ref.index << 3)),
  });
  const shared = {
    ...{ subject, program, pid, parentPid, shell: loginShellId, isHost: scope === 'host' },
    noise: mix(ref.cell.noise[ref.index] ?? 0, 21),
  };
  if (rule.source === 'k8s_audit') {
    const isExec = rule.fields?.['ka.target.subresource'] === 'exec';
    return [{ ...shared, type: 'kubernetes', place: at(0, 0), isExec }];
  }
  if (scope !== 'container' && scope !== 'host') return [];
  return [
    { ...shared, type: 'command', place: at(900_000, 1) },
    ...(connection === undefined
      ? []
      : [{ ...shared, type: 'connection', place: at(40_000, 2), connection } as const]),
    ...(file === undefined
      ? []
      : [{ ...shared, type: 'fileaccess', place: at(30_000, 3), file } as const]),
  ];
}

function typedDrafts({ cells, kinds }: EventsService, second: number): readonly AuditDraft[] {
  const story = cells.storyAt(second);
  const subject = kinds.subjects[story.subject];
  const line = typed.find(([after]) => story.startsAt + after === second);
  if (line === undefined || subject === undefined) return [];
  const [after, exe, cmdline] = line;
  const shell = shellOf(story.slot);
  const place = { second, key: keyOf(100_000_000 + (mix(story.slot, after) % 800_000_000), 4) };
  const program = { exe, cmdline, parent: 'bash', user: 'root' };
  const ids = { pid: shell + 100 + after, parentPid: shell, shell };
  return [{ ...plain(place, mix(shell, after)), subject, program, ...ids }];
}
