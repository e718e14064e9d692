import type { Session } from '../../api/session.ts';
import { allOf, isOneOf, quoted } from '../../api/workload-protection/filter-text.ts';
import { emptyList } from '../../core/list.ts';
import type { AuditEntry, AuditType } from './audit-model.ts';
import type { EventsSource } from './events-source.ts';
import type { Gap, SecureEvent } from './model.ts';
import { type Call, createCall } from './store-calls.ts';
import type { EventsParts } from './store-parts.ts';
import type { Front, Load } from './store-state.ts';

/** What is opened in front of the stream. Each asks for itself, and fails for itself. */
export interface Fronts {
  detail(event: SecureEvent): void;
  /** What else happened in the event's container, a few minutes around it. */
  around(event: SecureEvent): void;
  activity(entry: AuditEntry): void;
  trace(entry: AuditEntry): void;
  image(event: SecureEvent): void;
  /** Asks again what the uppermost front shows. @returns false when it shows nothing asked for */
  again(): boolean;
  stop(): Promise<void>;
}

/** What the fronts work with. */
export interface FrontsOptions {
  readonly session: Session;
  readonly source: EventsSource;
  readonly parts: EventsParts;
  /** Told before something is put in front. */
  readonly onLeave: () => void;
}

/** Half of the time that is looked at around an event. */
export const aroundNs = 300_000_000_000n;
/** Activities that are listed at most. */
export const mostActivities = 1000;

type Asked = Front & { readonly kind: 'around' | 'trace' | 'image' };

/** Creates fronts of which none is open. */
export function createFronts(options: FrontsOptions): Fronts {
  const { session, parts, onLeave } = options;
  const call = createCall(session.clock);
  const push = (front: Front) => {
    onLeave();
    parts.view({ fronts: [...parts.get().view.fronts, front] });
  };
  const open = (front: Asked) => {
    push(front);
    load(options, call, front);
  };
  const loading = { load: { kind: 'loading' }, list: emptyList } as const;
  return {
    detail: (event) => push({ kind: 'detail', event }),
    activity: (entry) => push({ kind: 'activity', entry }),
    around: (event) => open({ kind: 'around', event, ...loading }),
    trace: (entry) => open({ kind: 'trace', entry, ...loading }),
    image: (event) => open({ kind: 'image', event, ...loading }),
    again: () => {
      const front = parts.get().view.fronts.at(-1);
      if (front === undefined || !('load' in front)) return false;
      const next: Asked = { ...front, load: { kind: 'loading' } };
      parts.front(front, next);
      load(options, call, next);
      return true;
    },
    stop: call.stop,
  };
}

/** The front is another object once it has moved: it is found again by what it was opened for. */
function load({ source, parts }: FrontsOptions, call: Call, front: Asked): void {
  const put = (change: (now: Asked) => Asked) => {
    const now = parts.get().view.fronts.findLast((one): one is Asked => isSame(one, front));
    if (now !== undefined) parts.front(now, change(now));
  };
  call.ask({
    ask: (signal) => answered(source, front, signal),
    done: (answer) => put((now) => ({ ...answer, list: now.list })),
    failed: (failure) => put((now) => ({ ...now, load: { kind: 'failed', failure } })),
  });
}

async function answered(source: EventsSource, front: Asked, signal: AbortSignal): Promise<Asked> {
  switch (front.kind) {
    case 'around':
      return { ...front, load: await activitiesAround(source, front.event, signal) };
    case 'trace': {
      const { type, id } = front.entry;
      const { entries, isWhole } = await source.auditTrace(type ?? 'commands', id, signal);
      const notes = isWhole ? [] : ['the service did not give all of the trace'];
      return { ...front, load: ready(entries, notes) };
    }
    case 'image': {
      const wish = imageWishOf(front.event);
      return { ...front, load: ready(await source.imageVulnerabilities(wish, signal)) };
    }
  }
}

function ready<T>(value: T, notes: readonly string[] = []): Load<T> {
  return { kind: 'ready', value, notes };
}

function isSame(one: Front, other: Asked): boolean {
  if (one.kind !== other.kind) return false;
  if (one.kind === 'trace') return other.kind === 'trace' && one.entry === other.entry;
  return 'event' in one && 'event' in other && one.event === other.event;
}

async function activitiesAround(source: EventsSource, event: SecureEvent, signal: AbortSignal) {
  const notes: string[] = [];
  const entries = new Map<string, AuditEntry>();
  const window = { fromNs: event.atNs - aroundNs, toNs: event.atNs + aroundNs };
  for (const place of placesOf(event)) {
    const pages = source.activityAudit({
      ...{ ...window, ...place, signal, limit: mostActivities },
      onGap: (gap: Gap) => notes.push(`Not all is known: ${gap.reason}`),
      onTotal: (total) => {
        if (total > mostActivities)
          notes.push(`The newest ${mostActivities} of ${total} are listed`);
      },
    });
    for await (const page of pages) for (const entry of page) entries.set(entry.id, entry);
  }
  return ready<readonly AuditEntry[]>([...entries.values()].toSorted(byTime), notes);
}

function byTime(left: AuditEntry, right: AuditEntry): number {
  const [a, b] = [left.atNs ?? 0n, right.atNs ?? 0n];
  return a === b ? 0 : a < b ? -1 : 1;
}

/** What is asked of the activity audit. */
export interface AuditPlace {
  readonly types: readonly AuditType[];
  readonly filter: string | null;
  readonly scope: string | null;
}

/**
 * The narrowest place that an event names: its container, and what was asked of Kubernetes about
 * its pod; else its pod, its host or its workload. A container's id is a field of the entries, the
 * rest are labels (Secure API, activity audit, supported filters).
 */
export function placesOf(event: SecureEvent): readonly AuditPlace[] {
  const { container } = event;
  const scope = scopeOf(event);
  if (!container.id) return [{ types: [], filter: null, scope }];
  const isContainer = `container.id = ${quoted(container.id)}`;
  return [
    { types: [], filter: isContainer, scope: null },
    ...(event.pod ? [{ types: ['kubernetes'] as const, filter: null, scope }] : []),
  ];
}

function scopeOf({ pod, host, cluster, namespace, workload }: SecureEvent): string | null {
  const hasLabels = pod !== null || workload !== null || host === null;
  const last =
    pod === null ? is('kubernetes.workload.name', workload) : is('kubernetes.pod.name', pod);
  return hasLabels
    ? allOf(
        is('kubernetes.cluster.name', cluster),
        is('kubernetes.namespace.name', namespace),
        last,
      )
    : is('host.hostName', host);
}

const is = (field: string, value: string | null) =>
  value === null || value === '' ? null : isOneOf(field, [value]);

/** Which image an event means, by all that it tells. */
export function imageWishOf({ image, cluster, namespace, workload }: SecureEvent) {
  const name = image.repo === null ? null : image.tag ? `${image.repo}:${image.tag}` : image.repo;
  return { image: name, digest: image.digest, imageId: image.id, cluster, namespace, workload };
}
