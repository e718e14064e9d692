import type { AuthHeaders, Sender } from './auth/strategy.ts';
import { abortError } from './deadline.ts';
import { busy, type Pipeline, siteOf } from './pipeline.ts';
import { budgetError } from './refusals.ts';
import { requestUrl } from './request-target.ts';
import { sendOnce } from './send-once.ts';

/**
 * The headers that prove who is asking. Resolving a secret may run a command, so it counts as work.
 *
 * @throws ApiError, an AbortError, or what resolving a secret throws
 */
export async function authenticate(pipeline: Pipeline, signal: AbortSignal): Promise<AuthHeaders> {
  if (signal.aborted) throw abortError(signal);
  const headers = await busy(pipeline, () => pipeline.auth.headers(signInSender(pipeline), signal));
  pipeline.redactor.learn(...pipeline.auth.secrets());
  return headers;
}

/** A strategy's own calls: they wait for nothing, since the call behind them does. */
function signInSender(pipeline: Pipeline): Sender {
  return async (request) => {
    const { closed } = pipeline;
    const url = requestUrl(request.baseUrl ?? pipeline.baseUrl, request);
    pipeline.redactor.learn(...pipeline.auth.secrets());
    const site = () => siteOf(pipeline, request, url);
    const owner = request.baseUrl === undefined ? pipeline.source : 'sign-in';
    const budget = pipeline.governor.host(owner, url.host);
    const waitMs = budget.waitMs(url.pathname);
    if (waitMs > 0) throw budgetError(site(), waitMs);
    budget.take(url.pathname);
    const stopError = () => abortError(closed);
    const call = {
      request,
      url,
      budget,
      site,
      stopError,
      signal: closed,
      credentials: {},
      attempt: 1,
    };
    const outcome = await sendOnce(pipeline, call);
    outcome.record();
    if (outcome.response === null || outcome.error !== null) throw outcome.error;
    return outcome.response;
  };
}
