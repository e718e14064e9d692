import type { Preferences, Session, SourceHealth } from '../../src/api/session.ts';
import { type Exchange, type SourceId, sourceIds } from '../../src/api/types.ts';
import { memoryNotes } from '../../src/config/profile-notes.ts';
import { memoryViews } from '../../src/config/saved-views.ts';
import { createActivity } from '../../src/core/activity.ts';
import { createStore, type Store } from '../../src/core/store.ts';
import { createManualClock, type ManualClock } from './manual-clock.ts';

/** A session without vendors: its health and its calls are set by hand. */
export interface FakeSession extends Session {
  readonly clock: ManualClock;
  readonly exchanges: Store<readonly Exchange[]>;
  readonly health: Store<Readonly<Record<SourceId, SourceHealth>>>;
}

/** What a fake session is like. */
export interface FakeSessionOptions {
  readonly profile?: string;
  readonly readOnly?: boolean;
  readonly colour?: string;
  /** @default prisma alone */
  readonly sources?: readonly SourceId[];
  readonly insecureSources?: readonly SourceId[];
  readonly keys?: Preferences['keys'];
  /** @default 2026-11-21T12:03:41Z */
  readonly startMs?: number;
}

const startMs = Date.UTC(2026, 10, 21, 12, 3, 41);

/** Opens a fake session on a clock that stands still. */
export function fakeSession(options: FakeSessionOptions = {}): FakeSession {
  const sources = options.sources ?? ['prisma'];
  return {
    profile: options.profile ?? 'demo',
    openedBy: ['--profile', options.profile ?? 'demo'],
    readOnly: options.readOnly ?? false,
    colour: options.colour,
    preferences: {
      title: true,
      bell: true,
      progress: { intervalMs: 2_000, stallAfterMs: 120_000 },
      activity: { burstWithinMs: 300_000, burstDeletions: 5, burstRefusals: 5 },
      keys: options.keys ?? {},
    },
    clock: createManualClock(options.startMs ?? startMs),
    activity: createActivity(),
    views: memoryViews(),
    notes: memoryNotes(),
    exchanges: createStore<readonly Exchange[]>([]),
    health: createStore(fakeHealth(Object.fromEntries(sources.map((id) => [id, waiting])))),
    has: (source) => sources.includes(source),
    insecureSources: options.insecureSources ?? [],
    baseUrl: () => 'https://console.test',
    settings: () => ({}),
    client: () => {
      throw new Error('A fake session has no clients');
    },
    prepare: () => {},
    close: async () => {},
  };
}

const waiting: SourceHealth = { state: 'waiting' };

/** Health of all sources; those that are not named are absent. */
export function fakeHealth(
  known: Partial<Record<SourceId, SourceHealth>>,
): Readonly<Record<SourceId, SourceHealth>> {
  const of = (id: SourceId): SourceHealth => known[id] ?? { state: 'absent' };
  const [a, b, c, d, e] = sourceIds;
  return { [a]: of(a), [b]: of(b), [c]: of(c), [d]: of(d), [e]: of(e) };
}

/** A call that went well, but for what is told otherwise. */
export function fakeExchange(id: number, changes: Partial<Exchange> = {}): Exchange {
  return {
    id,
    source: 'prisma',
    at: startMs + id * 2_000,
    method: 'GET',
    path: `/api/v32.07/registry/progress?page=${id}`,
    status: 200,
    durationMs: 12.4,
    bytes: 1_234,
    attempt: 1,
    budgetLeft: null,
    errorCode: null,
    error: null,
    ...changes,
  };
}
