import { isApiError } from '../../api/errors.ts';
import type { CallFailure } from '../../core/call-failure.ts';
import { ScandeckError } from '../../core/errors.ts';
import { safeText } from '../../core/safe-text.ts';
import { formatClock, formatTime } from '../../core/time.ts';
import type { Notice } from '../../tui/kit/notice.ts';
import { isClean, type LogSort, type ScanLog } from './model.ts';
import { columnNames, columnTraits } from './store-columns.ts';

/** When a row was scanned, in as many cells as there are: with day and minute at least. */
export function timeText(at: number | null, width: number): string {
  if (at === null) return 'not told';
  const text = formatTime(at).replace('T', ' ');
  if (width >= text.length) return text;
  return width >= 14 ? text.slice(5, 19) : text.slice(5, 16);
}

/** The order of the rows in words. */
export function sortWords({ field, order }: LogSort): string {
  if (field === 'scan_time') return order === 'DESC' ? 'newest first' : 'oldest first';
  const column = columnNames.find((name) => columnTraits[name].sort === field);
  return `by ${column ?? safeText(field, 30)}, ${order === 'DESC' ? 'down' : 'up'}`;
}

/** What a row without findings says: only what the vendor said is called clean. */
export function noFindingText(log: ScanLog): { readonly text: string; readonly good: boolean } {
  if (log.vulnerabilities === null) return { text: '? not told', good: false };
  return isClean(log) === true
    ? { text: '✓ clean', good: true }
    : { text: '? none listed', good: false };
}

/** Malware in one word, three-valued. */
export function malwareText(malware: boolean | null): string {
  if (malware === null) return '?';
  return malware ? 'YES' : 'no';
}

/**
 * What failed and what to do about it.
 *
 * @param what begins the sentence: `The rows`
 * @param kept what is said of what is still on the screen
 */
export function failureNotice(failure: CallFailure, what: string, kept: string): Notice {
  const { error, at, againAt } = failure;
  const text = error instanceof Error ? error.message : String(error);
  const hint = error instanceof ScandeckError ? error.hint : undefined;
  const next =
    againAt === null
      ? 'r asks again.'
      : `Nothing is asked before ${formatClock(againAt)}; then by itself.`;
  const said = againAt !== null && isApiError(error) ? undefined : hint;
  return {
    tone: 'bad',
    text: `${what}: ${text}`,
    since: at,
    hint: [said, next, kept].filter(Boolean).join(' '),
  };
}
