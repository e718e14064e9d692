import { exactTime } from '../../core/time-span.ts';
import type { ExportSelection } from '../feature.ts';
import type { SecureEvent } from './model.ts';
import { msOf } from './nano-time.ts';
import { aroundNs, placesOf } from './store-fronts.ts';
import { expressionOf } from './store-question.ts';
import type { EventsSnapshot } from './store-state.ts';

/** What the pane shows, as an export asks for it: the events, or the activity around one of them. */
export function selectionOf({
  question,
  view: { fronts },
}: Pick<EventsSnapshot, 'question' | 'view'>): ExportSelection {
  const front = fronts.at(-1)?.kind;
  const around = fronts.findLast((one) => one.kind === 'around');
  const isActivity = front === 'around' || front === 'activity' || front === 'trace';
  if (around !== undefined && isActivity) return activityAround(around.event);
  const filter = expressionOf(question);
  const criteria: ExportSelection['criteria'] = filter === null ? {} : { filter };
  return { kind: 'events', criteria, since: question.range, until: null };
}

/** To the millisecond, and with the last one: an export ends before its end. */
function activityAround(event: SecureEvent): ExportSelection {
  const { filter = null, scope = null, types = [] } = placesOf(event)[0] ?? {};
  return {
    kind: 'activity-audit',
    criteria: {
      ...(types.length === 0 ? {} : { type: types }),
      ...(filter === null ? {} : { filter }),
      ...(scope === null ? {} : { scope }),
    },
    since: exactTime(msOf(event.atNs - aroundNs)),
    until: exactTime(msOf(event.atNs + aroundNs) + 1),
  };
}
