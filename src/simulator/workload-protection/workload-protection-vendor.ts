import type { SimAnswer, SimRequest } from '../exchange.ts';
import { createRateLimit } from '../rate-limit.ts';
import { notFound, type PathValues, type Route } from '../router.ts';
import type { Vendor, VendorSetting } from '../vendor.ts';
import { type Area, checkAccess, instanceId, teams } from './access.ts';
import { answerCount } from './count-call.ts';
import { createEventsService, type EventsService } from './events-service.ts';
import { createIam, demoApiKey } from './iam.ts';
import { answerList } from './list-call.ts';
import { tooMany } from './refusals.ts';
import type { OptionalCall } from './setting.ts';
import { answerEvent, answerFilters, answerHasEvents, answerStatus } from './single-calls.ts';
import { answerTimeSeries } from './time-series-call.ts';
import { answerTopStats } from './top-stats-call.ts';

type Call = (service: EventsService, request: SimRequest, values: PathValues) => SimAnswer;

interface CallEntry {
  readonly path: string;
  readonly area: Area;
  readonly call: Call;
  /** The call's name, when an instance can do without it. */
  readonly optional?: OptionalCall;
}

const feed = '/api/v1/secureEvents';

const calls: readonly CallEntry[] = [
  { path: feed, area: 'events', call: answerList },
  { path: `${feed}/status`, area: 'events', call: answerStatus },
  { path: `${feed}/hasEvents`, area: 'events', call: answerHasEvents, optional: 'hasEvents' },
  { path: `${feed}/filters`, area: 'events', call: answerFilters, optional: 'filters' },
  { path: `${feed}/count`, area: 'events', call: answerCount, optional: 'count' },
  { path: `${feed}/topStats`, area: 'events', call: answerTopStats, optional: 'topStats' },
  { path: `${feed}/timeSeries`, area: 'events', call: answerTimeSeries, optional: 'timeSeries' },
  // After the names above: the first route that fits is taken.
  {
    path: `${feed}/:id`,
    area: 'events',
    call: (service, _request, { id = '' }) => answerEvent(service, id),
  },
];

const minuteMs = 60_000;

/** IBM Cloud Workload Protection, with IBM Cloud IAM beside it. */
export function createWorkloadProtectionVendor(vendorSetting: VendorSetting): Vendor {
  const service = createEventsService(vendorSetting);
  const { setting, now, seed } = service;
  const iam = createIam(seed, setting.tokenLifeSeconds, now);
  const limit = setting.callsPerMinute;
  const rate = limit === undefined ? null : createRateLimit(limit, minuteMs, now);
  const routes = calls.map(
    ({ path, area, call, optional }): Route => ({
      method: 'GET',
      path,
      answer: (request, values) => {
        if (optional !== undefined && setting.without.includes(optional)) return notFound;
        checkAccess(iam, request, area);
        if (rate?.admit(request.headers.authorization ?? '') === false) {
          throw tooMany(limit ?? 0, minuteMs / 1000);
        }
        return call(service, request, values);
      },
    }),
  );
  return {
    routes: [{ method: 'POST', path: '/identity/token', answer: iam.exchange }, ...routes],
    profileEntry: (url) => ({
      url,
      instanceId,
      teamId: teams[0]?.id,
      auth: { type: 'ibm-iam', apiKey: `command:echo ${demoApiKey}`, iamUrl: url },
    }),
  };
}
