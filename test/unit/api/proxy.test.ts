import { afterEach, expect, test, vi } from 'vitest';
import { createCertificate } from '../../support/certificate.ts';
import { json } from '../../support/http-server.ts';
import { startProxy, type TestProxy } from '../../support/proxy-server.ts';
import { createRigs, failure } from './fixture.ts';

const { connect, serve } = createRigs();
const ask = { method: 'GET', path: '/a?b=c' } as const;
const proxies: TestProxy[] = [];

afterEach(async () => {
  vi.unstubAllEnvs();
  for (const proxy of proxies.splice(0)) await proxy.close();
});

async function proxyOf(refusal?: number) {
  const proxy = await startProxy(refusal);
  proxies.push(proxy);
  return proxy;
}

test.each(['HTTP_PROXY', 'http_proxy'])('%s is used for plain HTTP', async (name) => {
  const proxy = await proxyOf();
  const server = await serve(() => json('through'));
  const { client } = connect(server.url, { env: { [name]: `http://${proxy.host}` } });
  expect((await client.request(ask)).json()).toBe('through');
  expect(proxy.passed).toEqual([`GET ${server.url}/a?b=c`]);
});

test.each(['HTTPS_PROXY', 'https_proxy'])('%s is used as a tunnel for TLS', async (name) => {
  const proxy = await proxyOf();
  const server = await serve(() => json('through'), { tls: await createCertificate() });
  const env = { [name]: proxy.host };
  const { client } = connect(server.url, { env, tls: { insecure: true } });
  expect((await client.request(ask)).json()).toBe('through');
  expect(proxy.passed).toEqual([`CONNECT 127.0.0.1:${server.port}`]);
  const strict = connect(server.url, { env });
  expect((await failure(strict.client.request(ask))).code).toBe('tls');
});

test.each(['NO_PROXY', 'no_proxy'])('%s leaves a host out', async (name) => {
  const proxy = await proxyOf();
  const server = await serve(() => json('direct'));
  const env = { HTTP_PROXY: `http://${proxy.host}`, [name]: 'example.com,127.0.0.1' };
  const { client } = connect(server.url, { env });
  expect((await client.request(ask)).json()).toBe('direct');
  expect(proxy.passed).toEqual([]);
});

test('the environment of the process is not looked at', async () => {
  const proxy = await proxyOf();
  vi.stubEnv('http_proxy', 'http://127.0.0.1:1');
  vi.stubEnv('no_proxy', 'no.example');
  const server = await serve(() => json('direct'));
  const { client } = connect(server.url, { env: { HTTPS_PROXY: `http://${proxy.host}` } });
  expect((await client.request(ask)).json()).toBe('direct');
});

test("the proxy's password is sent to it, and known to the redactor", async () => {
  const proxy = await proxyOf();
  const server = await serve(({ headers }) =>
    json({ err: `p%40ss-word p@ss-word ${headers.x}` }, { status: 400 }),
  );
  const { client } = connect(server.url, {
    env: { HTTP_PROXY: `http://u:p%40ss-word@${proxy.host}` },
  });
  const error = await failure(client.request(ask));
  expect(proxy.credentials).toEqual([`Basic ${Buffer.from('u:p@ss-word').toString('base64')}`]);
  expect(error.vendorMessage).toBe('[redacted] [redacted] undefined');
});

test.each([
  [407, 'HTTP', /password into HTTPS_PROXY/],
  [407, 'HTTPS', /password into HTTPS_PROXY/],
  [403, 'HTTPS', /add 127\.0\.0\.1 to NO_PROXY/],
])('a proxy that answers %i for %s is told', async (status, scheme, hint) => {
  const proxy = await proxyOf(status);
  const server = await serve(
    () => json(1),
    scheme === 'HTTPS' ? { tls: await createCertificate() } : {},
  );
  const { client } = connect(server.url, { env: { [`${scheme}_PROXY`]: `http://${proxy.host}` } });
  const error = await failure(client.request({ ...ask, tries: 1 }));
  expect(error).toMatchObject({ code: 'proxy', exitCode: 3 });
  expect(error.message).toContain(`the proxy answered ${status}`);
  expect(error.hint).toMatch(hint);
  expect(server.requests).toHaveLength(0);
});

test('a proxy that is down is named', async () => {
  const proxy = await startProxy();
  await proxy.close();
  const { client } = connect('https://console.example', {
    env: { HTTPS_PROXY: `http://${proxy.host}` },
  });
  const error = await failure(client.request({ ...ask, tries: 1 }));
  expect(error).toMatchObject({ code: 'refused', exitCode: 3 });
  expect(error.message).toContain(`connection refused by ${proxy.host}`);
  expect(error.hint).toContain('HTTPS_PROXY');
});

test('an address that is none is a configuration error', async () => {
  const { client } = connect('https://console.example', { env: { HTTPS_PROXY: 'http://[' } });
  await expect(client.request(ask)).rejects.toMatchObject({ code: 'config', exitCode: 2 });
});
