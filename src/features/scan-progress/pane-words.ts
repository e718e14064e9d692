import { formatDuration } from '../../core/duration.ts';
import { safeText } from '../../core/safe-text.ts';
import type { Tone } from '../../core/table.ts';
import { formatClock } from '../../core/time.ts';
import { estimateOf, rateOf, stalledSince } from './estimate.ts';
import { imageName, isDone, isGoing, type Scan, vanishedEarly } from './model.ts';

/** A state as the pane says it: never by colour alone. */
export interface StateWord {
  readonly glyph: string;
  readonly word: string;
  readonly tone: Tone;
}

/** The state of a scan in one word; a stall outranks what the scan says that it does. */
export function stateWord(scan: Scan, stallAfterMs: number): StateWord {
  if (stalledSince(scan, stallAfterMs) !== null)
    return { glyph: '!', word: 'stalled', tone: 'warn' };
  const { error } = scan;
  switch (scan.state) {
    case 'discovering':
      return going('○', 'discovering', error);
    case 'scanning':
      return going('●', 'scanning', error);
    case 'finished':
      return vanishedEarly(scan)
        ? { glyph: '?', word: 'vanished', tone: 'warn' }
        : { glyph: '✓', word: 'finished', tone: 'good' };
    case 'failed':
      return { glyph: '✗', word: 'failed', tone: 'bad' };
    case 'idle':
      return { glyph: '·', word: 'waiting', tone: 'muted' };
    case 'unknown':
      return { glyph: '?', word: 'unknown', tone: 'warn' };
  }
}

/** A scan that goes on although an error was reported says both. */
function going(glyph: string, word: string, error: string | null): StateWord {
  if (error !== null) return { glyph, word: `${word} !`, tone: 'warn' };
  return { glyph, word, tone: 'accent' };
}

/** What is scanned: the image of an on-demand scan, else the registry. */
export function scanName(scan: Scan): string {
  if (scan.kind === 'on-demand') return safeText(imageName(scan)) || 'an image without a name';
  return safeText(scan.registry ?? '') || 'a registry without a name';
}

/** How long it ran or has run, to the minute once it is over one, so that it does not tick. */
export function runningText(scan: Scan): string {
  const from = scan.startedAt ?? scan.firstSeenAt;
  const span = Math.max(0, (scan.finishedAt ?? scan.observedAt) - from);
  const text = span < 60_000 ? '<1m' : formatDuration(Math.floor(span / 60_000) * 60_000);
  // The start is not known, only when it was first seen.
  return scan.startedAt === null && span >= 60_000 ? `${text}+` : text;
}

/** The right end of a scan's first line: what is left, since when it stands still, or how it ended. */
export function outlookText(scan: Scan, stallAfterMs: number): string {
  if (scan.state === 'idle') return 'nothing to see yet';
  const since = stalledSince(scan, stallAfterMs);
  if (since !== null) return `no movement since ${formatClock(since)}`;
  if (isDone(scan)) return endText(scan);
  const estimate = estimateOf(scan, stallAfterMs);
  if (estimate === null) return 'no estimate yet';
  const left = leftText(estimate.seconds);
  if (estimate.sureness === 'lower-bound') return `at least ${left} left`;
  return estimate.sureness === 'rough' ? `roughly ${left} left` : `about ${left} left`;
}

function endText(scan: Scan): string {
  const at = scan.finishedAt === null ? '' : ` ${formatClock(scan.finishedAt)}`;
  return vanishedEarly(scan) ? `last seen${at}` : `ended${at}`;
}

/** Coarse, because the estimate is. */
function leftText(seconds: number): string {
  if (seconds < 60) return `${Math.max(10, Math.ceil(seconds / 10) * 10)}s`;
  return formatDuration(Math.ceil(seconds / 60) * 60_000);
}

/** Images per minute; empty when not known, and while it stands still: minutes ago it moved. */
export function rateText(scan: Scan, stallAfterMs: number): string {
  const rate = rateOf(scan);
  const isMoving = isGoing(scan) && stalledSince(scan, stallAfterMs) === null;
  if (rate === null || !isMoving) return '';
  return `${rate >= 10 || rate === 0 ? Math.round(rate) : rate.toFixed(1)}/min`;
}

/** `3 defenders`; empty when the titles do not tell. */
export function defendersText(scan: Scan): string {
  if (scan.defenders === null) return '';
  return `${scan.defenders} defender${scan.defenders === 1 ? '' : 's'}`;
}
