import { formatDuration } from '../core/duration.ts';
import { type ExitCode, exitCodes, type Responsible } from '../core/errors.ts';
import { type CallSite, nameCall } from './call-site.ts';
import { ApiError, type ApiErrorCode } from './errors.ts';
import { isRetryableStatus } from './retry-timing.ts';
import { vendorMessage } from './vendor-message.ts';

/** A whole answer, decoded. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Empty where it was passed on as it arrived. */
  readonly body: Buffer;
  /** Bytes that were passed on. */
  readonly streamedBytes?: number;
}

interface Verdict {
  readonly code: ApiErrorCode;
  readonly who: Responsible;
  readonly exitCode: ExitCode;
  /** What the vendor did, to follow its name. */
  readonly did: string;
  readonly hint: string;
}

/**
 * Judges an answer by its status.
 *
 * @param retryAfterMs how long the vendor wants to be left alone, where that is known
 * @returns null for 2xx
 */
export function statusError(
  answer: WireAnswer,
  site: CallSite,
  retryAfterMs: number | undefined,
): ApiError | null {
  if (answer.status < 300) return null;
  const words = wordsOf(answer, site);
  const verdict = verdictOn(answer, site, words, retryAfterMs);
  const said = words === null ? '' : `: ${words}`;
  const message = `${site.title} ${verdict.did}: ${nameCall(site)} answered ${answer.status}${said}`;
  return new ApiError(message, {
    code: verdict.code,
    who: verdict.who,
    hint: verdict.hint,
    exitCode: verdict.exitCode,
    retryable: isRetryableStatus(answer.status),
    method: site.method,
    path: site.path,
    status: answer.status,
    vendorMessage: words,
    retryAfterMs,
    ...(isRefusal(answer) ? { body: answer.body } : {}),
  });
}

const longestRefusal = 256 * 1024;

function isRefusal({ status, body }: WireAnswer): boolean {
  return status >= 400 && status < 500 && body.length <= longestRefusal;
}

function wordsOf(answer: WireAnswer, site: CallSite): string | null {
  const words = vendorMessage(answer.headers['content-type'] ?? '', answer.body.toString('utf8'));
  return words === null ? null : site.clean(words);
}

function verdictOn(
  answer: WireAnswer,
  site: CallSite,
  words: string | null,
  retryAfterMs: number | undefined,
): Verdict {
  const { status } = answer;
  if (status < 400) return redirected(answer, site);
  if (status === 400 && /http request .*to an? .*https|plain http request/i.test(words ?? '')) {
    return plainHttp(site);
  }
  if (status === 401) return unauthorised(site);
  if (status === 403) return forbidden(site);
  if (status === 429) return limited(retryAfterMs);
  if (status >= 500) return failed(status);
  return refused(status, site);
}

function redirected(answer: WireAnswer, site: CallSite): Verdict {
  const target = URL.parse(answer.headers.location ?? '', site.origin);
  // The query of a login page's address may carry a session.
  const where = target === null ? 'nowhere' : site.clean(target.origin + target.pathname);
  return {
    code: 'redirect',
    who: 'user',
    exitCode: exitCodes.refused,
    did: 'sends the call elsewhere',
    hint: `It points to ${where}, and credentials are not sent along: if that is the API, write it as ${site.source}.url; if it is a login page, a proxy stands in the way or the url is the web interface's.`,
  };
}

function plainHttp(site: CallSite): Verdict {
  return {
    code: 'tls',
    who: 'user',
    exitCode: exitCodes.unreachable,
    did: 'expects TLS',
    hint: `Write https:// in ${site.source}.url.`,
  };
}

function unauthorised(site: CallSite): Verdict {
  return {
    code: 'unauthorised',
    who: 'user',
    exitCode: exitCodes.unauthorised,
    did: 'refused the credentials',
    hint: `Check the user and the secret under ${site.source}.auth: wrong, expired, or from another instance.`,
  };
}

function forbidden(site: CallSite): Verdict {
  return {
    code: 'forbidden',
    who: 'user',
    exitCode: exitCodes.unauthorised,
    did: 'refused permission',
    hint: `The credentials are good, but their role doesn't cover this call: ask an administrator of ${site.title} for it.`,
  };
}

function limited(retryAfterMs: number | undefined): Verdict {
  const wait =
    retryAfterMs === undefined ? 'Wait a minute' : `Wait ${formatDuration(retryAfterMs)}`;
  return {
    code: 'rate-limited',
    who: 'vendor',
    exitCode: exitCodes.refused,
    did: 'asks for fewer calls',
    hint: `${wait}, then ask less often; others may use up the same limit.`,
  };
}

function failed(status: number): Verdict {
  const gateway = status === 502 || status === 503 || status === 504;
  return {
    code: 'http-status',
    who: 'vendor',
    exitCode: exitCodes.refused,
    did: 'failed',
    hint: gateway
      ? 'The service behind the gateway is down or restarting: try again later.'
      : "Try again later; if it stays so, the reason is in the server's log.",
  };
}

function refused(status: number, site: CallSite): Verdict {
  const version = site.source === 'prisma' ? ` and ${site.source}.apiVersion` : '';
  return {
    code: 'http-status',
    who: 'user',
    exitCode: exitCodes.refused,
    did: status === 404 ? 'knows nothing there' : 'refused the call',
    hint:
      status === 404
        ? `Check ${site.source}.url${version}; or what was asked for is gone.`
        : "Check what was asked for; the words after the status are the vendor's.",
  };
}
