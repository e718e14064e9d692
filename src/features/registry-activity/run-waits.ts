import type { ApiClient } from '../../api/types.ts';
import type { Clock } from '../../core/clock.ts';
import { counted } from '../../core/count-text.ts';
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

/** Tells that a refusal is waited out. */
export function tellRefusal({ narrate, rows }: WaitTeller, untilMs: number): void {
  const until = formatClock(untilMs);
  narrate(`waiting until ${until}: the vendor refused a query; ${counted(rows(), 'row')} so far`);
}

/**
 * Tells whenever a listing begins to wait for the vendor's limit, so that a long one does not look
 * stuck.
 *
 * @returns ends it
 */
export function tellWaits(teller: WaitTeller): () => void {
  const { client, clock, narrate, rows } = teller;
  let isTold = false;
  const look = () => {
    const { left, blockedUntil } = client.budget();
    const isWaiting = left === 0 || blockedUntil !== null;
    if (isWaiting && !isTold) {
      if (blockedUntil !== null) tellRefusal(teller, blockedUntil);
      else {
        const sofar = counted(rows(), 'row');
        narrate(`waiting: the vendor takes 10 queries a minute; ${sofar} so far`);
      }
    }
    isTold = isWaiting;
    cancel = clock.after(lookEveryMs, look);
  };
  let cancel = clock.after(lookEveryMs, look);
  return () => cancel();
}
