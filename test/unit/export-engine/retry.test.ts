import { describe, expect, test } from 'vitest';
import { ApiError, type ApiErrorCode } from '../../../src/api/errors.ts';
import { createRetry, type RetryState } from '../../../src/export-engine/retry.ts';

const refusal = (code: ApiErrorCode, status: number) =>
  new ApiError(`answered ${status}`, {
    ...{ code, who: 'vendor', exitCode: 4 },
    ...{ method: 'GET', path: '/rows', status },
  });
const unauthorised = refusal('unauthorised', 401);

/** How many failures in a row a window bears before it gives up; 20 at most. */
function borne(retry: RetryState, error: Error): number {
  for (let count = 0; count < 20; count += 1) {
    try {
      retry.failed(error);
    } catch {
      return count;
    }
  }
  return 20;
}

const open = () =>
  createRetry(
    () => 0,
    () => 0.5,
  );

describe('refused credentials', () => {
  test('end a window that they never served', () => {
    expect(borne(open(), unauthorised)).toBe(0);
  });

  test('are tried again, a few times, once they have served it', () => {
    const retry = open();
    retry.succeeded();
    expect(borne(retry, unauthorised)).toBe(8);
  });

  test('are no missing permission: that ends it at once', () => {
    const retry = open();
    retry.succeeded();
    expect(borne(retry, refusal('forbidden', 403))).toBe(0);
  });
});
