import type { AuthStrategy } from '../../src/api/auth/strategy.ts';
import { type ClientOptions, createClient } from '../../src/api/client.ts';
import type { ApiClient, Exchange } from '../../src/api/types.ts';
import { createActivity } from '../../src/core/activity.ts';
import { createManualClock, type ManualClock } from './manual-clock.ts';

/** A client for a test, with what it told. */
export interface ClientUnderTest {
  readonly client: ApiClient;
  readonly clock: ManualClock;
  readonly exchanges: readonly Exchange[];
  /** Resolves when no request is under way: all that is left waits on the clock. */
  settle(): Promise<void>;
}

/** Signs nothing. */
export const noAuth: AuthStrategy = {
  headers: async () => ({}),
  rejected: () => false,
  secrets: () => [],
};

/** Creates a client with a manual clock and without jitter: every back-off is as long as it may be. */
export function createTestClient(
  baseUrl: string,
  options: Partial<ClientOptions> & { readonly clock?: ManualClock } = {},
): ClientUnderTest {
  const clock = options.clock ?? createManualClock();
  const activity = options.activity ?? createActivity();
  const exchanges: Exchange[] = [];
  const client = createClient({
    source: 'prisma',
    baseUrl,
    auth: noAuth,
    readOnly: false,
    random: () => 1,
    onExchange: (exchange) => exchanges.push(exchange),
    ...options,
    clock,
    activity,
  });
  return { client, clock, exchanges, settle: () => activity.idle() };
}
