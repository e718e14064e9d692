import { writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { doctorCommand } from '../../../src/config/doctor.ts';
import type { CheckRow } from '../../../src/config/doctor-check.ts';
import { proxyFor } from '../../../src/config/proxy.ts';
import { systemClock } from '../../../src/core/clock.ts';
import { type Certificate, createCertificate } from '../../support/certificate.ts';
import { type Answer, json, startServer } from '../../support/http-server.ts';
import { runCommand } from './command-context.ts';
import { createTempFolder, type TempFolder } from './temp-folder.ts';

const canary = 'canary-4711';

let folder: TempFolder;

beforeEach(() => {
  folder = createTempFolder();
});

afterEach(() => folder.remove());

const prisma = (url: string, extra = {}) => ({
  prisma: { url, auth: { type: 'basic', username: 'ops', password: 'env:P' }, ...extra },
});

const run = async (profile: unknown, env: Record<string, string> = { P: canary }) => {
  const configFile = folder.file('c.json');
  const config = { currentProfile: 'a', profiles: { a: profile } };
  writeFileSync(configFile, JSON.stringify(config), { mode: 0o600 });
  const { exitCode, rows, narration } = await runCommand([doctorCommand], 'doctor', {
    configFile,
    env,
  });
  expect(JSON.stringify(rows) + narration.join()).not.toContain(canary);
  const checks = rows as readonly CheckRow[];
  const states = checks.map(({ check, state }) => `${check} ${state}`);
  return { exitCode, rows: checks, states, narration };
};

const failing = (rows: readonly CheckRow[]) => rows.find(({ state }) => state === 'fail');

const console = (answers: Readonly<Record<string, Answer>> = {}, tls?: Certificate) =>
  startServer(
    ({ path, headers }) => {
      const name = path.replace('/api/v32.07/', '');
      if (name === '_ping') return answers[name] ?? { status: 200 };
      const expected = `Basic ${Buffer.from(`ops:${canary}`).toString('base64')}`;
      if (headers.authorization !== expected) return json({ err: 'unauthorized' }, { status: 401 });
      return answers[name] ?? json(name === 'version' ? '32.07.123' : []);
    },
    tls === undefined ? {} : { tls },
  );

describe('a good source', () => {
  test('passes every check, and is asked nothing that changes it', async () => {
    const server = await console();
    const { exitCode, states, narration } = await run(prisma(server.url));
    expect(states).toEqual([
      'secret ok',
      'dns ok',
      'connect ok',
      'tls skipped',
      'answer ok',
      'clock ok',
      'authenticate ok',
      'permission ok',
      'status ok',
      'settings ok',
    ]);
    expect(exitCode).toBe(0);
    expect(narration).toEqual(['a: 9 ok, 0 to look at, 0 failed, 1 not tried']);
    expect(server.requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'GET /api/v32.07/_ping',
      'GET /api/v32.07/version',
      'GET /api/v32.07/registry/progress',
      'GET /api/v32.07/statuses/registry',
      'GET /api/v32.07/settings/registry',
    ]);
    expect(server.requests[0]?.headers.authorization).toBeUndefined();
    await server.close();
  });

  test('may lack the optional permissions', async () => {
    const server = await console({ 'settings/registry': json({ err: 'no' }, { status: 403 }) });
    const { exitCode, rows } = await run(prisma(server.url));
    expect(rows.at(-1)).toMatchObject({ check: 'settings', state: 'warn' });
    expect(exitCode).toBe(0);
    await server.close();
  });

  test.each([
    [-3_600_000, "the server's clock is 1h 00m behind this machine's"],
    [120_000, "the server's clock is 2m ahead of this machine's"],
  ])('with a clock %d ms off is warned of', async (offMs, detail) => {
    const date = new Date(systemClock.now() + offMs + Math.sign(offMs) * 5_000).toUTCString();
    const server = await console({ _ping: { headers: { date } } });
    const { exitCode, rows } = await run(prisma(server.url));
    expect(rows.find(({ check }) => check === 'clock')).toMatchObject({ state: 'warn', detail });
    expect(exitCode).toBe(0);
    await server.close();
  });
});

describe('TLS', () => {
  test('a self-signed certificate fails with what to do', async () => {
    const server = await console({}, await createCertificate());
    const { exitCode, rows, states } = await run(prisma(server.url));
    expect(failing(rows)).toMatchObject({
      check: 'tls',
      detail: expect.stringContaining('self-signed'),
      hint: expect.stringContaining('prisma.tls.caFile'),
    });
    expect(states.slice(4).every((state) => state.endsWith('skipped'))).toBe(true);
    expect(exitCode).toBe(3);
    expect(server.requests).toEqual([]);
    await server.close();
  });

  test('a private authority is trusted once its file is named, beside the config', async () => {
    const certificate = await createCertificate();
    writeFileSync(folder.file('ca.pem'), certificate.cert);
    const server = await console({}, certificate);
    const { exitCode, rows } = await run(prisma(server.url, { tls: { caFile: 'ca.pem' } }));
    expect(rows.find(({ check }) => check === 'tls')).toMatchObject({
      state: 'warn',
      detail: expect.stringMatching(/ends in 0 days/),
    });
    expect(exitCode).toBe(0);
    await server.close();
  });

  test('insecure works, and is warned of', async () => {
    const server = await console({}, await createCertificate());
    const { exitCode, rows } = await run(prisma(server.url, { insecure: true }));
    expect(rows.find(({ check }) => check === 'tls')).toMatchObject({
      state: 'warn',
      detail: expect.stringContaining('it is not checked (DEPTH_ZERO_SELF_SIGNED_CERT)'),
    });
    expect(exitCode).toBe(0);
    await server.close();
  });

  test.each([
    ['gone.pem', null, "can't be read: ENOENT"],
    ['text.pem', 'hello', 'holds no certificate'],
  ])('the CA file %s is a mistake in the config', async (caFile, content, detail) => {
    if (content !== null) writeFileSync(folder.file(caFile), content);
    const server = await console({}, await createCertificate());
    const { exitCode, rows } = await run(prisma(server.url, { tls: { caFile } }));
    expect(failing(rows)?.detail).toContain(detail);
    expect(exitCode).toBe(2);
    await server.close();
  });

  test('plain HTTP where TLS is expected fails', async () => {
    const server = await console();
    const { exitCode, rows } = await run(prisma(server.url.replace('http:', 'https:')));
    expect(failing(rows)).toMatchObject({
      check: 'tls',
      detail: expect.stringContaining('does not speak TLS'),
    });
    expect(exitCode).toBe(3);
    await server.close();
  });
});

describe('what is wrong is told once, with the exit code of its kind', () => {
  test('a missing secret', async () => {
    const { exitCode, rows, states } = await run(prisma('https://console.example'), {});
    expect(rows[0]).toMatchObject({
      check: 'secret',
      state: 'fail',
      hint: expect.stringContaining('export P'),
    });
    expect(states.slice(1).every((state) => state.endsWith('skipped'))).toBe(true);
    expect(exitCode).toBe(2);
  });

  test('an unknown host', async () => {
    const { exitCode, rows } = await run(prisma('https://no-such-host.invalid'));
    expect(failing(rows)).toMatchObject({
      check: 'dns',
      detail: expect.stringContaining('no-such-host.invalid'),
    });
    expect(exitCode).toBe(3);
  });

  test('a refused connection', async () => {
    const server = await startServer([]);
    await server.close();
    const { exitCode, rows } = await run(prisma(server.url));
    expect(failing(rows)).toMatchObject({
      check: 'connect',
      detail: expect.stringContaining('ECONNREFUSED'),
    });
    expect(exitCode).toBe(3);
  });

  test.each([
    ['authenticate', 'version', json({ err: 'unauthorized' }, { status: 401 }), 4],
    ['permission', 'registry/progress', json({ err: 'forbidden' }, { status: 403 }), 4],
    ['authenticate', 'version', { body: '<html>' }, 1],
    ['answer', '_ping', { status: 500 }, 1],
    ['answer', '_ping', { status: 302, headers: { location: '/login' } }, 1],
  ])('%s', async (check, path, answer, expected) => {
    const server = await console({ [path]: answer });
    const { exitCode, rows } = await run(prisma(server.url));
    expect(failing(rows)).toMatchObject({ check, hint: expect.any(String) });
    expect(exitCode).toBe(expected);
    await server.close();
  });

  test('a server without the pages that only a Console has is judged by what is asked of it', async () => {
    const missing = { _ping: { status: 404 }, version: { status: 404 } };
    const server = await console(missing);
    const { exitCode, states } = await run(prisma(server.url));
    expect(states).toEqual(expect.arrayContaining(['answer warn', 'authenticate warn']));
    expect(states).toContain('permission ok');
    expect(exitCode).toBe(0);
    await server.close();
  });

  test('a server that has none of the pages fails', async () => {
    const server = await startServer(() => ({ status: 404 }));
    const { exitCode, rows } = await run(prisma(server.url));
    expect(failing(rows)).toMatchObject({ check: 'permission', hint: expect.any(String) });
    expect(exitCode).toBe(1);
    await server.close();
  });

  test('a role that may not ask for the version still proves who asks', async () => {
    const forbidden = json({ err: 'forbidden' }, { status: 403 });
    const server = await console({ version: forbidden });
    const { exitCode, states } = await run(prisma(server.url));
    expect(states).toContain('authenticate ok');
    expect(states).toContain('permission ok');
    expect(exitCode).toBe(0);
    await server.close();
  });

  test('the other sources are still looked at, and the first failure gives the exit code', async () => {
    const server = await startServer([]);
    const { exitCode, rows } = await run({
      ...prisma('https://no-such-host.invalid'),
      xray: { url: server.url, auth: { type: 'bearer', token: 'env:NONE' } },
      activityTracking: { url: server.url, auth: { type: 'bearer', token: 'env:P' } },
    });
    expect(exitCode).toBe(3);
    expect(rows.filter(({ state }) => state === 'fail').map(({ source }) => source)).toEqual([
      'prisma',
      'xray',
      'activityTracking',
    ]);
    await server.close();
  });

  test('a profile without sources', async () => {
    await expect(run({})).rejects.toMatchObject({ exitCode: 2 });
  });
});

describe('Carbon Black Cloud', () => {
  const path = '/containers/v1beta/orgs/ABCD1234/inventory/scan_logs/metadata';
  const carbonBlack = (url: string) => ({
    carbonBlack: {
      url,
      orgKey: 'ABCD1234',
      auth: { type: 'cbc-key', apiId: 'ID', apiSecret: 'env:P' },
    },
  });

  test('is known to answer by its refusal of nobody', async () => {
    const server = await startServer(({ headers }) =>
      headers['x-auth-token'] === `${canary}/ID`
        ? json({ clusters: [] })
        : json({ message: 'no' }, { status: 401 }),
    );
    const { exitCode, states } = await run(carbonBlack(server.url));
    expect(states.slice(-3)).toEqual(['answer ok', 'clock ok', 'permission ok']);
    expect(exitCode).toBe(0);
    expect(server.requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
      `GET ${path}`,
      `GET ${path}`,
    ]);
    expect(server.requests[0]?.headers['x-auth-token']).toBeUndefined();
    await server.close();
  });

  test.each([
    [401, 'permission', 4],
    [403, 'permission', 4],
    [404, 'answer', 1],
  ])('a %d fails the check %s', async (status, check, expected) => {
    const server = await startServer(() => json({ message: 'no' }, { status }));
    const { exitCode, rows } = await run(carbonBlack(server.url));
    expect(failing(rows)).toMatchObject({ check, hint: expect.any(String) });
    expect(exitCode).toBe(expected);
    await server.close();
  });
});

test('a proxy does the reaching, and its password is not shown', async () => {
  const proxy = await startServer([]);
  await proxy.close();
  const address = proxy.url.replace('//', `//user:${canary}@`);
  const { exitCode, rows } = await run(prisma('https://console.example'), {
    P: canary,
    HTTPS_PROXY: address,
  });
  expect(rows.slice(1, 4).map(({ state }) => state)).toEqual(['skipped', 'skipped', 'skipped']);
  expect(rows[1]?.detail).toBe(`calls go through the proxy 127.0.0.1:${proxy.port}`);
  expect([failing(rows)?.check, exitCode]).toEqual(['answer', 3]);
});

describe('which proxy is in force', () => {
  const https = 'https://console.example:8083';

  test.each([
    [https, {}, null],
    [https, { HTTPS_PROXY: 'http://p:1' }, 'p:1'],
    [https, { HTTPS_PROXY: 'http://p:1', https_proxy: 'http://q:2' }, 'q:2'],
    [https, { HTTPS_PROXY: 'p:1' }, 'p:1'],
    [https, { http_proxy: 'http://p:1' }, 'p:1'],
    ['http://a.example', { https_proxy: 'http://p:1' }, null],
    [https, { https_proxy: 'http://p:1', no_proxy: '*' }, null],
    [https, { https_proxy: 'http://p:1', no_proxy: 'x, console.example' }, null],
    [https, { https_proxy: 'http://p:1', no_proxy: '.example' }, null],
    [https, { https_proxy: 'http://p:1', no_proxy: '*.example:8083' }, null],
    [https, { https_proxy: 'http://p:1', no_proxy: 'console.example:443' }, 'p:1'],
    [https, { https_proxy: 'http://p:1', NO_PROXY: 'ole.example' }, 'p:1'],
  ])('%s with %j: %j', (url, env, expected) => {
    expect(proxyFor(new URL(url), env as Record<string, string>)).toBe(expected);
  });
});
