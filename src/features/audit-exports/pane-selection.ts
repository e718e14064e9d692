import { safeText } from '../../core/safe-text.ts';
import { exactTime, typedSpan } from '../../core/time-span.ts';
import type { ExportSelection } from '../feature.ts';
import type { ExportsSnapshot } from './store.ts';
import { narrowingWords } from './store-events-question.ts';

/** What the view in front selects: the events that are looked at, or what the job has exported. */
export function selectionOf({ front, jobs, events }: ExportsSnapshot): ExportSelection | null {
  if (front === 'events') {
    const { question } = events;
    const { span } = question;
    const [since, until] =
      span.kind === 'range'
        ? [typedSpan(span), null]
        : [exactTime(span.sinceMs), exactTime(span.untilMs)];
    return { kind: 'xray-audit', criteria: narrowingWords(question).options, since, until };
  }
  const id = jobs.view.detail ?? jobs.view.list.selected;
  const request = jobs.jobs.find((job) => job.id === id)?.record.request;
  if (request === undefined) return null;
  const { kind, criteria, sinceMs, untilMs } = request;
  return { kind, criteria, since: exactTime(sinceMs), until: exactTime(untilMs) };
}

/** What of the narrowing of the events an export can't choose by; null when it says all. */
export function selectionNote({ front, events }: ExportsSnapshot): string | null {
  if (front !== 'events') return null;
  const { rest } = narrowingWords(events.question);
  const filter = events.view.filter.text;
  const parts = [
    ...rest.map(({ field }) => field.title),
    ...(filter === '' ? [] : [`the filter /${safeText(filter, 40)}`]),
  ];
  if (parts.length === 0) return null;
  return `The export has no option for ${parts.join(', ')}: it takes all of them`;
}

/** What is said of the filter of another pane; null when it has none. */
export function filterNote(filter: string): string | null {
  if (filter === '') return null;
  return `The filter /${safeText(filter, 40)}/ is left out: the export takes every row`;
}
