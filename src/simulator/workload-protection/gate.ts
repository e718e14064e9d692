import type { SimAnswer, SimRequest } from '../exchange.ts';
import type { Iam } from '../iam/iam.ts';
import { notFound, type Route } from '../router.ts';
import { type Area, checkAccess } from './access.ts';
import { type CallRate, createCallRate, rateHeaders } from './call-rate.ts';
import { tooMany } from './refusals.ts';
import type { CompleteSetting, OptionalCall } from './setting.ts';

/** A call, and what it takes to be answered. */
export interface CallEntry {
  readonly path: string;
  readonly area: Area;
  readonly answer: Route['answer'];
  /** The call's name, when an instance can do without it. */
  readonly optional?: OptionalCall;
}

/** As recorded of the calls about scan results; of the others no limit is known. */
const vulnerabilityCalls = 60;

/** Puts what every call has in common before it: credentials, roles and rates. */
export function createGate(
  iam: Iam,
  { callsPerMinute, without }: CompleteSetting,
  now: () => number,
): (entry: CallEntry) => Route {
  const rateOf = (limit: number | undefined) =>
    limit === undefined ? null : createCallRate(limit, now);
  const common = rateOf(callsPerMinute);
  const scanning = common ?? rateOf(vulnerabilityCalls);
  return ({ path, area, answer, optional }) => ({
    method: 'GET',
    path,
    answer: (request, values) => {
      if (optional !== undefined && without.includes(optional)) return notFound;
      checkAccess(iam, request, area);
      const rate = area === 'vulnerabilities' ? scanning : common;
      return counted(rate, request, () => answer(request, values));
    },
  });
}

/** @throws Refusal 429 for one call too many */
function counted(rate: CallRate | null, request: SimRequest, answer: () => SimAnswer): SimAnswer {
  if (rate === null) return answer();
  const left = rate.count(request.headers.authorization ?? '');
  if (left.remaining < 0) throw tooMany(left);
  const told = answer();
  return { ...told, headers: { ...told.headers, ...rateHeaders(left) } };
}
