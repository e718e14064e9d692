import type { CallFailure } from '../../core/call-failure.ts';
import { ScandeckError } from '../../core/errors.ts';
import { formatClock } from '../../core/time.ts';
import type { Notice } from './notice.ts';

/**
 * What failed and what to do about it.
 *
 * @param what begins the sentence: `The counts`
 * @param kept what is said of what is still on the screen
 */
export function failureNotice(failure: CallFailure, what: string, kept = ''): Notice {
  const { error, at, againAt } = failure;
  const text = error instanceof Error ? error.message : String(error);
  const hint = error instanceof ScandeckError ? error.hint : undefined;
  const next = againAt === null ? 'r asks again.' : `Asked again at ${formatClock(againAt)}.`;
  return {
    tone: 'bad',
    text: `${what}: ${text}`,
    since: at,
    hint: [hint, next, kept].filter(Boolean).join(' '),
  };
}
