import type { CallFailure } from '../../core/call-failure.ts';
import { countText } from '../../core/count-text.ts';
import { formatDuration } from '../../core/duration.ts';
import { safeText } from '../../core/safe-text.ts';
import type { Tone } from '../../core/table.ts';
import { failureNotice } from '../../tui/kit/failure-notice.ts';
import { type Notice, noticeLines } from '../../tui/kit/notice.ts';
import { type Segments, segment, spread } from '../../tui/kit/segments.ts';
import type { EventsQuestion } from './store-question.ts';
import { type EventsSnapshot, streamIsCurrent } from './store-state.ts';
import { groupTitle } from './store-top.ts';

/** What stands above: what is asked for, how the stream stands, and what is wrong. */
export function headingLines(snapshot: EventsSnapshot, width: number): readonly Segments[] {
  return [
    questionLine(snapshot, width),
    ...notices(snapshot).flatMap((notice) => noticeLines(notice, width)),
  ];
}

function questionLine(snapshot: EventsSnapshot, width: number): Segments {
  const { range } = snapshot.question;
  const asked = askedText(snapshot.question);
  const { text, tone } = streamState(snapshot);
  return spread(
    [segment(` last ${range}  ${asked}`, 'accent')],
    [segment(`${text} `, tone)],
    width,
  );
}

/** The question in words: what was typed as it was typed, what was chosen by its field. */
function askedText({ filter, chosen }: EventsQuestion): string {
  const groups = [...new Set(chosen.map(({ group }) => group))];
  const words = groups.map((group) => {
    const keys = chosen.filter((one) => one.group === group).map(({ key }) => key);
    return `${groupTitle(group)}: ${keys.join(' or ')}`;
  });
  const parts = [...(filter === '' ? [] : [filter]), ...words];
  return parts.length === 0 ? 'all events' : safeText(parts.join(' and '), 1000);
}

/** How the stream stands, in a few words. */
export function streamState(snapshot: EventsSnapshot): {
  readonly text: string;
  readonly tone: Tone;
} {
  const { stream } = snapshot;
  const { failure, following, fresh } = stream;
  const held = following ? '' : fresh === 0 ? 'held' : `held, +${countText(fresh)} new`;
  if (failure !== null) return { text: held === '' ? 'failing' : `failing, ${held}`, tone: 'bad' };
  if (held === '' || stream.state === 'asking') return tailState(stream);
  return { text: `${held}; F follows`, tone: fresh > 0 ? 'accent' : 'plain' };
}

/** How the tail stands, whether what it brings is shown at once or held. */
export function tailState({ failure, state, lagMs }: EventsSnapshot['stream']): {
  readonly text: string;
  readonly tone: Tone;
} {
  if (failure !== null) return { text: 'failing', tone: 'bad' };
  if (state === 'asking') return { text: 'asking …', tone: 'plain' };
  if (state === 'catching-up') {
    const behind = lagMs >= 60_000 ? `, ${formatDuration(lagMs)} behind` : '';
    return { text: `catching up${behind}`, tone: 'warn' };
  }
  return { text: 'live', tone: 'good' };
}

function notices(snapshot: EventsSnapshot): readonly Notice[] {
  const { view } = snapshot;
  const wrong: Notice[] =
    view.filter.error === null
      ? []
      : [
          {
            tone: 'warn',
            text: `${view.filter.error}; the rows are as the last good pattern left them`,
          },
        ];
  return [...streamNotices(snapshot), ...countNotices(snapshot), ...wrong];
}

function streamNotices(snapshot: EventsSnapshot): readonly Notice[] {
  const { stream } = snapshot;
  if (stream.failure === null) return [];
  return [failureNotice(stream.failure, 'The stream', keptText(snapshot))];
}

function keptText(snapshot: EventsSnapshot): string {
  if (snapshot.stream.entries.length === 0) return '';
  return streamIsCurrent(snapshot)
    ? 'The rows stay, and it goes on from where it was.'
    : 'The rows below answer what was asked before.';
}

/** Failures of one kind are told once: a wall of them hides the stream. */
function countNotices({ counts, series, top, stream }: EventsSnapshot): readonly Notice[] {
  const parts: readonly (readonly [string, CallFailure | null])[] = [
    ['counts', counts.failure],
    ['events over time', series.failure],
    ['most frequent values', top.failure],
  ];
  const seen = new Set(stream.failure === null ? [] : [codeOf(stream.failure)]);
  const byCode = new Map<string, { readonly failure: CallFailure; readonly names: string[] }>();
  for (const [name, failure] of parts) {
    if (failure === null || seen.has(codeOf(failure))) continue;
    const same = byCode.get(codeOf(failure));
    if (same === undefined) byCode.set(codeOf(failure), { failure, names: [name] });
    else same.names.push(name);
  }
  return [...byCode.values()].map(({ failure, names }) =>
    failureNotice(failure, `No ${names.join(', no ')}`, 'The stream goes on.'),
  );
}

function codeOf({ error }: CallFailure): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
