import type { QueryWarning } from '../../api/activity-tracking/messages.ts';
import { counted } from '../../core/count-text.ts';
import type { Stretch } from './stretch.ts';

/** What of a result is missing, and what is to be told of it. */
export interface ResultCut {
  /** Rows are missing: `rows` and `scan` come with a shorter window, `lost` do not. */
  readonly cut: 'rows' | 'scan' | 'lost' | null;
  /** The limit of rows that the vendor says it cut at; null when it names none. */
  readonly limit: number | null;
  readonly warnings: readonly string[];
}

/** A result as it came. */
export interface Result {
  readonly stretch: Stretch;
  /** Rows that were asked for at most. */
  readonly cap: number;
  /** The times of its rows, in epoch milliseconds; null for one without. */
  readonly times: readonly (number | null)[];
  readonly warnings: readonly QueryWarning[];
}

/** Whether the ends of a window belong to it is not documented, nor how they are rounded. */
const edgeMs = 2000;

/** So much of a window's end may lie in what is to come by the service's clock. */
const clockMs = 300_000;

/**
 * Tells what of a result is missing. A service that gives records of another time than was asked for
 * does not look at the window, so that a shorter one would change nothing.
 */
export function judgeResult({ stretch, cap, times, warnings }: Result): ResultCut {
  const rows = times.length;
  // A result without rows has reached no limit of rows.
  const believed = rows === 0 ? warnings.filter(({ cut }) => cut !== 'rows') : warnings;
  const cut = rows >= cap ? 'rows' : cutOf(believed);
  const strange = times.filter((atMs) => atMs !== null && isStrange(stretch, atMs)).length;
  const isLost = cut === null ? warnings.some(isShortened(stretch)) : strange > 0;
  const told = warnings.filter(isWorthTelling).map(({ text }) => text);
  return {
    cut: isLost ? 'lost' : cut,
    limit: warnings.find(({ limit }) => limit !== null)?.limit ?? null,
    warnings: strange === 0 ? told : [...told, strangeText(strange)],
  };
}

/** Whether a service says that it did not look at all of a stretch. */
function isShortened({ fromMs, toMs }: Stretch): (warning: QueryWarning) => boolean {
  return ({ looked }) =>
    (looked?.fromMs ?? fromMs) > fromMs + edgeMs || (looked?.toMs ?? toMs) < toMs - clockMs;
}

function isStrange({ fromMs, toMs }: Stretch, atMs: number): boolean {
  return atMs < fromMs - edgeMs || atMs > toMs + edgeMs;
}

function strangeText(count: number): string {
  const what = `${counted(count, 'record')} of another time than was asked for`;
  return `the log service gave ${what}: left out`;
}

function cutOf(warnings: readonly QueryWarning[]): ResultCut['cut'] {
  const cuts = warnings.map(({ cut }) => cut);
  return (['rows', 'scan', 'lost'] as const).find((cut) => cuts.includes(cut)) ?? null;
}

/** An index that never saw an audit event does not know our fields: that is no trouble. */
function isWorthTelling({ kind, text }: QueryWarning): boolean {
  if (kind === 'number_of_results_limit_warning') return false;
  return (
    kind !== 'compile_warning' ||
    !/keypath does not exist.*'\$[dl]\.(?:action|outcome|severity|subsystemname|applicationname)'/.test(
      text,
    )
  );
}
