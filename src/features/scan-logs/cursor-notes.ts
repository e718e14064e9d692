import { safeText } from '../../core/safe-text.ts';
import type { CursorState } from './cursor-state.ts';
import { isByTime } from './sort.ts';

/** Rows that can be read without narrowing the time any further. */
export function reachableRows(state: CursorState): number {
  const { reading, parts, found, given, ready, limit } = state;
  const here = given + ready.length;
  const ahead = Math.min(reading?.found ?? 0, limit) - (reading?.start ?? 0);
  const now = parts === null ? Math.min(found ?? here, limit) : here + Math.max(0, ahead);
  return Math.max(now, here, parts === null ? 0 : Math.min(found ?? 0, limit));
}

/** How far a search reaches, while there is more. */
export function reachNotes(state: CursorState): readonly string[] {
  const { found, limit, ended } = state;
  if (found === null || found <= limit || ended) return [];
  return [`${count(reachableRows(state))} of ${count(found)} reachable; narrowing by time`];
}

/** What is odd or missing in the rows. */
export function cursorWarnings({ repeated, undecoded, missing }: CursorState): readonly string[] {
  const notes: string[] = [];
  if (repeated > 0) {
    notes.push(
      `${amount(repeated, 'row')} came more than once (same digest, tag, time and source)`,
    );
  }
  if (undecoded > 0) notes.push(`${amount(undecoded, 'row')} can't be read`);
  return [...notes, ...missing];
}

/**
 * How the order differs from what was asked for; null when it does not.
 *
 * @param unsorted why rows are sorted here, if they are
 */
export function orderNote(state: CursorState, unsorted: string | null): string | null {
  const { here, parts, sort, limit } = state;
  const divided = parts !== null && !isByTime(sort);
  if (here) {
    const scope = divided ? ', each stretch of time by itself' : '';
    return `sorted here${scope}: ${unsorted ?? 'the server does not sort'}`;
  }
  return divided
    ? `sorted by ${safeText(sort.field, 60)} up to row ${count(limit)}, then stretch by stretch, the newest first`
    : null;
}

/** A number as people read it: `48,211`. */
export function count(value: number): string {
  return value.toLocaleString('en-US');
}

/** How many of something: `1 row`, `48,211 rows`. */
export function amount(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? '' : 's'}`;
}
