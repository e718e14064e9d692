import { expect, test } from 'vitest';
import { nextHealth } from '../../../src/api/health.ts';
import type { SourceHealth } from '../../../src/api/session.ts';
import type { Exchange } from '../../../src/api/types.ts';

function at(
  seconds: number,
  errorCode: string | null = null,
  status: number | null = 200,
): Exchange {
  return {
    id: seconds,
    source: 'prisma',
    at: seconds * 1000,
    method: 'GET',
    path: '/',
    status,
    durationMs: 100,
    bytes: 0,
    attempt: 1,
    budgetLeft: null,
    errorCode,
    error: errorCode && `told ${errorCode}`,
    hint: 'Do something.',
  };
}

const after = (...exchanges: Exchange[]) =>
  exchanges.reduce<SourceHealth>(nextHealth, { state: 'waiting' });

test('a good answer makes a source ok', () => {
  expect(after(at(1))).toEqual({ state: 'ok', lastOkAt: 1_100 });
  expect(after(at(1, 'refused', null), at(2))).toEqual({ state: 'ok', lastOkAt: 2_100 });
});

test('a failing source knows since when, and when it was last good', () => {
  expect(after(at(1), at(5, 'refused', null), at(9, 'reset', null))).toEqual({
    state: 'failing',
    lastOkAt: 1_100,
    since: 5_000,
    word: 'unreachable',
    message: 'told reset',
    hint: 'Do something.',
  });
  expect(after(at(5, 'tls', null))).toMatchObject({ lastOkAt: null, since: 5_000, word: 'tls' });
});

test.each([
  ['unauthorised', 401, 'auth'],
  ['forbidden', 403, 'forbidden'],
  ['rate-limited', 429, 'limited'],
  ['timeout', null, 'unreachable'],
  ['unknown-host', null, 'unreachable'],
  ['http-status', 500, 'error'],
  ['not-json', 200, 'error'],
])('names what is wrong: %s', (code, status, word) => {
  expect(after(at(1, code, status))).toMatchObject({ state: 'failing', word });
});

test.each([403, 404])('a %i beside fresh good answers is about that call', (status) => {
  expect(after(at(1), at(2, 'x', status))).toEqual({ state: 'ok', lastOkAt: 1_100 });
  expect(after(at(1), at(62, 'x', status))).toMatchObject({ state: 'failing', since: 62_000 });
});

test.each(['aborted', 'token-expired'])('%s tells nothing', (code) => {
  expect(after(at(1, code, null))).toEqual({ state: 'waiting' });
  expect(after(at(1), at(2, code, 401))).toEqual({ state: 'ok', lastOkAt: 1_100 });
});
