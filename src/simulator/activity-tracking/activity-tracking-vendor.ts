import { uuidOf } from '../catalogue.ts';
import type { SimAnswer, SimRequest } from '../exchange.ts';
import { bearerOf, demoApiKey, type Holder, type Iam } from '../iam/iam.ts';
import { createRateLimit } from '../rate-limit.ts';
import type { Vendor, VendorSetting } from '../vendor.ts';
import { createLogStore } from './log-store.ts';
import { withoutLastBlankLine } from './messages.ts';
import { planQuery } from './query-plan.ts';
import { queryRequestOf } from './query-request.ts';
import { queryStream } from './query-stream.ts';
import { faultBody, refusal } from './refusals.ts';
import { createSearchLog } from './search-log.ts';
import { type CompleteSetting, completeSetting } from './setting.ts';

const registryHost = 'us.icr.io';
const minuteMs = 60_000;

/**
 * IBM Cloud Logs with the activity tracking events of IBM Cloud Container Registry. They tell the
 * clock's time at any speed of the simulated time: a tail has no other.
 */
export function createActivityTrackingVendor(vendorSetting: VendorSetting): Vendor {
  const { seed, clock, catalogue, iam } = vendorSetting;
  const setting = completeSetting(vendorSetting.activityTracking);
  const now = () => clock.now();
  const searches = createSearchLog(setting.applicationName, now);
  const images = catalogue.inRegistry(registryHost);
  const store = createLogStore({ seed, images, setting, searches, now });
  const checkRate = createRateCheck(setting, now);
  let count = 0;
  const answerQuery = (request: SimRequest): SimAnswer => {
    const holder = holderOf(iam, request);
    checkRate();
    const wanted = queryRequestOf(request, now());
    if (!holder.tiers.includes(wanted.tier)) throw refusal(403, 'Forbidden');
    const plan = planQuery(wanted, setting.tiers.includes(wanted.tier));
    searches.note(holder, String(request.headers['user-agent'] ?? ''));
    const queryId = uuidOf(seed, 'query', count);
    const stream = queryStream({ store, plan, setting, clock, request, queryId, count });
    const body = request.fault === 'unended' ? withoutLastBlankLine(stream) : stream;
    count += 1;
    return { status: 200, headers: { 'content-type': 'text/event-stream' }, body };
  };
  return {
    routes: [{ method: 'POST', path: '/v1/query', answer: answerQuery }],
    faultBody,
    profileEntry: (url) => ({
      url,
      auth: { type: 'ibm-iam', apiKey: `command:echo ${demoApiKey}`, iamUrl: url },
    }),
  };
}

/** @throws Refusal 401 */
function holderOf(iam: Iam, request: SimRequest): Holder {
  const token = bearerOf(request);
  if (request.tokenExpired && token !== '') iam.revoke(token);
  const holder = token === '' ? null : iam.holderOf(token);
  if (holder !== null) return holder;
  throw refusal(401, 'Unauthenticated');
}

/** One budget for the instance; no document tells whose it is. @throws Refusal 429, when called */
function createRateCheck(setting: CompleteSetting, now: () => number): () => void {
  const { queriesPerMinute, tellsRetryAfter } = setting;
  if (queriesPerMinute === null) return () => undefined;
  const limit = createRateLimit(queriesPerMinute, minuteMs, now);
  return () => {
    if (limit.admit('instance')) return;
    const headers = tellsRetryAfter ? { 'retry-after': '6' } : {};
    throw refusal(429, 'Rate limit exceeded', headers);
  };
}
