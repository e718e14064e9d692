import { describe, expect, test } from 'vitest';
import { ApiError } from '../../../../src/api/errors.ts';
import { createPace } from '../../../../src/features/registry-activity/pace.ts';

const client = (left: number | null) => ({
  budget: () => ({ perMinute: 0, left, blockedUntil: null }),
});
const refusal = (path: string) =>
  new ApiError(`POST ${path} answered 429`, {
    ...{ code: 'rate-limited', who: 'vendor', exitCode: 3 },
    ...{ method: 'POST', path, status: 429 },
  });

describe('the pace of a tail', () => {
  test('is stretched once a query was refused, says why, and comes back', () => {
    const pace = createPace(client(null), 15_000);
    expect([pace.intervalMs('live'), pace.why('live')]).toEqual([15_000, null]);
    pace.failed(refusal('/prefix/v1/query'));
    expect(pace.intervalMs('live')).toBe(60_000);
    expect(pace.why('live')).toContain('refused queries');
    pace.succeeded();
    pace.succeeded();
    expect([pace.intervalMs('live'), pace.why('live')]).toEqual([15_000, null]);
  });

  test('is no other when the limit was not that of queries', () => {
    const pace = createPace(client(null), 15_000);
    pace.failed(refusal('/identity/token'));
    pace.failed(new Error('reset'));
    expect([pace.intervalMs('live'), pace.why('live')]).toEqual([15_000, null]);
  });

  test('is stretched when few queries are left for everybody', () => {
    const pace = createPace(client(2), 15_000);
    expect(pace.intervalMs('live')).toBe(30_000);
    expect(pace.intervalMs('catching-up')).toBeGreaterThan(6_000);
    expect(pace.why('live')).toMatch(/^2 of 10 queries/);
  });
});
