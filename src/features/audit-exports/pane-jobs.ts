import { countText } from '../../core/count-text.ts';
import { safeText } from '../../core/safe-text.ts';
import { padEnd, padStart, truncate } from '../../core/width.ts';
import type { Job } from '../../export-engine/job-state.ts';
import { bar } from '../../tui/kit/bar.ts';
import { type Segments, segment } from '../../tui/kit/segments.ts';
import {
  bytesText,
  doneRatio,
  formatText,
  paceText,
  rangeText,
  stateLook,
  waitText,
} from './pane-words.ts';
import type { Pending } from './store-jobs-state.ts';

/** Lines of a job in the list. */
export const cardHeight = 2;

/** A job in two lines: how it goes; and what is the matter, what it covers and where it ends up. */
export function jobCard(job: Job, width: number, pending?: Pending): readonly Segments[] {
  return [firstLine(job, width, pending), secondLine(job, width)];
}

function firstLine(job: Job, width: number, pending: Pending | undefined): Segments {
  const look = stateLook(job, pending);
  const ratio = doneRatio(job);
  const percent = ratio === null ? '?' : `${Math.floor(ratio * 100)}%`;
  const isNarrow = width < 96;
  const kind = padEnd(safeText(job.record.request.kind, 60), isNarrow ? 13 : 17);
  // A cell of it takes three bytes, and a line is drawn again when the cursor comes or goes.
  const barCells = isNarrow ? 6 : 8;
  const figures = [
    bar(ratio, barCells),
    padStart(percent, 4),
    padStart(`${countText(job.status.rows)} rows`, 14),
    // On a narrow screen the size gives way to the pace, as long as there is one.
    ...(isNarrow && job.state !== 'done' ? [] : [padStart(bytesText(job), 8)]),
    paceText(job),
  ];
  return [
    segment(padEnd(` ${look.glyph} ${look.word}`, 14), look.tone),
    segment(` ${kind} ${figures.join(' ')}`.trimEnd()),
  ];
}

function secondLine(job: Job, width: number): Segments {
  const trouble = troubleText(job);
  const { sinceMs, untilMs } = job.record.request;
  const facts = `${rangeText(sinceMs, untilMs)}  ${formatText(job)}`;
  const indent = '   ';
  const room = width - indent.length - facts.length - 4;
  // The end of a path tells files apart.
  const target = truncate(safeText(job.record.request.out, 1000), Math.max(12, room), 'end');
  const plain = segment(`${facts}  → ${target}`, 'muted');
  if (trouble === null) return [segment(indent), plain];
  return [segment(indent), segment(`${trouble}  `, job.state === 'failed' ? 'bad' : 'warn'), plain];
}

/** Why a job stands still, or what it is that was lost; null when nothing is the matter. */
export function troubleText({ state, status, isHeld }: Job): string | null {
  const { error, wait, undecodable } = status;
  if (state === 'interrupted') {
    return isHeld ? 'its worker is silent' : 'its worker is gone; R goes on';
  }
  if (error !== null) return safeText(error.message, 400);
  if (wait !== null && (state === 'running' || state === 'paused')) return waitText(wait);
  if (undecodable === 0) return null;
  return `${countText(undecodable)} ${undecodable === 1 ? 'row' : 'rows'} could not be read`;
}
