import type { AuditEntry } from '../../src/features/secure-events/audit-model.ts';
import type { EventsSource } from '../../src/features/secure-events/events-source.ts';
import type { SecureEvent, TailItem } from '../../src/features/secure-events/model.ts';
import type {
  TailBatch,
  TailEvent,
  TailOptions,
} from '../../src/features/secure-events/tail-batch.ts';
import type { ImageReport } from '../../src/features/secure-events/vulnerability-model.ts';

/** A source that says what a test tells it to. */
export interface ScriptedEvents {
  readonly source: EventsSource;
  /** What was asked, in order: `count`, `audit container.id = "…"`. */
  readonly asked: string[];
  /** Each tail that was begun. */
  readonly tails: TailOptions[];
  /** Lets the tail answer with a batch. */
  push(items: readonly TailItem[], state?: TailBatch['state']): void;
  /** Lets the tail fail once. */
  fail(error: unknown): void;
}

/** The answers of the calls beside the tail; one that throws fails. */
export type ScriptedAnswers = Partial<
  Pick<EventsSource, 'count' | 'topStats' | 'timeSeries' | 'filters' | 'fillGap'>
> & {
  readonly activities?: () => readonly AuditEntry[];
  readonly trace?: () => readonly AuditEntry[];
  readonly report?: () => ImageReport | null;
};

/** Creates a source on a clock. */
export function scriptedEvents(now: () => number, answers: ScriptedAnswers = {}): ScriptedEvents {
  const asked: string[] = [];
  const tails: TailOptions[] = [];
  let waiting: TailEvent[] = [];
  let wake = () => {};
  const say = (event: TailEvent) => {
    waiting.push(event);
    wake();
  };
  const told =
    <A, T>(name: string, answer: ((ask: A) => Promise<T>) | undefined, fallback: T) =>
    async (ask: A): Promise<T> => {
      asked.push(name);
      return answer === undefined ? fallback : answer(ask);
    };
  const source: EventsSource = {
    tail: async function* (options) {
      tails.push(options);
      waiting = [];
      while (!options.signal.aborted) {
        const event = waiting.shift();
        if (event !== undefined) yield event;
        else {
          await new Promise<void>((resolve) => {
            wake = resolve;
            options.signal.addEventListener('abort', () => resolve());
          });
        }
      }
    },
    list: async function* () {},
    fillGap: answers.fillGap ?? async function* () {},
    event: () => Promise.reject(new Error('not scripted')),
    count: told('count', answers.count, { byCategory: new Map(), bySeverity: [], total: 0 }),
    topStats: told('top', answers.topStats, []),
    timeSeries: told('series', answers.timeSeries, null),
    filters:
      answers.filters ??
      (async () => ({
        fields: [
          { name: 'severity', type: 'number', operators: null },
          { name: 'ruleName', type: 'string', operators: null },
        ],
        from: 'server' as const,
      })),
    status: async () => {},
    activityAudit: async function* (query) {
      asked.push(`audit ${query.filter ?? query.scope}`);
      yield answers.activities?.() ?? [];
    },
    auditSummary: async () => [],
    auditEvent: () => Promise.reject(new Error('not scripted')),
    auditTrace: async (type, id) => {
      asked.push(`trace ${type} ${id}`);
      return { entries: answers.trace?.() ?? [], isWhole: true };
    },
    imageResults: async () => [],
    imageVulnerabilities: async (wish) => {
      asked.push(`image ${wish.digest}`);
      return answers.report?.() ?? null;
    },
  };
  return {
    source,
    asked,
    tails,
    push: (items, state = 'live') =>
      say({
        kind: 'batch',
        items,
        cursor: { sinceNs: 0n, positionNs: 0n, seen: new Map(), filter: null },
        state,
        lagNs: 0n,
        at: now(),
      }),
    fail: (error) =>
      say({ kind: 'failure', error, at: now(), since: now(), failures: 1, nextAt: now() + 4000 }),
  };
}

/** An event of an attack on one container, but for what is told otherwise. */
export function sampleEvent(
  number: number,
  atMs: number,
  changes: Partial<SecureEvent> = {},
): SecureEvent {
  const atNs = BigInt(atMs) * 1_000_000n + BigInt(number);
  const id = `${atNs.toString(16).padStart(16, '0')}${String(number).padStart(16, '0')}`;
  return {
    id,
    atNs,
    late: false,
    severity: { level: 4, word: 'medium' },
    rule: 'Launch Package Management Process in Container',
    policy: 'Sysdig Runtime Notable Events',
    category: 'runtime',
    originator: 'policy',
    engineSource: 'syscall',
    cluster: 'payments-eu',
    namespace: 'checkout',
    workload: 'cart',
    pod: 'cart-c65cf6446-5s8kk',
    container: { id: '6949e5f10829', name: 'cart' },
    image: {
      repo: 'us.icr.io/shop/cart',
      tag: '2.14.3',
      id: '15a18c24b1ee',
      digest: `sha256:${'26928291'.repeat(8)}`,
    },
    host: '10.5.0.21',
    user: 'root',
    process: 'apt-get install -y ncat',
    output: 'Package management process launched in container (user=root command=apt-get install)',
    tags: ['container', 'MITRE', 'MITRE_TA0003_persistence', 'MITRE_T1505_server_software'],
    actions: [
      { type: 'capture', successful: false, error: 'outstanding captures (1)', token: null },
    ],
    labels: { 'kubernetes.cluster.name': 'payments-eu', 'container.image.tag': '2.14.3' },
    fields: { 'proc.name': 'apt-get', 'fd.name': '<NA>', 'proc.aname[2]': 'bash' },
    raw: { id, timestamp: 1_720_031_001_639_981_110n },
    ...changes,
  };
}

/** An activity in the container of `sampleEvent`. */
export function sampleActivity(
  id: string,
  atMs: number,
  changes: Partial<AuditEntry> = {},
): AuditEntry {
  return {
    id,
    atNs: BigInt(atMs) * 1_000_000n,
    type: 'commands',
    what: 'apt-get install -y ncat',
    user: 'root',
    process: 'apt-get',
    pid: 2140,
    parentPid: 2100,
    container: '6949e5f10829',
    host: '10.5.0.21',
    cluster: 'payments-eu',
    namespace: 'checkout',
    workload: 'cart',
    pod: 'cart-c65cf6446-5s8kk',
    loginShellId: 2100,
    loginShellDistance: 1,
    traceable: true,
    labels: {},
    raw: { id },
    ...changes,
  };
}

/** The scan result of the image of `sampleEvent`. */
export const sampleReport: ImageReport = {
  resultId: '17144f2f45c295bc2fdcae5db51044ca',
  name: 'us.icr.io/shop/cart:2.14.3',
  digest: `sha256:${'26928291'.repeat(8)}`,
  imageId: '15a18c24b1ee',
  stage: 'runtime',
  cluster: 'payments-eu',
  namespace: 'checkout',
  workload: 'cart',
  policy: 'failed',
  counts: { critical: 1, high: 4, medium: 20, low: 3, negligible: 0 },
  runningCounts: { critical: 1, high: 0, medium: 2, low: 0, negligible: 0 },
  match: 'digest',
  vulnerabilities: [
    {
      name: 'CVE-2019-8457',
      severity: 'critical',
      score: 9.8,
      package: 'libdb5.3',
      version: '5.3.28',
      path: null,
      fixVersion: null,
      exploitable: true,
      running: true,
      accepted: false,
    },
    {
      name: 'CVE-2022-1271',
      severity: 'high',
      score: 8.8,
      package: 'gzip',
      version: '1.10-4',
      path: null,
      fixVersion: '1.10-4+deb11u1',
      exploitable: null,
      running: null,
      accepted: null,
    },
  ],
  policies: [{ name: 'Sysdig Best Practices', result: 'failed' }],
  baseOs: 'debian 11',
  truncated: false,
};
