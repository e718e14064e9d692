import { describe, expect, test } from 'vitest';
import { ApiError, type ApiErrorCode } from '../../../src/api/errors.ts';
import {
  createOutageTeller,
  createTailPatience,
  isClientStatus,
} from '../../../src/api/tail-outage.ts';
import { configError } from '../../../src/core/errors.ts';

function apiError(code: ApiErrorCode, status?: number, retryable = false): ApiError {
  const place = { method: 'GET', path: '/events' } as const;
  const rest = { who: 'vendor', exitCode: 1, retryable } as const;
  return new ApiError('no', { code, ...place, ...rest, ...(status && { status }) });
}

const failure = (error: unknown) => ({ kind: 'failure' as const, error });
const batch = { kind: 'batch' as const };
const refused = failure(apiError('unauthorised', 401));
const patience = () => createTailPatience({ isRefusal: isClientStatus, passing: ['unauthorised'] });

describe('a tail ends', () => {
  test.each([
    ['at refused credentials', apiError('unauthorised', 401), true],
    ['at a permission that is missing', apiError('forbidden', 403), true],
    ['at a refusal of the call', apiError('http-status', 400), true],
    ['not while the vendor is away', apiError('unreachable', undefined, true), false],
    ['not at a server that fails', apiError('http-status', 503, true), false],
    ['at what is wrong here', configError('no url'), true],
    ['not at what nobody foresaw', new TypeError('bug'), false],
  ])('%s', (_, error, ends) => {
    expect(patience()(failure(error))).toBe(ends);
  });

  test('at the third refusal of its credentials once it was answered', () => {
    const isOver = patience();
    const ends = [batch, refused, refused, refused].map((outcome) => isOver(outcome));
    expect(ends).toEqual([false, false, false, true]);
  });

  test('not at refusals with answers between them', () => {
    const isOver = patience();
    const outcomes = [batch, refused, refused, batch, refused, refused];
    expect(outcomes.map((outcome) => isOver(outcome))).not.toContain(true);
  });

  test('at once at a refusal that does not pass', () => {
    const isOver = patience();
    isOver(batch);
    expect(isOver(failure(apiError('forbidden', 403)))).toBe(true);
  });
});

test('an outage is told once, and its end', () => {
  const told: string[] = [];
  const teller = createOutageTeller('the-source', (line) => told.push(line));
  const at = Date.UTC(2026, 10, 21, 12, 3, 41);
  const error = new Error('gone');
  teller.answered(at);
  teller.failed({ error, at, nextAt: at + 1000 });
  teller.failed({ error, at: at + 1000, nextAt: at + 2000 });
  teller.answered(at + 2000);
  teller.answered(at + 3000);
  teller.failed({ error, at, nextAt: at + 86_400_000 });
  expect(told).toEqual([
    'warning: gone; next try 12:03:42Z',
    'the-source answers again (12:03:43Z)',
    'warning: gone; next try 2026-11-22T12:03:41Z',
  ]);
});
