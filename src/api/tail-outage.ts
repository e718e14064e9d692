import { ScandeckError } from '../core/errors.ts';
import { formatClock, formatTime } from '../core/time.ts';
import { type ApiError, isApiError } from './errors.ts';

/** What came of a tail's poll, as far as its end goes. */
export type PollOutcome =
  | { readonly kind: 'batch' }
  | { readonly kind: 'failure'; readonly error: unknown };

/** What ends a headless tail, beside refused credentials and faults on this side. */
export interface TailEnds {
  /** Whether an answer is the vendor's last word. */
  readonly isRefusal: (error: ApiError) => boolean;
  /** Codes of what may pass by itself, though it looks final: an expired token is exchanged. */
  readonly passing: readonly string[];
}

/** What may pass is outlived so often in a row, once the tail was answered. */
const mostOutlived = 2;

/** Tells after each poll of a headless tail whether it is to end: at what no waiting mends. */
export function createTailPatience({
  isRefusal,
  passing,
}: TailEnds): (outcome: PollOutcome) => boolean {
  let left = 0;
  return (outcome) => {
    if (outcome.kind === 'batch') {
      left = mostOutlived;
      return false;
    }
    const { error } = outcome;
    if (!(error instanceof ScandeckError) || !isFinal(error, isRefusal)) return false;
    const mayPass = passing.includes(error.code) && left > 0;
    left -= 1;
    return !mayPass;
  };
}

function isFinal(error: ScandeckError, isRefusal: TailEnds['isRefusal']): boolean {
  if (!isApiError(error)) return !error.retryable;
  return error.code === 'unauthorised' || error.code === 'forbidden' || isRefusal(error);
}

/** Whether a status refuses the call itself, so that it would be refused again. */
export function isClientStatus({ status, retryable }: ApiError): boolean {
  return !retryable && status !== null && status >= 400 && status < 500;
}

/** Tells when a tail's source stops answering, and when it answers again. Times in epoch milliseconds. */
export interface OutageTeller {
  /** @param failure the failed poll, and when the next one is due */
  failed(failure: { readonly error: unknown; readonly at: number; readonly nextAt: number }): void;
  answered(at: number): void;
}

const halfDayMs = 12 * 3_600_000;

/** Creates a teller of a source by its name; an outage is told once. */
export function createOutageTeller(source: string, narrate: (line: string) => void): OutageTeller {
  let isFailing = false;
  return {
    failed: ({ error, at, nextAt }) => {
      if (isFailing) return;
      isFailing = true;
      const reason = error instanceof Error ? error.message : String(error);
      // A time of day alone would be taken for one of today.
      const when = nextAt - at > halfDayMs ? formatTime(nextAt) : formatClock(nextAt);
      narrate(`warning: ${reason}; next try ${when}`);
    },
    answered: (at) => {
      if (isFailing) narrate(`${source} answers again (${formatClock(at)})`);
      isFailing = false;
    },
  };
}
