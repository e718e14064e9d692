import { expect, test } from 'vitest';
import { createExchangeLog } from '../../../src/api/exchange-log.ts';
import type { Exchange } from '../../../src/api/types.ts';
import { text } from '../../support/http-server.ts';
import { createRigs, failure } from './fixture.ts';

const { rig } = createRigs();
const ask = { method: 'GET', path: '/a' } as const;

test('keeps integers past 2^53', async () => {
  const { client } = await rig([text('{"at":1732190621000000123,"n":1.5}', 'application/json')]);
  expect((await client.request(ask)).json()).toEqual({ at: 1732190621000000123n, n: 1.5 });
});

test.each([
  ['null', null],
  ['  [1]\r\n', [1]],
  ['"32.07.123"\n', '32.07.123'],
  ['\ufeff{}', {}],
])('parses %j', async (body, expected) => {
  const { client } = await rig([text(body, 'application/json')]);
  expect((await client.request(ask)).json()).toEqual(expected);
});

test('parses JSON that is called plain text', async () => {
  const { client } = await rig([text('{"a":1}', 'text/plain')]);
  expect((await client.request(ask)).json()).toEqual({ a: 1 });
});

test('gives back an answer that is no JSON, as long as nobody parses it', async () => {
  const { client, exchanges } = await rig([text('OK')]);
  const answer = await client.request(ask);
  expect(answer.body.toString()).toBe('OK');
  expect(exchanges.map(({ errorCode }) => errorCode)).toEqual([null]);
});

test.each([
  ['a text', 'access denied', /with a text instead of JSON \(access denied\)/, 'not-json'],
  ['nothing', '', /with nothing instead of JSON/, 'not-json'],
  ['an open list', '{"a":[1,2', /JSON ends in the middle/, 'cut-short'],
  ['an open text', '{"a":"b', /JSON ends in the middle/, 'cut-short'],
  ['a half word', '[tru', /JSON ends in the middle/, 'cut-short'],
  ['garbage in the middle', '[1,,2]', /with broken JSON$/, 'not-json'],
  ['a lacking comma', '{"a":true "b":1}', /with broken JSON \(line 1, column 11\)/, 'not-json'],
])('tells what came instead of JSON: %s', async (_name, body, message, code) => {
  const { client, exchanges } = await rig([text(body)]);
  const answer = await client.request(ask);
  const error = await failure(Promise.resolve().then(() => answer.json()));
  expect(error.code).toBe(code);
  expect(error.message).toMatch(message);
  expect(exchanges.map((exchange) => exchange.errorCode)).toEqual([null, code]);
  expect(new Set(exchanges.map(({ id }) => id)).size).toBe(1);
});

test.each([
  ['', /empty: .* prisma\.url/],
  ['[1,,2]', /server's or a proxy's fault/],
  ['hello', /content type is text\/plain.*login page/],
])('has a hint that fits %j', async (body, hint) => {
  const { client } = await rig([text(body, 'text/plain')]);
  const answer = await client.request(ask);
  const { hint: given } = await failure(Promise.resolve().then(() => answer.json()));
  expect(given).toMatch(hint);
});

const exchange = (id: number, errorCode: string | null = null): Exchange => ({
  id,
  source: 'prisma',
  at: 0,
  method: 'GET',
  path: '/',
  status: 200,
  durationMs: 1,
  bytes: 0,
  attempt: 1,
  budgetLeft: null,
  errorCode,
  error: errorCode,
});

test('the log of exchanges keeps the newest, and one of each', () => {
  const log = createExchangeLog(3);
  const told: number[] = [];
  log.exchanges.subscribe(() => told.push(log.exchanges.get().length));
  for (const id of [1, 2, 3, 4]) log.add(exchange(id));
  log.add(exchange(3, 'not-json'));
  expect(log.exchanges.get().map(({ id, errorCode }) => [id, errorCode])).toEqual([
    [2, null],
    [3, 'not-json'],
    [4, null],
  ]);
  expect(told).toEqual([1, 2, 3, 3, 3]);
});
