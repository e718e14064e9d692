import { jsonAnswer, Refusal, type SimAnswer, type SimRequest } from '../exchange.ts';
import { notFound, type Route } from '../router.ts';
import type { Vendor, VendorSetting } from '../vendor.ts';
import { checkKey, demoKey, orgKey } from './api-keys.ts';
import { answerFacet } from './facet-call.ts';
import { createLogService, type LogService } from './log-service.ts';
import { refusal } from './refusals.ts';
import { answerSearch } from './search-call.ts';
import type { Subject } from './subjects.ts';

type Call = (service: LogService, request: SimRequest) => SimAnswer;

const instance = 'containers';

/** `GET metadata`: where images run. */
const answerMetadata: Call = ({ logs: { subjects } }) => {
  const distinct = (valuesOf: (subject: Subject) => readonly string[]) =>
    [...new Set(subjects.flatMap(valuesOf))].sort();
  return jsonAnswer({
    clusters: distinct(({ clusters }) => clusters),
    namespaces: distinct(({ namespaces }) => namespaces),
    hostnames: distinct(({ hostnames }) => hostnames),
  });
};

const calls: readonly (readonly [Route['method'], string, Call])[] = [
  ['GET', 'metadata', answerMetadata],
  ['POST', '_search', answerSearch],
  ['POST', '_facet', answerFacet],
];

/** Carbon Black Cloud's scan logs. */
export function createCarbonBlackVendor(setting: VendorSetting): Vendor {
  const service = createLogService(setting);
  return {
    routes: calls.map(([method, name, answer]) => ({
      method,
      path: `/:instance/v1beta/orgs/:org/inventory/scan_logs/${name}`,
      answer: (request, values) => {
        if (values.instance !== instance) return notFound;
        checkLimit(service);
        checkKey(request, values.org ?? '');
        return answer(service, request);
      },
    })),
    faultBody: (status) => (status === 429 ? tooMany : internalError),
    profileEntry: (url) => ({
      url,
      orgKey,
      auth: { type: 'cbc-key', apiId: demoKey.id, apiSecret: `command:echo ${demoKey.secret}` },
    }),
  };
}

const tooMany = { error_code: 'TOO_MANY_REQUESTS', message: 'Too many requests' };
const internalError = { error_code: 'INTERNAL_SERVER_ERROR', message: 'Internal server error' };

/** Every call counts, whoever makes it. @throws Refusal 429 */
function checkLimit({ limit }: LogService): void {
  const wait = limit.admit();
  if (wait === 0) return;
  const { answer } = refusal(429, tooMany.error_code, tooMany.message);
  throw new Refusal({ ...answer, headers: { ...answer.headers, 'retry-after': String(wait) } });
}
