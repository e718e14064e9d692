import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { ApiRequest } from '../../../src/api/types.ts';
import { type Answer, gate, html, json, text } from '../../support/http-server.ts';
import { createRigs, failure } from './fixture.ts';

const { rig } = createRigs();
const ask = { method: 'POST', path: '/q', effect: 'read', json: {} } as const;

async function readAll(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

test('passes a body on before it is whole, and tells its size', async () => {
  const rest = gate();
  const { client, exchanges, clock } = await rig([
    { ...text('first second'), fault: { kind: 'slow', afterBytes: 5, until: rest.promise } },
  ]);
  const body = client.stream(ask);
  expect((await body.next()).value?.toString()).toBe('first');
  expect(exchanges).toEqual([]);
  rest.open();
  expect(await readAll(body)).toBe(' second');
  expect(exchanges).toMatchObject([{ status: 200, bytes: 12, error: null }]);
  expect(clock.pending()).toBe(0);
});

test('undoes the encoding and keeps the cap', async () => {
  const body = gzipSync('x'.repeat(5000));
  const answer = { ...text(''), body, headers: { 'content-encoding': 'gzip' } };
  const { client } = await rig([answer, answer]);
  expect(await readAll(client.stream(ask))).toHaveLength(5000);
  const capped = readAll(client.stream({ ...ask, maxBodyBytes: 4999 }));
  expect((await failure(capped)).code).toBe('too-large');
});

test('tries again before the first byte, and never behind it', async () => {
  const { client, clock, server, settle } = await rig([
    { status: 503 },
    { ...text('abcdef'), fault: { kind: 'cut', afterBytes: 0 } },
    { ...text('abcdef'), fault: { kind: 'cut', afterBytes: 3 } },
  ]);
  const call = failure(readAll(client.stream(ask)));
  for (const waitMs of [500, 1_000]) {
    await settle();
    await clock.advance(waitMs);
  }
  expect(await call).toMatchObject({ code: 'cut-short', exitCode: 3 });
  expect(server.requests).toHaveLength(3);
});

test.each([
  [json({ errors: [{ message: 'no' }] }, { status: 400 }), 'http-status'],
  [html('Sign in'), 'not-json'],
] as const)('judges what is no stream: %#', async (answer, code) => {
  const { client } = await rig([answer]);
  expect((await failure(readAll(client.stream(ask)))).code).toBe(code);
});

test('is refused by a read-only profile when it writes', async () => {
  const { client, server } = await rig([], { readOnly: true });
  const write: ApiRequest = { ...ask, effect: 'write' };
  expect((await failure(readAll(client.stream(write)))).code).toBe('read-only');
  expect(server.requests).toEqual([]);
});

test('the time that the reader takes is not the vendor’s', async () => {
  const rest = gate();
  const { client, clock } = await rig([
    { ...text('ab'), fault: { kind: 'slow', afterBytes: 1, until: rest.promise } },
  ]);
  const body = client.stream({ ...ask, tryTimeoutMs: 1_000, totalTimeoutMs: 1_000 });
  await body.next();
  await clock.advance(60_000);
  const next = body.next();
  await clock.advance(999);
  rest.open();
  expect((await next).value?.toString()).toBe('b');
  expect((await body.next()).done).toBe(true);
});

test('times out while the vendor is silent', async () => {
  const rest = gate();
  const { client, clock } = await rig([
    { ...text('ab'), fault: { kind: 'slow', afterBytes: 1, until: rest.promise } },
  ]);
  const body = client.stream({ ...ask, tryTimeoutMs: 1_000 });
  await body.next();
  const next = failure(body.next());
  await clock.advance(1_000);
  expect((await next).code).toBe('timeout');
  rest.open();
});

test('ends with the reader, and with the signal', async () => {
  const forever = gate();
  const slow: Answer = {
    ...text('ab'),
    fault: { kind: 'slow', afterBytes: 1, until: forever.promise },
  };
  const { client, server, settle } = await rig([slow, slow]);
  for await (const chunk of client.stream(ask)) {
    expect(chunk.toString()).toBe('a');
    break;
  }
  await settle();
  await server.drained();
  const controller = new AbortController();
  const body = client.stream({ ...ask, signal: controller.signal });
  await body.next();
  const next = body.next();
  controller.abort();
  await expect(next).rejects.toMatchObject({ name: 'AbortError' });
  forever.open();
});
