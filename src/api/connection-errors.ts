import { exitCodes, ScandeckError } from '../core/errors.ts';
import { BodyError } from './body.ts';
import { type CallSite, nameCall } from './call-site.ts';
import { ApiError, type ApiErrorCode } from './errors.ts';
import type { Failure } from './failure.ts';
import { tlsFailure } from './tls-errors.ts';

/** How far a call had got when it broke. */
export type Stage = 'connecting' | 'reading';

/**
 * Turns what undici, Node or the body's decoder threw into an ApiError. Errors that scandeck raised
 * itself pass through.
 */
export function connectionError(error: unknown, site: CallSite, stage: Stage): ScandeckError {
  if (error instanceof ScandeckError) return error;
  const failure = failureOf(error, site, stage);
  return new ApiError(`${site.title}: ${nameCall(site)}: ${failure.what}`, {
    code: failure.code,
    who: failure.who,
    hint: failure.hint,
    exitCode: exitOf(failure.code),
    retryable: failure.retryable,
    method: site.method,
    path: site.path,
    cause: plainCause(error, site),
  });
}

/** A try or a call that took too long. */
export function timeoutError(site: CallSite, ms: number): ApiError {
  const seconds = Math.round(ms / 100) / 10;
  return new ApiError(`${site.title}: ${nameCall(site)}: no complete answer within ${seconds} s`, {
    code: 'timeout',
    who: 'environment',
    hint: `Check that ${site.origin} can be reached from here: VPN, firewall, proxy; the vendor may also be slow.`,
    exitCode: exitCodes.unreachable,
    retryable: true,
    method: site.method,
    path: site.path,
  });
}

function exitOf(code: ApiErrorCode) {
  return code === 'too-large' || code === 'bad-answer' ? exitCodes.refused : exitCodes.unreachable;
}

function failureOf(error: unknown, site: CallSite, stage: Stage): Failure {
  if (error instanceof BodyError) return bodyFailure(error);
  const code = codeOf(error);
  if (stage === 'reading') return cutShort('the connection broke within the answer');
  return (
    tlsFailure(code, site) ??
    proxyFailure(error, code, site) ??
    networkFailure(error, code, site) ?? {
      code: 'unreachable',
      who: 'environment',
      what: `the connection failed (${site.clean(code || messageOf(error))})`,
      hint: `Check that ${site.origin} can be reached from here: VPN, firewall, proxy.`,
      retryable: true,
    }
  );
}

function bodyFailure(error: BodyError): Failure {
  if (error.kind === 'cut-short') return cutShort(error.message);
  if (error.kind === 'too-large') {
    return {
      code: 'too-large',
      who: 'user',
      what: `the answer is too large: ${error.message}`,
      hint: 'Ask for less at once: a smaller page or a shorter time range.',
      retryable: false,
    };
  }
  return {
    code: 'bad-answer',
    who: 'vendor',
    what: `the answer can't be read: ${error.message}`,
    hint: 'A proxy on the way may damage answers; try without it.',
    retryable: false,
  };
}

/** An answer that ends in the middle. */
export function cutShort(what: string): Failure {
  return {
    code: 'cut-short',
    who: 'environment',
    what: `the answer was cut short: ${what}`,
    hint: 'Try again; if it stays so, look at proxies and load balancers on the way.',
    retryable: true,
  };
}

function proxyFailure(error: unknown, code: string, site: CallSite): Failure | null {
  const message = messageOf(error);
  const status = /Proxy (?:response|Authentication Required) \((\d+)\)/.exec(message)?.[1];
  if (status === undefined && !code.startsWith('UND_ERR_PRX')) return null;
  const denied = status === '407';
  return {
    code: 'proxy',
    who: 'environment',
    what: status ? `the proxy answered ${status}` : 'the connection to the proxy failed',
    hint: denied
      ? "Write the proxy's user and password into HTTPS_PROXY (http://USER:PASSWORD@HOST:PORT)."
      : `Check HTTPS_PROXY and HTTP_PROXY, or add ${new URL(site.origin).hostname} to NO_PROXY.`,
    retryable: !denied && status !== '403',
  };
}

function networkFailure(error: unknown, code: string, site: CallSite): Failure | null {
  const host = URL.parse(site.origin)?.hostname ?? site.origin;
  switch (code) {
    case 'ECONNREFUSED':
      return {
        code: 'refused',
        who: 'environment',
        what: `connection refused by ${addressOf(error) ?? site.origin}`,
        hint: isElsewhere(error, site)
          ? `That is not the port of ${site.source}.url: check HTTPS_PROXY, HTTP_PROXY and NO_PROXY.`
          : `Check the host and the port in ${site.source}.url, and that the server is up.`,
        retryable: true,
      };
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return {
        code: 'unknown-host',
        who: 'environment',
        what: `the host ${host} is unknown`,
        hint: `Check the spelling of ${site.source}.url, the DNS and the VPN.`,
        retryable: code === 'EAI_AGAIN',
      };
    case 'ETIMEDOUT':
    case 'UND_ERR_CONNECT_TIMEOUT':
      return {
        code: 'timeout',
        who: 'environment',
        what: `no connection to ${site.origin} in time`,
        hint: 'Check the VPN, the firewall and the proxy settings (HTTPS_PROXY, NO_PROXY).',
        retryable: true,
      };
    case 'ECONNRESET':
    case 'EPIPE':
    case 'UND_ERR_SOCKET':
      return {
        code: 'reset',
        who: 'environment',
        what: 'the connection was closed before an answer came',
        hint: `Try again; if it stays so, look at proxies and firewalls on the way.${schemeHint(site)}`,
        retryable: true,
      };
    default:
      return protocolFailure(error, code, site);
  }
}

function protocolFailure(error: unknown, code: string, site: CallSite): Failure | null {
  const notHttp = error instanceof Error && error.name === 'HTTPParserError';
  if (!notHttp && code !== 'UND_ERR_HEADERS_OVERFLOW') return null;
  return {
    code: 'bad-answer',
    who: 'environment',
    what: notHttp ? 'what answers there does not speak HTTP' : 'the answer has too many headers',
    hint: `Check the host and the port in ${site.source}.url.${schemeHint(site)}`,
    retryable: false,
  };
}

function schemeHint(site: CallSite): string {
  if (!site.origin.startsWith('http:')) return '';
  return ` If the server speaks TLS, write https:// in ${site.source}.url.`;
}

function addressOf(error: unknown): string | null {
  if (!(error instanceof Error) || !('address' in error) || !('port' in error)) return null;
  return `${error.address}:${error.port}`;
}

/** The error's code, or its first inner error's: several addresses may have been tried. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error instanceof AggregateError ? codeOf(error.errors[0]) : '';
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The original may carry raw bytes of the answer, so only its cleaned message goes along. */
function plainCause(error: unknown, site: CallSite): Error {
  const cause = new Error(site.clean(messageOf(error)));
  cause.name = error instanceof Error ? site.clean(error.name) : 'Error';
  const code = codeOf(error);
  return code === '' ? cause : Object.assign(cause, { code });
}

/** Whether it was a proxy, and not the vendor, that was to be reached. */
function isElsewhere(error: unknown, site: CallSite): boolean {
  const url = URL.parse(site.origin);
  const port = url?.port || (url?.protocol === 'https:' ? '443' : '80');
  return error instanceof Error && 'port' in error && String(error.port) !== port;
}
