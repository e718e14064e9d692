import { formatDuration } from '../core/duration.ts';
import { exitCodes } from '../core/errors.ts';
import { type CallSite, nameCall } from './call-site.ts';
import { ApiError } from './errors.ts';

/** A write that a read-only profile does not send. */
export function readOnlyError(site: CallSite): ApiError {
  return new ApiError(`${nameCall(site)} was not sent: this profile is read-only`, {
    code: 'read-only',
    who: 'user',
    hint: 'Use a profile without readOnly, or leave --read-only out.',
    exitCode: exitCodes.usage,
    method: site.method,
    path: site.path,
  });
}

/** A call that would have to wait longer for the vendor's limit than it may take. */
export function budgetError(site: CallSite, waitMs: number): ApiError {
  const wait = formatDuration(Math.ceil(waitMs / 1000) * 1000);
  const message = `${nameCall(site)} was not sent: the limit of ${site.title} is used up for ${wait}`;
  return new ApiError(message, {
    code: 'rate-limited',
    who: 'vendor',
    hint: `Wait ${wait}, then ask less often; others may use up the same limit.`,
    exitCode: exitCodes.refused,
    retryable: true,
    method: site.method,
    path: site.path,
    retryAfterMs: Math.ceil(waitMs),
  });
}
