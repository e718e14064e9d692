import { StreamedError } from '../../api/activity-tracking/errors.ts';
import { retryDelay } from '../../api/retry-timing.ts';
import type { ApiClient } from '../../api/types.ts';
import { type Clock, sleep } from '../../core/clock.ts';

/** What waiting out a refusal works with. */
export interface Patience {
  readonly client: Pick<ApiClient, 'budget'>;
  readonly clock: Clock;
  readonly signal: AbortSignal | undefined;
  /** Told until when is waited, epoch milliseconds. */
  readonly onWait: (untilMs: number) => void;
}

/** As many tries, and as much time for them, as a query has whose status is a refusal. */
const tries = 4;
const totalMs = 600_000;

/**
 * Asks, and asks again when the vendor refused for its limit of queries within its answer, as
 * `rate_limit_reached`: the client itself waits out the refusals that a status tells.
 *
 * @throws what the last try threw
 */
export async function patiently<T>(ask: () => Promise<T>, patience: Patience): Promise<T> {
  const { client, clock, signal, onWait } = patience;
  const startedMs = clock.now();
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof StreamedError) || error.code !== 'rate-limited') throw error;
      const remainingMs = startedMs + totalMs - clock.now();
      const { retryAfterMs } = error;
      const question = { attempt, tries, repeatable: true, remainingMs, retryAfterMs };
      const delayMs = retryDelay({ ...question, random: Math.random });
      if (delayMs === null) throw error;
      const untilMs = Math.max(clock.now() + delayMs, client.budget().blockedUntil ?? 0);
      onWait(untilMs);
      await sleep(clock, untilMs - clock.now(), signal);
    }
  }
}
