import { counted, countText } from '../../core/count-text.ts';
import { safeText } from '../../core/safe-text.ts';
import type { Tone } from '../../core/table.ts';
import { spanWords } from '../../core/time-span.ts';
import { cells, truncate } from '../../core/width.ts';
import { failureNotice } from '../../tui/kit/failure-notice.ts';
import { type Notice, noticeLines } from '../../tui/kit/notice.ts';
import { type Segments, segment, segmentsWidth, spread } from '../../tui/kit/segments.ts';
import { burstLines } from './pane-burst.ts';
import { lensWords } from './pane-words.ts';
import { fieldTitle } from './store-fields.ts';
import type { Narrowing } from './store-question.ts';
import { type ActivitySnapshot, loadIsCurrent } from './store-state.ts';

/** What stands above: what is in force, how the rows stand, what is wrong, and what stands out. */
export function headingLines(snapshot: ActivitySnapshot, width: number): readonly Segments[] {
  return [
    forceLine(snapshot, width),
    ...notices(snapshot).flatMap((notice) => noticeLines(notice, width)),
    ...burstLines(snapshot, width),
  ];
}

/** The window, what is in force, which stands out, and what esc leads back to. */
function forceLine(snapshot: ActivitySnapshot, width: number): Segments {
  const { text, tone } = loadState(snapshot);
  const state = [segment(`${countsText(snapshot)}${text} `, tone)];
  const room = Math.max(20, width - segmentsWidth(state) - 1);
  return spread(trailSegments(snapshot, room), state, width);
}

function trailSegments(snapshot: ActivitySnapshot, width: number): Segments {
  const base = ` ${baseWords(snapshot)}  `;
  const words = snapshot.question.trail.map(narrowingWords);
  const last = words.pop() ?? 'all events';
  // What is in force is never cut for the way back.
  const way = wayBack(words.reverse(), width - cells(base) - cells(last));
  return [segment(base), segment(last, 'accent'), segment(way, 'muted')];
}

/** What esc leads to, the nearest first: only one narrowing is in force at a time. */
function wayBack(words: readonly string[], room: number): string {
  const told = (texts: readonly string[]) => `  (esc: ${texts.join(', then ')})`;
  const [nearest] = words;
  if (nearest === undefined) return '';
  for (let count = words.length; count > 0; count -= 1) {
    const shown = [...words.slice(0, count), ...(count < words.length ? ['…'] : [])];
    if (cells(told(shown)) <= room) return told(shown);
  }
  const left = room - cells(told(['']));
  return left < 8 ? '' : told([truncate(nearest, left, 'end')]);
}

/** What is looked at before it is narrowed. */
export function baseWords(snapshot: ActivitySnapshot): string {
  const { base } = snapshot.question;
  const { span, query, file } = base;
  if (file !== null) return `file ${safeText(file, 200)}`;
  // Nobody chose a remembered tier here, and it is not the usual one.
  const found = loadIsCurrent(snapshot) && snapshot.load.tier === 'archive' ? 'archive' : null;
  const tier = base.tier ?? found;
  const where = tier === 'archive' ? ', archive' : tier === 'frequent_search' ? ', index' : '';
  return `${spanWords(span)}${where}${query === '' ? '' : `, ${safeText(query, 200)}`}`;
}

/** A narrowing in words. */
export function narrowingWords({ lens, chosen }: Narrowing): string {
  const fields = [...new Set(chosen.map(({ field }) => field))];
  const values = fields.map((field) => {
    const keys = chosen.filter((one) => one.field === field).map(({ key }) => keyWords(key));
    return `${fieldTitle(field)} ${keys.join(' or ')}`;
  });
  return [...(lens === null ? [] : [lensWords(lens)]), ...values].join(', ');
}

function keyWords(key: string): string {
  return key === '' ? 'not told' : safeText(key.replace(/^container-registry\./, ''), 120);
}

function countsText(snapshot: ActivitySnapshot): string {
  const { load, view, question } = snapshot;
  if (!loadIsCurrent(snapshot)) return '';
  const more = load.truncated || load.incomplete ? '+' : '';
  const all = load.events.length;
  const isNarrow = question.trail.length > 0;
  const of = isNarrow ? `${countText(view.narrowed.length)} of ` : '';
  return `${of}${countText(all)}${more} event${all === 1 ? '' : 's'}  `;
}

/** How the rows stand, in a few words. */
export function loadState(snapshot: ActivitySnapshot): {
  readonly text: string;
  readonly tone: Tone;
} {
  const { following, fresh, failure, state, file } = snapshot.load;
  const held = following ? '' : `held, +${countText(fresh)} new`;
  if (failure !== null) return { text: held === '' ? 'failing' : `failing, ${held}`, tone: 'bad' };
  if (state === 'asking') return { text: 'asking …', tone: 'plain' };
  if (state === 'reading') return { text: `reading${readPart(file)} …`, tone: 'plain' };
  if (state === 'done') return { text: file === null ? 'listed' : 'read', tone: 'plain' };
  if (held !== '') return { text: `${held}; F follows`, tone: fresh > 0 ? 'accent' : 'plain' };
  return state === 'live' ? { text: 'live', tone: 'good' } : { text: 'catching up', tone: 'warn' };
}

function readPart(file: ActivitySnapshot['load']['file']): string {
  if (file === null || file.bytesTotal === null || file.bytesTotal === 0) return '';
  return ` ${Math.floor((100 * file.bytesRead) / file.bytesTotal)}%`;
}

function notices(snapshot: ActivitySnapshot): readonly Notice[] {
  const { load, view, question } = snapshot;
  const { error } = view.filter;
  const wrong: readonly Notice[] =
    error === null
      ? []
      : [{ tone: 'warn', text: `${error}; the rows are as the last good pattern left them` }];
  const failed =
    load.failure === null
      ? []
      : [
          failureNotice(
            load.failure,
            question.base.file === null ? 'Events' : 'The file',
            kept(snapshot),
          ),
        ];
  return [...failed, ...wholeNotices(snapshot), ...fileNotices(snapshot), ...wrong];
}

function kept(snapshot: ActivitySnapshot): string {
  if (snapshot.load.events.length === 0) return '';
  return loadIsCurrent(snapshot)
    ? 'The rows stay, and it goes on from where it was.'
    : 'The rows below are of the window before.';
}

/** What is missing, what the vendor warned of, and why it goes slowly. */
function wholeNotices(snapshot: ActivitySnapshot): readonly Notice[] {
  const { load } = snapshot;
  if (!loadIsCurrent(snapshot)) return [];
  const notes: Notice[] = [];
  if (load.truncated && load.file === null) {
    const text = `The newest ${countText(load.events.length)} events are here; the window has older ones`;
    notes.push({ tone: 'warn', text, hint: 'What narrows it asks for all that it leaves.' });
  }
  if (load.undecodable > 0) {
    const text = `${counted(load.undecodable, 'row')} could not be read and ${load.undecodable === 1 ? 'is' : 'are'} not among the events`;
    notes.push({ tone: 'warn', text });
  }
  if (load.tryArchive && load.state !== 'asking') {
    const text = 'Nothing in the index for this time; A tries the archive';
    notes.push({ tone: 'warn', text });
  }
  if (load.why !== null)
    notes.push({ tone: 'plain', text: `Polls are further apart: ${load.why}` });
  return [...notes, ...warningNotices(load.warnings)];
}

const shownWarnings = 2;

function warningNotices(warnings: readonly string[]): readonly Notice[] {
  const more = warnings.length - shownWarnings;
  const shown = warnings.slice(0, shownWarnings);
  return [
    ...shown.map((text): Notice => ({ tone: 'warn', text: `The server warns: ${text}` })),
    ...(more > 0 ? [{ tone: 'warn' as const, text: `and ${counted(more, 'other warning')}` }] : []),
  ];
}

/** What of a file is not among the rows. */
function fileNotices({ load }: ActivitySnapshot): readonly Notice[] {
  const { file, truncated, events } = load;
  if (file === null) return [];
  const [first] = file.unreadable;
  const notes: Notice[] = [];
  if (file.unreadableCount > 0) {
    const where = first === undefined ? '' : `, the first in line ${first.line}: ${first.why}`;
    notes.push({
      tone: 'warn',
      text: `${counted(file.unreadableCount, 'place')} of the file could not be read${where}`,
    });
  }
  if (truncated) {
    const text = `The file has more: the newest ${countText(events.length)} events of it are here`;
    notes.push({ tone: 'warn', text, hint: 'scandeck activity --file prints all of them.' });
  }
  if (file.otherServices > 0) {
    const text = `${counted(file.otherServices, 'event')} of other services left out`;
    notes.push({ tone: 'plain', text });
  }
  return notes;
}
