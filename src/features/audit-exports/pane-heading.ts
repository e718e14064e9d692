import type { CallFailure } from '../../core/call-failure.ts';
import { counted, countText } from '../../core/count-text.ts';
import { safeText } from '../../core/safe-text.ts';
import type { Segment } from '../../core/table.ts';
import { spanWords } from '../../core/time-span.ts';
import { failureNotice } from '../../tui/kit/failure-notice.ts';
import { type Notice, noticeLines } from '../../tui/kit/notice.ts';
import { type Segments, segment, segmentsWidth, spread } from '../../tui/kit/segments.ts';
import type { ExportsSnapshot } from './store.ts';
import { eventFields } from './store-events-fields.ts';
import type { EventsQuestion } from './store-events-question.ts';
import { type EventsSnapshot, loadIsCurrent } from './store-events-state.ts';
import type { JobsSnapshot } from './store-jobs-state.ts';

/** What stands above: the two views, how the one in front stands, and what is wrong. */
export function headingLines(snapshot: ExportsSnapshot, width: number): readonly Segments[] {
  const { front, jobs, events } = snapshot;
  const isJobs = front === 'jobs';
  const notices = isJobs ? jobsNotices(jobs) : eventsNotices(events);
  const state = isJobs ? jobsState(jobs) : eventsState(events);
  return [
    ...firstLines(snapshot, state, width),
    ...notices.flatMap((notice) => noticeLines(notice, width)),
  ];
}

/** What is in force is never cut for the counts: it gets a line of its own where it needs one. */
function firstLines(snapshot: ExportsSnapshot, state: Segment, width: number): readonly Segments[] {
  const tabs = viewTabs(snapshot);
  if (snapshot.front === 'jobs') return [spread(tabs, [state], width - 1)];
  const words = segment(questionWords(snapshot.events.question), 'accent');
  const line = [...tabs, segment('  '), words];
  if (segmentsWidth([...line, state]) + 2 <= width) return [spread(line, [state], width - 1)];
  return [spread(tabs, [state], width - 1), [segment(' '), words]];
}

function viewTabs({ front, jobs }: ExportsSnapshot): Segments {
  const isJobs = front === 'jobs';
  const count = jobs.isKnown ? ` ${countText(jobs.jobs.length)}` : '';
  const tab = (text: string, isFront: boolean) => segment(text, isFront ? 'strong' : 'muted');
  return [
    segment(isJobs ? ' ' : ' a ', 'accent'),
    tab(`Jobs${count}`, isJobs),
    segment(isJobs ? '   a ' : '   ', 'accent'),
    tab('Audit events', !isJobs),
  ];
}

/** What is looked at, in words. */
export function questionWords({ span, dryRun, chosen }: EventsQuestion): string {
  const values = eventFields.flatMap(({ field, title }) => {
    const keys = chosen.filter((one) => one.field === field).map(({ key }) => key);
    const words = keys.map((key) => (key === '' ? 'not told' : safeText(key, 80)));
    return keys.length === 0 ? [] : [`${title} ${words.join(' or ')}`];
  });
  const all = [spanWords(span), ...(dryRun ? ['policies on trial'] : []), ...values];
  return all.join(', ');
}

/** How many jobs are in which state, those first that somebody has to look after. */
export function jobsState({ jobs, isKnown }: JobsSnapshot): Segment {
  if (!isKnown) return segment('reading …', 'muted');
  const parts = (['interrupted', 'failed', 'paused', 'running'] as const).flatMap((state) => {
    const count = jobs.filter((job) => job.state === state).length;
    return count === 0 ? [] : [`${countText(count)} ${state}`];
  });
  return segment(parts.join(', '), parts.length > 0 ? 'accent' : 'muted');
}

/** How much of what is asked for is here: facets and filter know nothing else. */
export function eventsState({ load, view, question }: EventsSnapshot): Segment {
  const { events, total, state, failure } = load;
  const here = countText(events.length);
  const of = view.rows.length === events.length ? '' : `${countText(view.rows.length)} of `;
  const isPart = state !== 'whole' || failure !== null;
  const most = total === null ? '' : ` of about ${countText(Math.max(total, events.length))}`;
  const loaded = isPart
    ? `${here} loaded${most}`
    : `${counted(events.length, 'event')}, all loaded`;
  const isOld = load.of !== null && !loadIsCurrent({ load, question });
  if (failure !== null) return segment(`failing  ${of}${loaded}`, 'bad');
  if (state === 'idle') return segment('', 'muted');
  if (isOld || (state === 'asking' && events.length === 0)) return segment('asking …');
  return segment(`${of}${loaded}${state === 'asking' ? ' …' : isPart ? '; m more' : ''}`);
}

function jobsNotices({ jobs, failure, view }: JobsSnapshot): readonly Notice[] {
  const interrupted = jobs.filter(({ state }) => state === 'interrupted');
  const failed = failure === null ? [] : [failureNotice(failure, 'The jobs can not be read')];
  return [...failed, ...interruptedNotice(interrupted.length), ...filterNotice(view.filter)];
}

function interruptedNotice(count: number): readonly Notice[] {
  if (count === 0) return [];
  const text =
    count === 1
      ? 'An export was interrupted: its worker was killed, or the machine restarted'
      : `${countText(count)} exports were interrupted: workers were killed, or the machine restarted`;
  const keys = count === 1 ? 'I resumes it' : 'R resumes the one under the cursor, I all of them';
  const hint = `Nothing that was read is lost: ${keys}.`;
  return [{ tone: 'warn', text, hint }];
}

function eventsNotices(snapshot: EventsSnapshot): readonly Notice[] {
  const { load, view } = snapshot;
  const { failure, unreadable, warnings, events, state } = load;
  const kept = events.length === 0 ? '' : 'The rows below stay.';
  const isNarrow = view.rows.length < events.length;
  const notes: Notice[] = failure === null ? [] : [eventsFailure(failure, kept)];
  if (isNarrow && state !== 'whole') {
    const text = `Facets and filter look at the ${countText(events.length)} loaded events alone`;
    notes.push({ tone: 'warn', text, hint: 'm loads older ones, x exports all that match.' });
  }
  if (unreadable > 0) {
    const text = `${counted(unreadable, 'row')} could not be read and ${unreadable === 1 ? 'is' : 'are'} not among the events`;
    notes.push({ tone: 'warn', text });
  }
  const told = warnings.slice(0, 2).map((text): Notice => ({ tone: 'warn', text }));
  return [...notes, ...told, ...filterNotice(view.filter)];
}

/** The call's query says nothing that is not above, and takes lines. */
function eventsFailure(failure: CallFailure, kept: string): Notice {
  const notice = failureNotice(failure, 'Audit events', kept);
  return { ...notice, text: notice.text.replace(/\?\S+/, '') };
}

function filterNotice({ error }: { readonly error: string | null }): readonly Notice[] {
  if (error === null) return [];
  return [{ tone: 'warn', text: `${error}; the rows are as the last good pattern left them` }];
}
