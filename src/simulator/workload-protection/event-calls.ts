import type { SimAnswer, SimRequest } from '../exchange.ts';
import type { PathValues } from '../router.ts';
import { answerAuditEvent, answerAuditSummary, answerAuditTrace } from './audit-calls.ts';
import { answerAuditList, answerFirstVersionList } from './audit-list-call.ts';
import { answerCount } from './count-call.ts';
import type { EventsService } from './events-service.ts';
import type { CallEntry } from './gate.ts';
import { answerList } from './list-call.ts';
import { answerEvent, answerFilters, answerHasEvents, answerStatus } from './single-calls.ts';
import { answerTimeSeries } from './time-series-call.ts';
import { answerTopStats } from './top-stats-call.ts';

const feed = '/api/v1/secureEvents';
const audit = '/api/v2/activityAudit';
const firstAudit = '/api/v1/activityAudit';

/** The calls of secure events and of the activity audit. The first path that fits is taken. */
export function eventCalls(service: EventsService): readonly CallEntry[] {
  type Answer = (service: EventsService, request: SimRequest, values: PathValues) => SimAnswer;
  const events = (tail: string, answer: Answer) => ({
    ...({ path: `${feed}${tail}`, area: 'events' } as const),
    answer: (request: SimRequest, values: PathValues) => answer(service, request, values),
  });
  const activity = (path: string, answer: Answer) => ({
    ...({ path, area: 'activity audit' } as const),
    answer: (request: SimRequest, values: PathValues) => answer(service, request, values),
  });
  return [
    events('', answerList),
    events('/status', answerStatus),
    { ...events('/hasEvents', answerHasEvents), optional: 'hasEvents' },
    { ...events('/filters', answerFilters), optional: 'filters' },
    { ...events('/count', answerCount), optional: 'count' },
    { ...events('/topStats', answerTopStats), optional: 'topStats' },
    { ...events('/timeSeries', answerTimeSeries), optional: 'timeSeries' },
    events('/:id', (_service, _request, { id = '' }) => answerEvent(service, id)),
    activity(`${audit}/summary`, answerAuditSummary),
    activity(`${audit}/events`, answerAuditList),
    activity(`${firstAudit}/events`, answerFirstVersionList),
    ...[audit, firstAudit].flatMap((version) => [
      activity(`${version}/events/:type/:id`, answerAuditEvent),
      activity(`${version}/events/:type/:id/trace`, answerAuditTrace),
    ]),
  ];
}
