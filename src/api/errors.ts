import { type ErrorDetails, ScandeckError } from '../core/errors.ts';
import { parseJson } from '../core/json.ts';
import type { Method } from './types.ts';

/** Why a call failed, for programs. */
export type ApiErrorCode =
  /** 401. Exits with 4. */
  | 'unauthorised'
  /** 403. Exits with 4. */
  | 'forbidden'
  /** 429, or the budget refused to send. Exits with 1. */
  | 'rate-limited'
  /** Another 4xx or 5xx that is final. Exits with 1. */
  | 'http-status'
  /** 3xx: never followed, since it would carry the credentials along. Exits with 1. */
  | 'redirect'
  /** The body is a page or a text. Exits with 1. */
  | 'not-json'
  /** The answer began well, and then told a failure. Exits with 1. */
  | 'query-failed'
  /** The body is over the cap. Exits with 1. */
  | 'too-large'
  /** Not HTTP, or an encoding that can't be undone. Exits with 1. */
  | 'bad-answer'
  /** The connection broke within the body, or its JSON ends in the middle. Exits with 3. */
  | 'cut-short'
  /** These exit with 3. */
  | 'refused'
  | 'unknown-host'
  | 'reset'
  | 'timeout'
  | 'tls'
  | 'proxy'
  | 'unreachable'
  /** A read-only profile; nothing was sent. Exits with 2. */
  | 'read-only';

/** What an ApiError carries beside its message. */
export interface ApiErrorDetails extends ErrorDetails {
  readonly code: ApiErrorCode;
  readonly method: Method;
  /** Path and query, safe and redacted. */
  readonly path: string;
  readonly status?: number;
  readonly vendorMessage?: string | null;
  readonly retryAfterMs?: number | undefined;
  /** The body of a refusal, for `refusal()`. */
  readonly body?: Buffer;
}

/** A call that failed. All its texts are safe to print, and redacted. */
export class ApiError extends ScandeckError {
  readonly method: Method;
  readonly path: string;
  /** Null when no answer came. */
  readonly status: number | null;
  /** The vendor's own words, when the body held some. */
  readonly vendorMessage: string | null;
  /** Milliseconds after which the vendor lets us ask again. */
  readonly retryAfterMs: number | undefined;
  /** Private, so that no printer of errors comes across the body. */
  readonly #details: ApiErrorDetails;

  constructor(message: string, details: ApiErrorDetails) {
    super(message, details);
    this.name = 'ApiError';
    this.method = details.method;
    this.path = details.path;
    this.status = details.status ?? null;
    this.vendorMessage = details.vendorMessage ?? null;
    this.retryAfterMs = details.retryAfterMs;
    this.#details = details;
  }

  /**
   * The body of a 4xx, parsed: vendors tell there, for programs, what they would have taken.
   *
   * @returns what is neither safe nor redacted; undefined when there is no JSON
   */
  refusal(): unknown {
    const { body } = this.#details;
    try {
      return body === undefined ? undefined : parseJson(body.toString('utf8'));
    } catch {
      return undefined;
    }
  }

  /** The same error with another hint, by one who knows the vendor better. */
  withHint(hint: string): ApiError {
    return new ApiError(this.message, { ...this.#details, hint });
  }
}

/** Whether a caught value is an ApiError. */
export function isApiError(error: unknown): error is ApiError {
  return error instanceof Error && error.name === 'ApiError';
}
