import { safeText } from '../../core/safe-text.ts';
import { type Segments, segment } from '../../tui/kit/segments.ts';
import { wrapText } from '../../tui/kit/wrap.ts';
import { type EventsSnapshot, loadIsCurrent } from './store-events-state.ts';
import type { JobsSnapshot } from './store-jobs-state.ts';

/** Why there is no job, and what to do. */
export function emptyJobsText({ jobs, isKnown, view }: JobsSnapshot, width: number) {
  if (!isKnown) return laidOut(['Reading the jobs …'], width);
  if (jobs.length > 0) return laidOut([noMatch('job', view.filter.text)], width);
  return laidOut(
    [
      'No export yet.',
      '',
      'n makes one: all records of a kind and a time, complete, in one file.',
      'x in any pane exports what that pane selects, with its criteria.',
      'a looks at the audit events of JFrog Xray before they are exported.',
      '',
      'An export goes on when the deck is closed or the connection breaks, and after a restart of the machine it is resumed where it was.',
    ],
    width,
  );
}

/** Why there is no event, and what to do: an empty answer never says that all is well. */
export function emptyEventsText(
  snapshot: EventsSnapshot,
  hasXray: boolean,
  width: number,
): readonly Segments[] {
  return laidOut(emptyEvents(snapshot, hasXray), width);
}

function emptyEvents(snapshot: EventsSnapshot, hasXray: boolean): readonly string[] {
  const { load, view, question } = snapshot;
  if (!hasXray) {
    return [
      'The profile has no xray source, so nothing was asked.',
      'Add it: scandeck profile add PROFILE --source xray --url URL; the other exports work without.',
    ];
  }
  if (view.narrowed.length > 0) return [noMatch('loaded event', view.filter.text)];
  if (load.failure !== null && !loadIsCurrent(snapshot)) return ['Nothing is known yet.'];
  if (load.state === 'asking' || load.state === 'idle') return ['Asking JFrog Xray …'];
  if (load.events.length > 0) {
    return [
      'No loaded event is left; esc takes the last narrowing back, c all of it, m loads more.',
    ];
  }
  return [
    'No audit event was told for this time. That is no proof that nothing was downloaded:',
    'Xray keeps 30 days, and only curated repositories have events.',
    question.dryRun
      ? 'd shows what was really done; t looks further back.'
      : 't looks further back; d shows policies on trial.',
  ];
}

function noMatch(what: string, filter: string): string {
  return `No ${what} matches /${safeText(filter, 80)}; esc clears the filter.`;
}

function laidOut(texts: readonly string[], width: number): readonly Segments[] {
  const lines = texts.flatMap((text) => wrapText(text, Math.max(10, width - 3)));
  return [[], ...lines.map((line) => [segment(`  ${line}`, 'muted')])];
}
