import { isApiError } from '../api/errors.ts';
import { exitCodes, ScandeckError } from '../core/errors.ts';

/** Milliseconds for which a vendor that does not answer is asked again, before the job pauses. */
export const patienceMs = 6 * 3_600_000;

/** Answers in a row that make no sense, or refuse what served before, after which the job fails. */
const mostStrange = 8;

const firstBoundMs = 1_000;
const highestBoundMs = 60_000;

/** Decides on failures of one window. */
export interface RetryState {
  /** A page came. */
  succeeded(): void;
  /**
   * @returns milliseconds to wait before the next try
   * @throws the error itself when another try would not help, or a ScandeckError when patience is
   * over
   */
  failed(error: unknown): number;
}

/** Whether the next try may go well, and for how long that may be hoped. */
type Outlook = 'final' | 'patient' | 'strange';

function outlookOf(error: unknown, hasServed: boolean): Outlook {
  if (error instanceof SyntaxError) return 'strange';
  if (!(error instanceof ScandeckError)) return 'final';
  if (error.retryable || error.exitCode === exitCodes.unreachable) return 'patient';
  if (!isApiError(error)) return 'final';
  if (error.code === 'rate-limited' || (error.status ?? 0) >= 500) return 'patient';
  // A token may be revoked between two pages, and its renewal with it.
  if (error.code === 'unauthorised') return hasServed ? 'strange' : 'final';
  return error.code === 'not-json' || error.code === 'bad-answer' ? 'strange' : 'final';
}

/** Creates the judgement of one window: back-off with full jitter, and what the vendor asks for. */
export function createRetry(now: () => number, random: () => number): RetryState {
  let failures = 0;
  let strange = 0;
  let since = 0;
  let hasServed = false;
  return {
    succeeded: () => {
      hasServed = true;
      failures = 0;
      strange = 0;
    },
    failed: (error) => {
      const outlook = outlookOf(error, hasServed);
      if (outlook === 'final') throw error;
      if (failures === 0) since = now();
      failures += 1;
      if (outlook === 'strange') strange += 1;
      if (strange > mostStrange || now() - since > patienceMs) throw error;
      const asked = isApiError(error) ? error.retryAfterMs : undefined;
      const bound = Math.min(highestBoundMs, firstBoundMs * 2 ** Math.min(failures - 1, 10));
      return asked ?? Math.round(bound * random());
    },
  };
}
