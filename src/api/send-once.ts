import type { WireAnswer } from './answer-errors.ts';
import type { AuthHeaders, SignInRequest } from './auth/strategy.ts';
import type { HostBudget } from './budget.ts';
import type { CallSite } from './call-site.ts';
import { isApiError } from './errors.ts';
import type { Recorder } from './exchange-recorder.ts';
import { parseAnswer } from './json-answer.ts';
import type { PassOn } from './passed-body.ts';
import type { Outcome, Pipeline } from './pipeline.ts';
import { requestBody } from './request-target.ts';
import { roundTrip, tryHeaders } from './round-trip.ts';
import type { ApiResponse } from './types.ts';

/** A try with its credentials, counted in the budget. */
export interface Sending {
  readonly request: SignInRequest;
  readonly url: URL;
  readonly budget: HostBudget;
  readonly site: () => CallSite;
  readonly signal: AbortSignal;
  /** What an abort of the signal is told as. */
  readonly stopError: () => Error;
  readonly credentials: AuthHeaders;
  readonly attempt: number;
  readonly passOn?: PassOn | undefined;
}

/** Sends one try. Its exchange is told only when `record` is called. Never rejects. */
export async function sendOnce(pipeline: Pipeline, call: Sending): Promise<Outcome> {
  const { budget, credentials, request } = call;
  const site = call.site();
  const headers = tryHeaders(request, credentials);
  const body = requestBody(request)?.text ?? null;
  const end = await roundTrip(pipeline.wire, { ...call, site, headers, body });
  const { answer, at, error, passedOn } = end;
  let recorded: ReturnType<Recorder> | null = null;
  return {
    response: answer && response(answer, site, (wrong) => recorded?.amend(wrong)),
    error,
    sent: true,
    passedOn,
    credentials,
    record: (code) => {
      const start = { site, at, attempt: call.attempt, headers, body };
      const told = { ...end, budgetLeft: budget.state().left };
      recorded = pipeline.record(start, code === undefined ? told : { ...told, code });
    },
  };
}

function response(
  answer: WireAnswer,
  site: CallSite,
  onWrongBody: (error: Error) => void,
): ApiResponse {
  return {
    ...answer,
    json: () => {
      try {
        return parseAnswer(answer, site);
      } catch (error) {
        if (isApiError(error)) onWrongBody(error);
        throw error;
      }
    },
  };
}
