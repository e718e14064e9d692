import { jsonAnswer, Refusal, type SimRequest } from '../exchange.ts';
import { hash32 } from '../random.ts';
import { type CallsLeft, rateHeaders } from './call-rate.ts';
import { stampedId } from './event-id.ts';

/** Makes the refusals that carry a request's id, which carries its time. */
export interface Refusals {
  /** 400, in the words that IBM's connector recorded. */
  badRequest(): Refusal;
  /** 404. */
  notFound(what: string): Refusal;
}

/** @param now the simulated time, epoch milliseconds */
export function createRefusals(now: () => number): Refusals {
  let count = 0;
  const refuse = (status: number, message: string) => {
    count += 1;
    const requestId = stampedId(now(), hash32('request', count), hash32('half', count));
    return new Refusal({ ...jsonAnswer({ message, requestId }), status });
  };
  return {
    badRequest: () => refuse(400, 'bad request'),
    notFound: (what) => refuse(404, `${what} not found`),
  };
}

/** 422: a filter uses a field that can't be filtered by. */
export function unsupportedField(field: string): Refusal {
  const message = `unsupported metric in filter: ${field}`;
  const errors = [{ reason: 'unsupported metric', message }];
  return new Refusal({ ...jsonAnswer({ errors }), status: 422 });
}

/** 422 for an audit event that was not long-running. */
export function notTraceable(): Refusal {
  const message = 'The audit event requested does not support tracing';
  return new Refusal({ ...jsonAnswer({ message }), status: 422 });
}

/** 401: JSON that calls itself text, as recorded. */
export function cannotVerify({ path }: SimRequest): Refusal {
  const part = (name: string, length: number) =>
    hash32(path, name).toString(16).padStart(8, '0').slice(0, length);
  const referenceId = [
    part('a', 8),
    part('b', 4),
    `4${part('c', 3)}`,
    `8${part('d', 3)}`,
    `${part('e', 8)}${part('f', 4)}`,
  ].join('-');
  const body = JSON.stringify({ message: 'cannot verify credentials', referenceId });
  const headers = { 'content-type': 'text/plain; charset=utf-8' };
  return new Refusal({ status: 401, headers, body });
}

/** 403 in the form of the public API. */
export function forbidden(message: string): Refusal {
  return new Refusal({ ...jsonAnswer({ type: 'forbidden', message, details: [] }), status: 403 });
}

/** What a fault says, in the form of the public API. */
export const publicFault = (status: 429 | 500) =>
  status === 429
    ? tooManyBody
    : { type: 'internal_server_error', message: 'internal server error', details: [] };

const tooManyBody = { type: 'too_many_requests', message: 'rate limit exceeded', details: [] };

/** 429 in the form of the public API. */
export function tooMany(left: CallsLeft): Refusal {
  const headers = { ...rateHeaders(left), 'retry-after': String(left.waitSeconds) };
  return new Refusal({ ...jsonAnswer(tooManyBody, headers), status: 429 });
}
