import { type ExitCode, exitCodes, ScandeckError } from '../../core/errors.ts';
import { safeText } from '../../core/safe-text.ts';
import { ApiError, type ApiErrorCode, isApiError } from '../errors.ts';
import type { FramingError } from './framing.ts';
import type { StreamFailure } from './messages.ts';
import { queryPath } from './paths.ts';

/** Seconds that the limit of queries is counted over, for a refusal that names no time. */
const limitWindowMs = 60_000;

interface Verdict {
  readonly code: ApiErrorCode;
  readonly exitCode: ExitCode;
  readonly retryable: boolean;
  readonly hint: string;
}

/** A failure that the answer told after its headers: the client could not try again. */
export class StreamedError extends ApiError {}

/** A failure that the answer told after its headers. */
export function streamError(failure: StreamFailure, path = queryPath): StreamedError {
  const { status } = failure;
  const words = safeText(failure.message, 600);
  const verdict = verdictOn(status);
  return new StreamedError(`IBM Cloud Logs: POST ${path} failed while it answered: ${words}`, {
    ...verdict,
    who: 'vendor',
    method: 'POST',
    path,
    ...(status === null ? {} : { status }),
    vendorMessage: words,
    ...(status === 429 ? { retryAfterMs: limitWindowMs } : {}),
  });
}

function verdictOn(status: number | null): Verdict {
  if (status === 401 || status === 403) {
    const code = status === 401 ? 'unauthorised' : 'forbidden';
    return { code, exitCode: exitCodes.unauthorised, retryable: false, hint: permissionHint };
  }
  const exitCode = exitCodes.refused;
  if (status === 429) {
    const hint = 'Wait a minute: the vendor takes 10 queries a minute, from everybody together.';
    return { code: 'rate-limited', exitCode, retryable: true, hint };
  }
  const retryable = status === null || status === 408 || status >= 500;
  const hint = retryable ? laterHint : 'Check what was asked for; the words are the vendor’s.';
  return { code: 'query-failed', exitCode, retryable, hint };
}

const laterHint = 'Try again later, with a shorter window if it stays so.';

const permissionHint =
  'The tier frequent_search needs the IAM action logs.logs-data-api-high.read, and archive needs logs.logs-data-api-low.read; Reader has both.';

const queryHint =
  "The query is DataPrime; `scandeck activity --query` takes a condition such as $d.outcome == 'failure'.";

/** A refusal before the answer began, explained. */
export function explained(error: unknown): unknown {
  // A refusal by IBM Cloud IAM has explained itself.
  if (!isApiError(error) || error.path === '/identity/token') return error;
  if (error.status === 403) return error.withHint(permissionHint);
  if (error.status === 400 || error.status === 422) return error.withHint(queryHint);
  if (error.status === 408) return error.withHint(laterHint);
  return error;
}

/** An answer that ends in the middle of a message, though its connection ended well. */
export function cutShortError(line: number): ApiError {
  return new ApiError(
    `IBM Cloud Logs: POST ${queryPath}: the answer was cut short: line ${line}, its last, ends in the middle`,
    {
      code: 'cut-short',
      who: 'environment',
      hint: 'Try again; if it stays so, look at proxies and load balancers on the way.',
      exitCode: exitCodes.unreachable,
      retryable: true,
      method: 'POST',
      path: queryPath,
    },
  );
}

/** A line of the answer that no event stream has. */
export function protocolError({ line, text }: FramingError): ScandeckError {
  return unexpectedAnswer(
    `line ${line} of the answer is none of an event stream: ${safeText(text, 120)}`,
  );
}

/** An answer that is not what the API promises. */
export function unexpectedAnswer(what: string): ScandeckError {
  return new ScandeckError(`POST ${queryPath}: ${what}`, {
    code: 'unexpected-answer',
    who: 'vendor',
    exitCode: exitCodes.refused,
    hint: "Check the profile's activityTracking.url: https://INSTANCE.api.REGION.logs.cloud.ibm.com, without a path; a proxy may also have answered.",
    retryable: false,
  });
}
