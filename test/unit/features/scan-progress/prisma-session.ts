import { basicAuth } from '../../../../src/api/auth/basic.ts';
import { createClient } from '../../../../src/api/client.ts';
import type { Session } from '../../../../src/api/session.ts';
import { memoryNotes } from '../../../../src/config/profile-notes.ts';
import { memoryViews } from '../../../../src/config/saved-views.ts';
import { createActivity } from '../../../../src/core/activity.ts';
import { configError } from '../../../../src/core/errors.ts';
import { createStore } from '../../../../src/core/store.ts';
import { createManualClock, type ManualClock } from '../../../support/manual-clock.ts';

/** A session of a profile with a prisma source alone, on a clock that is moved by hand. */
export interface PrismaSession extends Session {
  readonly clock: ManualClock;
  /** Moves the clock to each poll that falls due, and waits for its answer. */
  play(polls: number): Promise<void>;
}

/** Milliseconds between two polls. */
export const intervalMs = 2000;

/** What a profile may say of the source. */
export interface PrismaSettings {
  readonly apiVersion?: string;
  readonly project?: string;
  readonly collections?: readonly string[];
}

/** Opens a session on a test server. */
export function openPrismaSession(
  baseUrl: string,
  options: { readonly readOnly?: boolean } & PrismaSettings = {},
): PrismaSession {
  const { readOnly = false, ...settings } = options;
  const clock = createManualClock();
  const activity = createActivity();
  const client = createClient({
    source: 'prisma',
    baseUrl,
    auth: basicAuth({ username: 'ops', password: async () => 'canary' }),
    clock,
    activity,
    readOnly,
    onExchange: () => {},
    random: () => 0,
  });
  const absent = { state: 'absent' } as const;
  return {
    profile: 'test',
    openedBy: ['--profile', 'test'],
    readOnly,
    colour: undefined,
    preferences: {
      title: true,
      bell: true,
      progress: { intervalMs, stallAfterMs: 10_000 },
      activity: { burstWithinMs: 300_000, burstDeletions: 5, burstRefusals: 5 },
      keys: {},
    },
    clock,
    activity,
    views: memoryViews(),
    notes: memoryNotes(),
    exchanges: createStore([]),
    health: createStore({
      prisma: { state: 'waiting' },
      carbonBlack: absent,
      xray: absent,
      workloadProtection: absent,
      activityTracking: absent,
    }),
    has: (source) => source === 'prisma',
    insecureSources: [],
    baseUrl: () => baseUrl,
    settings: () => ({ ...settings }),
    client: (source) => {
      if (source === 'prisma') return client;
      throw configError(`the profile has no ${source}`);
    },
    prepare: () => {},
    close: () => client.close(),
    play: async (polls) => {
      for (let poll = 0; poll < polls; poll += 1) {
        await clock.advance(intervalMs);
        await activity.idle();
      }
    },
  };
}
