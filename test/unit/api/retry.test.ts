import { expect, test } from 'vitest';
import { gate, json, text } from '../../support/http-server.ts';
import { createRigs, failure } from './fixture.ts';

const { rig } = createRigs();
const busyServer = { status: 503, body: '' };

test('tries again after a passing failure, later each time', async () => {
  const { client, clock, exchanges, server, settle } = await rig([
    busyServer,
    { fault: { kind: 'reset' } },
    { ...json([1, 2, 3]), fault: { kind: 'cut', afterBytes: 3 } },
    json({ ok: true }),
  ]);
  const call = client.request({ method: 'GET', path: '/a' });
  for (const [seen, waitMs] of [
    [1, 500],
    [2, 1_000],
    [3, 2_000],
  ] as const) {
    await settle();
    expect(server.requests).toHaveLength(seen);
    await clock.advance(waitMs - 1);
    await settle();
    expect(server.requests).toHaveLength(seen);
    await clock.advance(1);
  }
  expect((await call).json()).toEqual({ ok: true });
  expect(exchanges.map(({ attempt, status, errorCode }) => [attempt, status, errorCode])).toEqual([
    [1, 503, 'http-status'],
    [2, null, 'reset'],
    [3, null, 'cut-short'],
    [4, 200, null],
  ]);
  expect(clock.pending()).toBe(0);
});

test('gives up after its tries with the last error', async () => {
  const { client, clock, server, settle } = await rig([busyServer, busyServer]);
  const call = failure(client.request({ method: 'GET', path: '/a', tries: 2 }));
  await settle();
  await clock.advance(500);
  expect(await call).toMatchObject({
    code: 'http-status',
    status: 503,
    exitCode: 1,
    retryable: true,
  });
  expect(server.requests).toHaveLength(2);
});

test.each([
  ['a POST', { method: 'POST', path: '/scan' }],
  [
    'a POST that only reads but is said to be unrepeatable',
    { method: 'POST', path: '/s', effect: 'read', idempotent: false },
  ],
  ['a GET with one try', { method: 'GET', path: '/a', tries: 1 }],
] as const)('does not repeat %s', async (_name, request) => {
  const { client, server } = await rig([busyServer]);
  expect((await failure(client.request(request))).status).toBe(503);
  expect(server.requests).toHaveLength(1);
});

test('repeats a POST that only reads', async () => {
  const { client, clock, server, settle } = await rig([busyServer, json([])]);
  const call = client.request({ method: 'POST', path: '/search', json: { a: 1 }, effect: 'read' });
  await settle();
  await clock.advance(500);
  expect((await call).status).toBe(200);
  expect(server.requests.map(({ body }) => body)).toEqual(['{"a":1}', '{"a":1}']);
});

test.each([400, 403, 404, 409, 422, 501])('does not repeat a %i', async (status) => {
  const { client, server } = await rig([{ status }]);
  expect((await failure(client.request({ method: 'GET', path: '/a' }))).status).toBe(status);
  expect(server.requests).toHaveLength(1);
});

test.each(['60', 'date'])('obeys Retry-After to the end: %s', async (form) => {
  const date = new Date(1_700_000_000_000).toUTCString();
  const later = new Date(1_700_000_060_000).toUTCString();
  const headers = form === 'date' ? { date, 'retry-after': later } : { 'retry-after': form };
  const { client, clock, server, settle } = await rig([{ status: 429, headers }, json(1)]);
  const call = client.request({ method: 'GET', path: '/a' });
  await settle();
  await clock.advance(59_999);
  await settle();
  expect(server.requests).toHaveLength(1);
  await clock.advance(1);
  expect((await call).json()).toBe(1);
});

test('fails at once when Retry-After is past the total time-out', async () => {
  const { client, clock } = await rig([{ status: 503, headers: { 'retry-after': '600' } }]);
  const error = await failure(client.request({ method: 'GET', path: '/a' }));
  expect(error).toMatchObject({ status: 503, retryAfterMs: 600_000 });
  expect(clock.pending()).toBe(0);
});

test('a 429 without Retry-After tells how long the budget stays closed', async () => {
  const { client } = await rig([{ status: 429 }]);
  const error = await failure(client.request({ method: 'GET', path: '/a', tries: 1 }));
  expect(error).toMatchObject({ code: 'rate-limited', exitCode: 1, retryAfterMs: 1_000 });
  expect(client.budget().blockedUntil).not.toBeNull();
});

test('a cancelled call stops waiting at once', async () => {
  const controller = new AbortController();
  const { client, clock, server, settle } = await rig([busyServer]);
  const call = client.request({ method: 'GET', path: '/a', signal: controller.signal });
  await settle();
  controller.abort();
  await expect(call).rejects.toBe(controller.signal.reason);
  expect(server.requests).toHaveLength(1);
  expect(clock.pending()).toBe(0);
});

test('a call that is cancelled on its way rejects with an AbortError', async () => {
  const controller = new AbortController();
  const never = gate();
  const { client, exchanges, server } = await rig([
    { fault: { kind: 'silent', until: never.promise } },
  ]);
  const call = client.request({ method: 'GET', path: '/a', signal: controller.signal });
  await server.received(1);
  controller.abort('a reason that is no error');
  await expect(call).rejects.toMatchObject({ name: 'AbortError' });
  expect(exchanges.map(({ errorCode }) => errorCode)).toEqual(['aborted']);
  never.open();
});

test('a call that was cancelled before sends nothing', async () => {
  const { client, server } = await rig([json(1)]);
  const call = client.request({ method: 'GET', path: '/a', signal: AbortSignal.abort() });
  await expect(call).rejects.toMatchObject({ name: 'AbortError' });
  expect(server.requests).toHaveLength(0);
});

test('one try has its own time-out', async () => {
  const never = gate();
  const { client, clock, server, settle } = await rig([
    { fault: { kind: 'silent', until: never.promise } },
    { ...json([1, 2]), fault: { kind: 'slow', afterBytes: 2, until: never.promise } },
    json('third'),
  ]);
  const call = client.request({ method: 'GET', path: '/a', tryTimeoutMs: 1_000 });
  await server.received(1);
  await clock.advance(1_000);
  await settle();
  await clock.advance(500);
  await server.received(2);
  await clock.advance(1_000);
  await settle();
  await clock.advance(1_000);
  expect((await call).json()).toBe('third');
  never.open();
});

test('the whole call has a time-out', async () => {
  const never = gate();
  const { client, clock, server } = await rig([
    { fault: { kind: 'silent', until: never.promise } },
  ]);
  const call = failure(client.request({ method: 'GET', path: '/a', totalTimeoutMs: 2_000 }));
  await server.received(1);
  await clock.advance(2_000);
  const error = await call;
  expect(error).toMatchObject({ code: 'timeout', exitCode: 3, retryable: true });
  expect(error.message).toContain('within 2 s');
  never.open();
});

test('waits for a documented limit, and counts the calls that are left', async () => {
  const { client, clock, server, settle } = await rig(() => json([]), {
    budget: [{ requests: 2, windowMs: 30_000, paths: /\/registry$/ }],
  });
  const list = () => client.request({ method: 'GET', path: '/registry' });
  const calls = [list(), list(), list()];
  await settle();
  expect(server.requests).toHaveLength(2);
  expect(client.budget()).toMatchObject({ left: 0, perMinute: 2 });
  await client.request({ method: 'GET', path: '/registry/progress' });
  await clock.advance(30_000);
  await Promise.all(calls);
  expect(server.requests).toHaveLength(4);
});

test('does not wait for a limit beyond the total time-out', async () => {
  const { client, server } = await rig(() => json([]), {
    budget: [{ requests: 1, windowMs: 30_000 }],
  });
  await client.request({ method: 'GET', path: '/a' });
  const error = await failure(
    client.request({ method: 'GET', path: '/a', totalTimeoutMs: 10_000 }),
  );
  expect(error).toMatchObject({ code: 'rate-limited', status: null, retryAfterMs: 30_000 });
  expect(error.message).toContain('was not sent');
  expect(server.requests).toHaveLength(1);
});

test('closing a client ends its calls and its connections', async () => {
  const never = gate();
  const { client, clock, server, settle } = await rig([
    { fault: { kind: 'silent', until: never.promise } },
    busyServer,
  ]);
  const hanging = client.request({ method: 'GET', path: '/a' });
  await server.received(1);
  const waiting = client.request({ method: 'GET', path: '/b' });
  await server.received(2);
  const ends = Promise.allSettled([hanging, waiting]);
  await client.close();
  expect((await ends).map((end) => end.status === 'rejected' && end.reason.name)).toEqual([
    'AbortError',
    'AbortError',
  ]);
  await settle();
  await server.drained();
  expect(clock.pending()).toBe(0);
  await expect(client.request({ method: 'GET', path: '/c' })).rejects.toMatchObject({
    name: 'AbortError',
  });
  never.open();
});

test('exchange gives back every status, and repeats only 429 and 503', async () => {
  const { client, clock, server, settle } = await rig([
    text('no', 'text/plain', { status: 500 }),
    { status: 302, headers: { location: '/x' } },
    text('<html>', 'text/html'),
    busyServer,
    json({ err: 'still' }, { status: 503 }),
  ]);
  const ask = () => client.exchange({ method: 'GET', path: '/a', tries: 2 });
  expect((await ask()).body.toString()).toBe('no');
  expect((await ask()).headers).toMatchObject({ location: '/x' });
  expect((await ask()).body.toString()).toBe('<html>');
  const last = ask();
  await settle();
  await clock.advance(500);
  expect((await last).json()).toEqual({ err: 'still' });
  expect(server.requests).toHaveLength(5);
});
