import { sizeText } from '../../core/count-text.ts';
import { formatDuration } from '../../core/duration.ts';
import { safeText } from '../../core/safe-text.ts';
import { shellCommand } from '../../core/shell-words.ts';
import type { Tone } from '../../core/table.ts';
import { formatClock, formatTime } from '../../core/time.ts';
import type { Job } from '../../export-engine/job-state.ts';
import type { ExportWait } from '../../export-engine/kind.ts';
import type { AuditEvent } from './model.ts';
import type { Pending } from './store-jobs-state.ts';

/** How a word is drawn: a glyph goes with it, so that colour tells nothing alone. */
export interface WordLook {
  readonly glyph: string;
  readonly word: string;
  readonly tone: Tone;
}

const states: Readonly<Record<Job['state'], WordLook>> = {
  running: { glyph: '●', word: 'running', tone: 'accent' },
  paused: { glyph: '◌', word: 'paused', tone: 'warn' },
  interrupted: { glyph: '◆', word: 'interrupted', tone: 'bad' },
  failed: { glyph: '✗', word: 'failed', tone: 'bad' },
  done: { glyph: '✓', word: 'done', tone: 'good' },
  cancelled: { glyph: '·', word: 'cancelled', tone: 'muted' },
};

/** How a job's state looks; what was asked of it and has not come about stands in its place. */
export function stateLook(job: Job, pending: Pending | undefined): WordLook {
  if (pending !== undefined) return { glyph: '◌', word: pending, tone: 'warn' };
  const { status } = job;
  const isKnown = Object.hasOwn(states, job.state);
  // A later version may have written it.
  if (!isKnown) return { glyph: '?', word: safeText(job.state, 20), tone: 'plain' };
  const look = states[job.state];
  if (job.state === 'done' && status.undecodable > 0) return { ...look, tone: 'warn' };
  if (job.state !== 'running') return look;
  if (status.windowsTotal === null) return { ...look, word: 'planning' };
  return status.phase === 'assemble' ? { ...look, word: 'assembling' } : look;
}

const outcomes: Readonly<Record<string, WordLook>> = {
  blocked: { glyph: '✗', word: 'blocked', tone: 'bad' },
  approved: { glyph: '✓', word: 'approved', tone: 'plain' },
  passed: { glyph: '·', word: 'passed', tone: 'plain' },
  'dry-run': { glyph: '◌', word: 'dry-run', tone: 'warn' },
};

/** How an outcome looks; a word that is not known is drawn as itself, and never as good. */
export function outcomeLook(outcome: string | null): WordLook {
  if (outcome === null || outcome === '') return { glyph: '?', word: 'not told', tone: 'plain' };
  const known = Object.hasOwn(outcomes, outcome) ? outcomes[outcome] : undefined;
  return known ?? { glyph: '?', word: safeText(outcome, 20), tone: 'plain' };
}

/** How an event came out: who was let through although a policy objected does not look approved. */
export function eventLook(event: AuditEvent): WordLook {
  const look = outcomeLook(event.outcome);
  const isBypass = event.outcome === 'approved' && event.policies.length > 0;
  return isBypass ? { ...look, glyph: '◆', tone: 'warn' } : look;
}

/** A vendor's text as one line, and `-` where there is none. */
export function shown(text: string | null, maxChars = 400): string {
  return text === null || text === '' ? '-' : safeText(text, maxChars);
}

/** A package with its version. */
export function packageText({ package: { name, version } }: AuditEvent): string {
  return version === null ? shown(name) : `${shown(name)}:${shown(version)}`;
}

/** What decided, in few words: policies with their conditions, else the reason. */
export function whyText({ policies, reason }: AuditEvent): string {
  const parts = policies.map(({ name, id, condition }) =>
    [name ?? id, condition].filter((part) => part !== null).join(': '),
  );
  return shown(parts.length === 0 ? reason : parts.join('; '));
}

/** What is waited for, until when, and why. */
export function waitText({ for: what, untilMs, reason }: ExportWait): string {
  const until = untilMs === null ? '' : ` until ${formatClock(untilMs)}`;
  return `waits for ${what}${until}: ${safeText(reason, 300)}`;
}

/** A stretch of time: `10-22 00:00 to 11-21 12:03`, with the years where there are two. */
export function rangeText(sinceMs: number, untilMs: number): string {
  const [since, until] = [formatTime(sinceMs), formatTime(untilMs)];
  const from = since.slice(0, 4) === until.slice(0, 4) ? 5 : 0;
  const text = (time: string) => time.slice(from, 16).replace('T', ' ');
  return `${text(since)} to ${text(until)}`;
}

/** `csv.gz`. */
export function formatText({ record: { request } }: Job): string {
  return request.gzip ? `${request.format}.gz` : request.format;
}

/**
 * How much is done, 0 to 1, judged by windows. Where those under way do not tell how far they are,
 * they are taken to be as large as those that are done. Null before the windows are known, and while
 * nothing can be said.
 */
export function doneRatio({ state, status }: Job): number | null {
  const { windowsDone, windowsTotal, windowsRead = null, rows, running } = status;
  if (state === 'done') return 1;
  if (windowsTotal === null || windowsTotal === 0) return null;
  if (windowsRead !== null) return Math.min(0.99, windowsRead / windowsTotal);
  if (windowsDone === 0) return rows === 0 ? 0 : null;
  const open = running.reduce((sum, window) => sum + window.rows, 0);
  const usual = (rows - open) / windowsDone;
  const part = (count: number) => (usual <= 0 ? 0 : Math.min(0.9, count / usual));
  const begun = running.reduce((sum, window) => sum + part(window.rows), 0);
  // Before the file has its name nothing is done.
  return Math.min(0.99, (windowsDone + begun) / windowsTotal);
}

/** How fast a job runs, how long it takes, and how often it had to try again. */
export function paceText({ state, status }: Job): string {
  const { rowsPerSecond, etaSeconds, retries } = status;
  const isRunning = state === 'running';
  const parts = [
    isRunning && rowsPerSecond !== null ? `${rowsPerSecond.toLocaleString('en')}/s` : '',
    isRunning && etaSeconds !== null ? `~${formatDuration(etaSeconds * 1000)} left` : '',
    retries === 0 ? '' : retriesText(retries),
  ];
  return parts.filter(Boolean).join('  ');
}

/** `3 retries`. */
export function retriesText(retries: number): string {
  return retries === 1 ? '1 retry' : `${retries.toLocaleString('en')} retries`;
}

/** The size of a job's file, or of its parts so far. */
export function bytesText({ state, status }: Job): string {
  return status.bytes === 0 && state !== 'done' ? '' : sizeText(status.bytes);
}

/** The command that goes on with a job. */
export function resumeCommand({ id, record }: Job): string {
  return shellCommand(['scandeck', ...record.request.openedBy, 'export', 'resume', id]);
}
