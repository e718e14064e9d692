import type {
  ActivityBatch,
  ListOptions,
} from '../../src/features/registry-activity/activity-batch.ts';
import type { ActivityEvent } from '../../src/features/registry-activity/model.ts';
import type {
  ActivitySource,
  FileBatch,
  ReadActivityFile,
} from '../../src/features/registry-activity/source.ts';
import type {
  TailBatch,
  TailEvent,
  TailOptions,
} from '../../src/features/registry-activity/tail-batch.ts';

/** A source that says what a test tells it to. */
export interface ScriptedActivity {
  readonly source: ActivitySource;
  readonly readFile: ReadActivityFile;
  /** Each listing and each tail that was begun. */
  readonly lists: ListOptions[];
  readonly tails: TailOptions[];
  /** The tiers that were remembered. */
  readonly remembered: string[];
  /** Lets the tail answer with a batch. */
  push(items: readonly ActivityEvent[], changes?: Partial<TailBatch>): void;
  /** Lets the tail fail once. */
  fail(error: unknown): void;
}

/** What is answered beside the tail. */
export interface ScriptedAnswers {
  /** The listings in order, the last again and again; one that is an error fails. */
  readonly listings?: readonly (Partial<ActivityBatch> | Error)[];
  /** The batches of every file; an error fails. */
  readonly file?: readonly Partial<FileBatch>[] | Error;
}

/** Creates a source on a clock. */
export function scriptedActivity(
  now: () => number,
  { listings = [{}], file = [] }: ScriptedAnswers = {},
): ScriptedActivity {
  const lists: ListOptions[] = [];
  const tails: TailOptions[] = [];
  const remembered: string[] = [];
  const line = createLine<TailEvent>();
  const source: ActivitySource = {
    list: async function* (options) {
      lists.push(options);
      const answer = listings[lists.length - 1] ?? listings.at(-1) ?? {};
      if (answer instanceof Error) throw answer;
      yield listed(answer);
    },
    tail: async function* (options) {
      tails.push(options);
      line.clear();
      yield* line.until(options.signal);
    },
    tier: async () => 'frequent_search',
    rememberTier: async (tier) => {
      remembered.push(tier);
    },
  };
  return {
    source,
    readFile: async function* () {
      if (file instanceof Error) throw file;
      for (const batch of file) yield filed(batch);
    },
    lists,
    tails,
    remembered,
    push: (items, changes = {}) => line.say(tailed(items, now(), changes)),
    fail: (error) =>
      line.say({
        kind: 'failure',
        error,
        at: now(),
        since: now(),
        failures: 1,
        nextAt: now() + 15_000,
      }),
  };
}

/** Things that are said, and heard in order until a signal. */
function createLine<T>() {
  let waiting: T[] = [];
  let wake = () => {};
  return {
    say: (thing: T) => {
      waiting.push(thing);
      wake();
    },
    clear: () => {
      waiting = [];
    },
    until: async function* (signal: AbortSignal): AsyncGenerator<T> {
      while (!signal.aborted) {
        const thing = waiting.shift();
        if (thing !== undefined) yield thing;
        else {
          await new Promise<void>((resolve) => {
            wake = resolve;
            signal.addEventListener('abort', () => resolve());
          });
        }
      }
    },
  };
}

function listed(changes: Partial<ActivityBatch>): ActivityBatch {
  return {
    items: [],
    undecodable: 0,
    warnings: [],
    tier: 'frequent_search',
    truncated: false,
    tryArchive: false,
    ...changes,
  };
}

function tailed(
  items: readonly ActivityEvent[],
  at: number,
  changes: Partial<TailBatch>,
): TailBatch {
  return {
    kind: 'batch',
    items,
    undecodable: 0,
    warnings: [],
    tier: 'frequent_search',
    cursor: {
      ...{ watermarkMs: at, positionMs: at, sinceMs: 0, floorMs: 0 },
      ...{ seen: new Map(), added: [], query: '', tier: 'frequent_search' },
    },
    state: 'live',
    at,
    nextAt: at + 15_000,
    why: null,
    tryArchive: false,
    ...changes,
  };
}

function filed(changes: Partial<FileBatch>): FileBatch {
  return {
    items: [],
    unreadable: [],
    unreadableCount: 0,
    otherServices: 0,
    bytesRead: 100,
    bytesTotal: 100,
    ...changes,
  };
}

const sampleDigest = `sha256:${'26928291'.repeat(8)}`;

/** Parts of an event that a test tells otherwise; members of parts one by one. */
export type EventChanges = Partial<Omit<ActivityEvent, 'initiator' | 'target' | 'reason'>> & {
  readonly initiator?: Partial<ActivityEvent['initiator']>;
  readonly target?: Partial<ActivityEvent['target']>;
  readonly reason?: Partial<ActivityEvent['reason']>;
};

/** A push by a service id, but for what is told otherwise. */
export function activityEvent(
  number: number,
  atMs: number,
  { initiator, target, reason, ...changes }: EventChanges = {},
): ActivityEvent {
  const id = `5b1f3c2a-0000-4000-8000-${String(number).padStart(12, '0')}`;
  return {
    source: 'registry-activity',
    id,
    at: new Date(atMs).toISOString(),
    atMs,
    action: 'container-registry.image.push',
    group: 'images',
    dataEvent: true,
    outcome: 'success',
    severity: 'normal',
    reason: { code: 200, type: 'OK', failure: null, ...reason },
    initiator: {
      id: 'iam-ServiceId-7d0c1f7e',
      name: 'ci-builder',
      kind: 'serviceid',
      credential: 'apikey',
      address: '192.0.2.10',
      agent: 'docker/27.1',
      ...initiator,
    },
    target: {
      id: `us.icr.io/shop/cart@${sampleDigest}`,
      name: 'us.icr.io/shop/cart:2.14.3',
      image: 'us.icr.io/shop/cart',
      digest: sampleDigest,
      namespace: 'shop',
      resourceGroup: 'default',
      ...target,
    },
    region: 'us-south',
    account: '0123456789abcdef0123456789abcdef',
    correlationId: `c0rr-${number}`,
    request: null,
    response: null,
    message: 'Container Registry: push image us.icr.io/shop/cart:2.14.3',
    late: false,
    raw: { action: 'container-registry.image.push', logid: id },
    ...changes,
  };
}
