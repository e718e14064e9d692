import { expect, test } from 'vitest';
import { basicAuth } from '../../../src/api/auth/basic.ts';
import type { AuthStrategy } from '../../../src/api/auth/strategy.ts';
import { createGovernor } from '../../../src/api/budget.ts';
import { createActivity } from '../../../src/core/activity.ts';
import { gate, html, json, redirect } from '../../support/http-server.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import { createRigs, failure } from './fixture.ts';

const { connect, rig, serve } = createRigs();
const ask = { method: 'GET', path: '/a' } as const;

test('a redirect is not followed, so credentials stay', async () => {
  const elsewhere = await serve(() => json(1));
  const auth = basicAuth({ username: 'ops', password: async () => 'hunter22' });
  const { client, server } = await rig(() => redirect(`${elsewhere.url}/b`, 307), { auth });
  const error = await failure(client.request(ask));
  expect(error).toMatchObject({ code: 'redirect', status: 307, exitCode: 1 });
  expect(error.hint).toContain(`${elsewhere.url}/b`);
  expect(server.requests).toHaveLength(1);
  expect(elsewhere.requests).toHaveLength(0);
});

const refusal = { status: 429, headers: { 'retry-after': '60' } };

test('clients of one vendor share the limits of a host', async () => {
  const clock = createManualClock();
  const governor = createGovernor(clock);
  const server = await serve([refusal, json(1)]);
  const first = connect(server.url, { clock, governor });
  const second = connect(server.url, { clock, governor });
  await failure(first.client.request({ ...ask, tries: 1 }));
  const call = second.client.request(ask);
  await second.settle();
  expect(server.requests).toHaveLength(1);
  expect(second.client.budget().blockedUntil).toBe(clock.now() + 60_000);
  await clock.advance(60_000);
  expect((await call).json()).toBe(1);
});

test('a refusal of one vendor stops no other that answers on the same host', async () => {
  const clock = createManualClock();
  const governor = createGovernor(clock);
  const server = await serve([refusal, json(1)]);
  const refused = connect(server.url, { clock, governor });
  const other = connect(server.url, { clock, governor, source: 'xray' });
  await failure(refused.client.request({ ...ask, tries: 1 }));
  expect(refused.client.budget().blockedUntil).toBe(clock.now() + 60_000);
  expect(other.client.budget().blockedUntil).toBeNull();
  expect((await other.client.request({ ...ask, totalTimeoutMs: 1_000 })).json()).toBe(1);
});

test('a service that signs in for several sources has one limit for all of them', async () => {
  const clock = createManualClock();
  const governor = createGovernor(clock);
  const server = await serve([refusal]);
  const auth: AuthStrategy = {
    headers: async (send) => {
      await send({ ...ask, baseUrl: server.url });
      return {};
    },
    rejected: () => false,
    secrets: () => [],
  };
  for (const source of ['workloadProtection', 'activityTracking'] as const) {
    const { client } = connect(server.url, { clock, governor, source, auth });
    await failure(client.request({ ...ask, tries: 1 }));
    expect(client.budget().blockedUntil).toBeNull();
  }
  expect(server.requests).toHaveLength(1);
});

test('a request counts as work until its answer is decoded', async () => {
  const held = gate();
  const activity = createActivity();
  const slow = {
    ...json([1, 2, 3]),
    fault: { kind: 'slow', afterBytes: 2, until: held.promise },
  } as const;
  const { client, server } = await rig([slow], { activity });
  const seen: string[] = [];
  const call = client.request(ask).then(() => seen.push('answered'));
  await server.received(1);
  const idle = activity.idle().then(() => seen.push('idle'));
  held.open();
  await Promise.all([call, idle]);
  expect(seen).toEqual(['answered', 'idle']);
});

test('an exchange tells what was asked, what came, and what to do', async () => {
  const { client, exchanges, clock } = await rig([json([1, 2]), html('Log in')], {
    budget: [{ requests: 30, windowMs: 30_000 }],
  });
  await client.request({ ...ask, query: { token: 'abc', q: 'nginx' } });
  await failure(client.request(ask));
  expect(exchanges).toMatchObject([
    {
      source: 'prisma',
      at: clock.now(),
      method: 'GET',
      path: '/a?token=[redacted]&q=nginx',
      status: 200,
      bytes: 5,
      attempt: 1,
      budgetLeft: 29,
      errorCode: null,
      error: null,
    },
    { status: 200, errorCode: 'not-json', hint: expect.stringContaining('login page') },
  ]);
  expect(exchanges[1]?.id).toBe((exchanges[0]?.id ?? 0) + 1);
});

test('a base URL that is none is a configuration error', () => {
  expect(() => connect('console.example:8083')).toThrow(/prisma\.url is not a web address/);
});
