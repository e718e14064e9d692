import { request } from 'node:https';
import { describe, expect, test } from 'vitest';
import { startSimulator } from '../../../src/simulator/server.ts';
import { createCertificate } from '../../support/certificate.ts';
import { basic, openConsole } from './open-console.ts';

describe('each fault, at 100 %', () => {
  test.each([
    { faults: '429:100%', status: 429, type: /json/, retryAfter: '2' },
    { faults: '429-bare:100%', status: 429, type: /json/, retryAfter: null },
    { faults: 'html:100%', status: 200, type: /html/, retryAfter: null },
  ])('$faults', async ({ faults, status, type, retryAfter }) => {
    const { get } = await openConsole({ faults });
    const answer = await get('/version');
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toMatch(type);
    expect(answer.headers.get('retry-after')).toBe(retryAfter);
  });

  test.each([
    ['GET', '/api/v1/version', { err: 'too many requests' }],
    [
      'POST',
      '/containers/v1beta/orgs/ABC/inventory/scan_logs/_search',
      { error_code: 'TOO_MANY_REQUESTS', message: 'Too many requests' },
    ],
    [
      'GET',
      '/api/v1/secureEvents',
      { type: 'too_many_requests', message: 'rate limit exceeded', details: [] },
    ],
    ['POST', '/identity/token', expect.objectContaining({ errorCode: 'TOO_MANY_REQUESTS' })],
  ])("speaks the vendor's words: %s %s", async (method, path, body) => {
    const { url } = await openConsole({ faults: '429:100%' });
    const response = await fetch(`${url}${path}`, { method });
    expect(response.status).toBe(429);
    expect(await response.json()).toEqual(body);
  });

  test('5xx takes the four of them in turn', async () => {
    const { get } = await openConsole({ faults: '5xx:100%' });
    const statuses = [];
    for (let call = 0; call < 4; call += 1) statuses.push((await get('/version')).status);
    expect(statuses).toEqual([500, 502, 503, 504]);
  });

  test.each(['reset', 'cut'])('%s breaks the connection', async (name) => {
    const { get } = await openConsole({ faults: `${name}:100%` });
    await expect(get('/version')).rejects.toThrow();
  });

  test('cut sends headers and half of the body first', async () => {
    const { url } = await openConsole({ faults: 'cut:100%' });
    const response = await fetch(`${url}/api/v1/version`, {
      headers: { authorization: basic('demo') },
    });
    expect(response.headers.get('content-length')).toBe('11');
    const reader = response.body?.getReader();
    const first = await reader?.read();
    expect(Buffer.from(first?.value ?? []).toString()).toBe('"32.0');
    await expect(reader?.read()).rejects.toThrow();
  });

  test('cut breaks an answer without a body, too', async () => {
    const { get } = await openConsole({ faults: 'cut:100%' });
    await expect(get('/_ping')).rejects.toThrow();
  });

  test('slow sends the whole body, in two seconds', async () => {
    const { url, clock } = await openConsole({ faults: 'slow:100%' });
    const response = await fetch(`${url}/api/v1/version`, {
      headers: { authorization: basic('demo') },
    });
    const text = response.text();
    const startedAt = clock.now();
    while (clock.pending() > 0) await clock.advance(500);
    expect(await text).toBe('"32.07.123"');
    expect(clock.now() - startedAt).toBe(2000);
  });

  test('expired ends a token for good, and leaves passwords alone', async () => {
    const { get, post } = await openConsole({ faults: 'expired:100%' });
    expect((await get('/version')).status).toBe(200);
    const credentials = { username: 'demo', password: 'demo' };
    const { json } = await post<{ token: string }>('/authenticate', { body: credentials });
    const authorization = `Bearer ${json.token}`;
    expect((await get('/version', { authorization })).status).toBe(401);
  });
});

describe('the server', () => {
  test('mixes faults into the answers exactly as the plan says', async () => {
    const statusesOf = async () => {
      const { get } = await openConsole({ faults: '429:20%,5xx:20%', seed: 5 });
      const statuses: number[] = [];
      for (let call = 0; call < 60; call += 1) statuses.push((await get('/version')).status);
      return statuses;
    };
    const statuses = await statusesOf();
    expect(new Set(statuses).size).toBeGreaterThan(2);
    expect(await statusesOf()).toEqual(statuses);
  });

  test('speaks HTTPS with a given certificate', async () => {
    const tls = await createCertificate();
    const { url } = await openConsole({ tls });
    expect(url).toMatch(/^https:/);
    const status = await new Promise((resolve, reject) => {
      const call = request(`${url}/api/v1/_ping`, { ca: tls.cert }, (response) => {
        response.resume().on('end', () => resolve(response.statusCode));
      });
      call.on('error', reject).end();
    });
    expect(status).toBe(200);
  });

  test('answers with its own clock', async () => {
    const { get, clock } = await openConsole();
    await clock.advance(5000);
    expect((await get('/_ping')).headers.get('date')).toBe('Sat, 21 Nov 2026 12:00:05 GMT');
  });

  test.each([
    ['/nothing', 'GET', 404],
    ['/registry/scan', 'GET', 405],
    ['/registry/progress', 'POST', 405],
  ] as const)('%s with %s is answered with %i', async (path, method, status) => {
    const { get, post } = await openConsole();
    expect((await (method === 'GET' ? get : post)(path)).status).toBe(status);
  });

  test('refuses a body of more than a megabyte', async () => {
    const { post } = await openConsole();
    expect((await post('/registry/scan', { body: 'x'.repeat(1_100_000) })).status).toBe(413);
  });

  test('says so when its port is taken', async () => {
    const { url } = await openConsole();
    const port = Number(new URL(url).port);
    await expect(startSimulator({ port })).rejects.toMatchObject({ code: 'listen', exitCode: 2 });
  });

  test('frees its port when closed', async () => {
    const first = await startSimulator();
    const port = Number(new URL(first.url).port);
    await first.close();
    const second = await startSimulator({ port });
    expect(second.url).toBe(first.url);
    await second.close();
    await expect(fetch(`${first.url}/api/v1/_ping`)).rejects.toThrow();
  });
});
