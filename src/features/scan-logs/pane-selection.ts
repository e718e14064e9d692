import { exactTime } from '../../core/time-span.ts';
import type { ExportSelection } from '../feature.ts';
import { fieldOptions } from './criteria.ts';
import { type LogCriteria, logFields } from './model.ts';
import type { LogsSnapshot } from './store-state.ts';

/** What the pane shows, as an export asks for it: the history in front, or the criteria. */
export function selectionOf({ question, view }: LogsSnapshot): ExportSelection {
  const front = view.fronts.at(-1);
  const image = front?.kind === 'history' ? front.log.image : null;
  const until = question.criteria.time.kind === 'range' ? null : question.criteria.time.until;
  const times = {
    since: sinceOf(question.criteria),
    until: until === null ? null : exactTime(until),
  };
  if (image?.fullTag)
    return { kind, criteria: { tag: [image.fullTag] }, since: '12M', until: null };
  if (image?.digest)
    return { kind, criteria: { digest: [image.digest] }, since: '12M', until: null };
  return { kind, criteria: optionsOf(question.criteria), ...times };
}

const kind = 'scan-logs';

function sinceOf({ time }: LogCriteria): string {
  return time.kind === 'range' ? time.range.replace(/^-/, '') : exactTime(time.since);
}

function optionsOf({ query, values }: LogCriteria): ExportSelection['criteria'] {
  const fields = logFields.flatMap((field) => {
    const wanted = values[field] ?? [];
    return wanted.length === 0 ? [] : [[fieldOptions[field], wanted] as const];
  });
  return { ...(query === '' ? {} : { query: [query] }), ...Object.fromEntries(fields) };
}
