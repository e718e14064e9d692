import { sleep } from '../core/clock.ts';
import type { AuthHeaders, SignInRequest } from './auth/strategy.ts';
import type { HostBudget } from './budget.ts';
import type { CallSite } from './call-site.ts';
import { timeoutError } from './connection-errors.ts';
import { abortError, type Deadline, startDeadline } from './deadline.ts';
import { isApiError } from './errors.ts';
import type { BodyReader, PassOn } from './passed-body.ts';
import { busy, type Outcome, type Pipeline, siteOf } from './pipeline.ts';
import { budgetError, readOnlyError } from './refusals.ts';
import { requestUrl } from './request-target.ts';
import { retryDelay } from './retry-timing.ts';
import { mayMend } from './round-trip.ts';
import { sendOnce } from './send-once.ts';
import { authenticate } from './sign-in.ts';
import type { ApiRequest, ApiResponse } from './types.ts';

/** Whether a status above 299 and a wrong body are errors. */
export type Judgement = 'judged' | 'as-it-came';

/** One call on its way. */
interface Call {
  readonly request: SignInRequest;
  readonly url: URL;
  readonly budget: HostBudget;
  readonly deadline: Deadline;
  readonly site: () => CallSite;
  /** An AbortError, or the total time-out's error. */
  readonly stopError: () => Error;
  readonly passOn: PassOn | undefined;
}

const defaultTries = 4;

/** New credentials in a row for one call: calls beside it may have had its token revoked as well. */
const mostRenewals = 3;
const defaultTotalTimeoutMs = 120_000;

/**
 * Takes one call through the pipeline: build, authenticate, budget, send, decode, classify, then
 * retry or return.
 *
 * @param read takes the body of a good answer as it arrives; the response has none then
 * @throws ApiError, the AbortError of a cancelled call, or what resolving a secret throws
 */
export async function runCall(
  pipeline: Pipeline,
  request: ApiRequest,
  judgement: Judgement,
  read?: BodyReader,
): Promise<ApiResponse> {
  const totalMs = request.totalTimeoutMs ?? defaultTotalTimeoutMs;
  const url = requestUrl(pipeline.baseUrl, request);
  const site = () => siteOf(pipeline, request, url);
  if (pipeline.readOnly && effectOf(request) === 'write') throw readOnlyError(site());
  const stops = [request.signal, pipeline.closed];
  const deadline = startDeadline(pipeline.wire.clock, totalMs, stops);
  const stopError = () =>
    deadline.expired() ? timeoutError(site(), totalMs) : abortError(deadline.signal);
  const budget = pipeline.governor.host(pipeline.source, url.host);
  try {
    return await tryUntilDone(
      pipeline,
      {
        request,
        url,
        budget,
        deadline,
        site,
        stopError,
        passOn: read && { read, outer: deadline },
      },
      judgement,
    );
  } finally {
    deadline.end();
  }
}

async function tryUntilDone(
  pipeline: Pipeline,
  call: Call,
  judgement: Judgement,
): Promise<ApiResponse> {
  let renewals = 0;
  for (let attempt = 1; ; attempt += 1) {
    let outcome = await tryOnce(pipeline, call, attempt);
    while (renewals < mostRenewals && (await renewed(pipeline, outcome))) {
      renewals += 1;
      outcome.record('token-expired');
      outcome = await tryOnce(pipeline, call, attempt);
    }
    outcome.record();
    if (outcome.error === null && outcome.response) return outcome.response;
    if (call.deadline.signal.aborted) throw call.stopError();
    const delayMs = delayAfter(pipeline, call, { outcome, attempt, judgement });
    if (delayMs === null) return giveUp(outcome, judgement);
    await sleep(pipeline.wire.clock, delayMs, call.deadline.signal);
    if (call.deadline.signal.aborted) throw call.stopError();
  }
}

function giveUp({ response, error }: Outcome, judgement: Judgement): ApiResponse {
  if (judgement === 'as-it-came' && response) return response;
  throw error;
}

function delayAfter(
  pipeline: Pipeline,
  call: Call,
  last: { readonly outcome: Outcome; readonly attempt: number; readonly judgement: Judgement },
): number | null {
  const { error, response, sent, passedOn } = last.outcome;
  if (error === null || passedOn || !mayMend(error)) return null;
  const status = response?.status;
  const wanted = last.judgement === 'as-it-came' && status !== undefined;
  if (wanted && status !== 429 && status !== 503) return null;
  return retryDelay({
    attempt: last.attempt,
    tries: call.request.tries ?? defaultTries,
    repeatable: !sent || (call.request.idempotent ?? effectOf(call.request) === 'read'),
    remainingMs: call.deadline.remainingMs(),
    retryAfterMs: isApiError(error) ? error.retryAfterMs : undefined,
    random: pipeline.random,
  });
}

/** After a 401 to an answer: whether the strategy has other credentials to try. */
async function renewed(pipeline: Pipeline, outcome: Outcome): Promise<boolean> {
  if (!outcome.sent || outcome.response?.status !== 401) return false;
  try {
    return await busy(pipeline, async () => pipeline.auth.rejected(outcome.credentials));
  } catch (error) {
    outcome.record();
    throw error;
  }
}

async function tryOnce(pipeline: Pipeline, call: Call, attempt: number): Promise<Outcome> {
  const { deadline } = call;
  let credentials: AuthHeaders;
  try {
    credentials = await authenticate(pipeline, deadline.signal);
    await awaitBudget(pipeline, call);
  } catch (thrown) {
    const error = deadline.signal.aborted ? call.stopError() : asError(thrown);
    const record = () => undefined;
    return { response: null, error, sent: false, passedOn: false, credentials: {}, record };
  }
  return sendOnce(pipeline, { ...call, signal: deadline.signal, credentials, attempt });
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}

/** Waiting for a limit is no work, so that a test's clock may pass it. */
async function awaitBudget({ wire }: Pipeline, call: Call): Promise<void> {
  const { budget, deadline, url } = call;
  for (;;) {
    const waitMs = budget.waitMs(url.pathname);
    if (waitMs <= 0) break;
    if (waitMs >= deadline.remainingMs()) throw budgetError(call.site(), waitMs);
    await sleep(wire.clock, waitMs, deadline.signal);
    if (deadline.signal.aborted) throw call.stopError();
  }
  // Counted in the same turn as it was found free, or two calls would take one place.
  budget.take(url.pathname);
}

function effectOf(request: ApiRequest): 'read' | 'write' {
  const reads = request.method === 'GET' || request.method === 'HEAD';
  return request.effect ?? (reads ? 'read' : 'write');
}
