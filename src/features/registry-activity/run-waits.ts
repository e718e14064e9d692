import type { ApiClient } from '../../api/types.ts';
import type { Clock } from '../../core/clock.ts';
import { formatClock } from '../../core/time.ts';

/** What is told while a listing goes on. */
export interface WaitTeller {
  readonly client: Pick<ApiClient, 'budget'>;
  readonly clock: Clock;
  readonly narrate: (line: string) => void;
  /** Rows so far. */
  readonly rows: () => number;
}

const lookEveryMs = 2_000;

/**
 * Tells whenever a listing begins to wait for the vendor's limit, so that a long one does not look
 * stuck.
 *
 * @returns ends it
 */
export function tellWaits({ client, clock, narrate, rows }: WaitTeller): () => void {
  let isTold = false;
  const look = () => {
    const { left, blockedUntil } = client.budget();
    const isWaiting = left === 0 || blockedUntil !== null;
    if (isWaiting && !isTold) {
      const why =
        blockedUntil === null
          ? 'waiting: the vendor takes 10 queries a minute'
          : `waiting until ${formatClock(blockedUntil)}: the vendor refused a query`;
      narrate(`${why}; ${rows().toLocaleString('en-US')} rows so far`);
    }
    isTold = isWaiting;
    cancel = clock.after(lookEveryMs, look);
  };
  let cancel = clock.after(lookEveryMs, look);
  return () => cancel();
}
