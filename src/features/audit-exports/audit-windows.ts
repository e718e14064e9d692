import { formatTime } from '../../core/time.ts';

const secondMs = 1000;
const dayMs = 86_400_000;

/** Six days: the server refuses more than seven, and rounds their ends in ways of its own. */
export const windowMs = 6 * dayMs;

/** How long Xray keeps audit events (JFrog Security docs, Curated Packages Audit Events). */
export const retentionMs = 30 * dayMs;

/** Rows at `fromMs` belong to a window, rows at `toMs` to the next one. Whole seconds. */
export interface AuditWindow {
  readonly id: string;
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * Splits a time into windows, oldest first. Events carry whole seconds, so both ends are cut to the
 * second, and windows that begin where others end leave nothing out. What has not happened yet is no
 * part of a window: it could not be closed.
 *
 * @returns none for a time without a whole second in it
 */
export function auditWindows(
  { sinceMs, untilMs }: { readonly sinceMs: number; readonly untilMs: number },
  nowMs: number,
): readonly AuditWindow[] {
  const end = toSecond(Math.min(untilMs, nowMs));
  const windows: AuditWindow[] = [];
  for (let fromMs = toSecond(sinceMs); fromMs < end; fromMs += windowMs) {
    const id = formatTime(fromMs).replaceAll(/[-:]/g, '');
    windows.push({ id, fromMs, toMs: Math.min(fromMs + windowMs, end) });
  }
  return windows;
}

/**
 * A warning for a time of which the server has deleted a part; null for one that it still has.
 *
 * @param oldestMs the oldest event that the server gave of it; null when it gave none
 */
export function retentionWarning(
  fromMs: number,
  nowMs: number,
  oldestMs: number | null = null,
): string | null {
  // An hour for exports that begin at its edge.
  if (fromMs >= nowMs - retentionMs - 3_600_000) return null;
  // Old events may go once a day.
  if (oldestMs !== null && oldestMs < nowMs - retentionMs - dayMs) return null;
  return `Xray keeps audit events for 30 days: what was before ${formatTime(nowMs - retentionMs)} is probably gone`;
}

const toSecond = (ms: number) => Math.floor(ms / secondMs) * secondMs;
