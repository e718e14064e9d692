import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { ApiError } from '../../../src/api/errors.ts';
import { type Answer, gate, html, json, redirect, text } from '../../support/http-server.ts';
import { createRigs, failure } from './fixture.ts';

const { rig, connect } = createRigs();

interface Expected {
  readonly code: string;
  readonly exitCode: number;
  readonly message: RegExp;
  readonly hint: RegExp;
}

const call = 'GET /api/v32.07/registry';

function check(error: ApiError, expected: Expected) {
  expect({ code: error.code, exitCode: error.exitCode }).toEqual({
    code: expected.code,
    exitCode: expected.exitCode,
  });
  expect(error.message).toMatch(expected.message);
  expect(error.message).toContain(call);
  expect(error.message).toContain('Prisma Cloud Compute');
  expect(error.hint).toMatch(expected.hint);
  expect(error.hint).toMatch(/\.$/);
}

const cases: readonly (readonly [string, Answer, Expected])[] = [
  [
    'wrong password',
    json({ err: 'unauthorized' }, { status: 401 }),
    {
      code: 'unauthorised',
      exitCode: 4,
      message: /refused the credentials: .* answered 401: unauthorized$/,
      hint: /prisma\.auth/,
    },
  ],
  [
    'missing role',
    json({ message: 'no' }, { status: 403 }),
    { code: 'forbidden', exitCode: 4, message: /answered 403: no$/, hint: /role/ },
  ],
  [
    'not found',
    json({}, { status: 404 }),
    {
      code: 'http-status',
      exitCode: 1,
      message: /answered 404$/,
      hint: /prisma\.url and prisma\.apiVersion/,
    },
  ],
  [
    'refused parameters',
    json({ errors: [{ message: 'bad tag' }] }, { status: 400 }),
    {
      code: 'http-status',
      exitCode: 1,
      message: /answered 400: bad tag$/,
      hint: /Check what was asked for/,
    },
  ],
  [
    'too many calls',
    { status: 429, headers: { 'retry-after': '90' } },
    { code: 'rate-limited', exitCode: 1, message: /asks for fewer calls/, hint: /^Wait 1m/ },
  ],
  [
    'a broken server',
    { status: 500 },
    { code: 'http-status', exitCode: 1, message: /failed: .* answered 500$/, hint: /server's log/ },
  ],
  [
    'a gateway without its service',
    html('502 Bad Gateway', 502),
    {
      code: 'http-status',
      exitCode: 1,
      message: /answered 502: 502 Bad Gateway$/,
      hint: /gateway/,
    },
  ],
  [
    'a redirect to a login page',
    redirect('https://login.example/sso?session=abc'),
    {
      code: 'redirect',
      exitCode: 1,
      message: /answered 302$/,
      hint: /https:\/\/login\.example\/sso, .*login page/,
    },
  ],
  [
    'a login page',
    html('Please log in'),
    {
      code: 'not-json',
      exitCode: 1,
      message: /with a web page instead of JSON \(Please log in\)/,
      hint: /text\/html; charset=utf-8/,
    },
  ],
  [
    'plain HTTP on a TLS port, as Go servers answer it',
    text('Client sent an HTTP request to an HTTPS server.\n', 'text/plain', { status: 400 }),
    { code: 'tls', exitCode: 3, message: /expects TLS/, hint: /https:\/\/ in prisma\.url/ },
  ],
  [
    'a reset connection',
    { fault: { kind: 'reset' } },
    {
      code: 'reset',
      exitCode: 3,
      message: /closed before an answer/,
      hint: /https:\/\/ in prisma\.url/,
    },
  ],
  [
    'a body cut half-way',
    { ...json({ a: 'long enough' }), fault: { kind: 'cut', afterBytes: 4 } },
    {
      code: 'cut-short',
      exitCode: 3,
      message: /cut short: the connection broke/,
      hint: /Try again/,
    },
  ],
  [
    'JSON that ends in the middle',
    text('[{"a":1},', 'application/json'),
    { code: 'cut-short', exitCode: 3, message: /JSON ends in the middle/, hint: /Try again/ },
  ],
  [
    'compressed JSON that ends in the middle',
    { headers: { 'content-encoding': 'gzip' }, body: gzipSync('[1,2,3]').subarray(0, 15) },
    { code: 'cut-short', exitCode: 3, message: /it ends in the middle/, hint: /Try again/ },
  ],
  [
    'damaged compression',
    { headers: { 'content-encoding': 'gzip' }, body: 'not gzip at all' },
    { code: 'bad-answer', exitCode: 1, message: /compression is damaged/, hint: /proxy/ },
  ],
  [
    'an unknown encoding',
    { headers: { 'content-encoding': 'rot13' }, body: 'x' },
    { code: 'bad-answer', exitCode: 1, message: /encoding "rot13"/, hint: /proxy/ },
  ],
  [
    'another protocol',
    { fault: { kind: 'raw', bytes: 'SSH-2.0-OpenSSH_9\r\n' } },
    {
      code: 'bad-answer',
      exitCode: 1,
      message: /does not speak HTTP/,
      hint: /port in prisma\.url/,
    },
  ],
];

test.each(cases)('%s is told with a hint', async (_name, answer, expected) => {
  const { client } = await rig([answer]);
  const request = { method: 'GET', path: '/api/v32.07/registry', tries: 1 } as const;
  check(await failure(client.request(request)), expected);
});

test('an answer over the cap ends while it arrives', async () => {
  const never = gate();
  const bomb = gzipSync(Buffer.alloc(10_000_000));
  const long = text('x'.repeat(1_000_000));
  const { client, server } = await rig([
    { headers: { 'content-encoding': 'gzip' }, body: bomb },
    { ...long, fault: { kind: 'slow', afterBytes: 200_000, until: never.promise } },
  ]);
  const request = { method: 'GET', path: '/api/v32.07/registry', maxBodyBytes: 100_000 } as const;
  for (let answer = 0; answer < 2; answer += 1) {
    check(await failure(client.request(request)), {
      code: 'too-large',
      exitCode: 1,
      message: /more than 100000 bytes/,
      hint: /smaller page/,
    });
  }
  await server.drained();
  never.open();
});

test('a refused connection', async () => {
  const { server } = await rig([]);
  const { client } = connect(server.url);
  await server.close();
  const request = { method: 'GET', path: '/api/v32.07/registry', tries: 1 } as const;
  const error = await failure(client.request(request));
  check(error, {
    code: 'refused',
    exitCode: 3,
    message: new RegExp(`connection refused by 127.0.0.1:${server.port}`),
    hint: /host and the port in prisma\.url/,
  });
  expect(error.retryable).toBe(true);
});

test('an unknown host is not tried again', async () => {
  const { client, exchanges } = connect('http://no-such-host.invalid');
  const error = await failure(client.request({ method: 'GET', path: '/api/v32.07/registry' }));
  check(error, {
    code: 'unknown-host',
    exitCode: 3,
    message: /the host no-such-host\.invalid is unknown/,
    hint: /spelling of prisma\.url/,
  });
  expect(exchanges).toHaveLength(1);
});

test('hostile bytes of a vendor are made visible', async () => {
  const { client } = await rig([
    json({ err: 'a\u001b[31mb\u009b\u202ec\nd\u001b]52;c;eA==\u0007' }, { status: 400 }),
  ]);
  const error = await failure(client.request({ method: 'GET', path: '/x?\u001b[2J' }));
  for (const told of [error.message, error.hint ?? '', error.path, error.vendorMessage ?? '']) {
    expect(told).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
  }
  expect(error.vendorMessage).toContain('␛[31mb');
});

test('a read-only profile refuses writes before anything is sent', async () => {
  const { client, server } = await rig(() => json([]), { readOnly: true });
  const scan = { method: 'POST', path: '/api/v32.07/registry/scan' } as const;
  for (const send of [client.request, client.exchange]) {
    expect(await failure(send(scan))).toMatchObject({ code: 'read-only', exitCode: 2 });
    expect(await failure(send({ method: 'GET', path: '/a', effect: 'write' }))).toMatchObject({
      code: 'read-only',
    });
  }
  expect(server.requests).toHaveLength(0);
  await client.request({ method: 'POST', path: '/search', effect: 'read' });
  expect(server.requests).toHaveLength(1);
});
