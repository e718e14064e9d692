import { readFileSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openSession, type SessionRequest } from '../../../src/config/session.ts';
import { createActivity } from '../../../src/core/activity.ts';
import { systemClock } from '../../../src/core/clock.ts';
import { json, startServer } from '../../support/http-server.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import { createTempFolder, type TempFolder } from './temp-folder.ts';

const canary = 'canary-4711';

let folder: TempFolder;

beforeEach(() => {
  folder = createTempFolder();
});

afterEach(() => folder.remove());

const basicAuth = { type: 'basic', username: 'ops', password: 'env:P' };

const prisma = (url: string, extra = {}) => ({
  url,
  auth: basicAuth,
  ...extra,
});

const twoProfiles = {
  currentProfile: 'a',
  profiles: {
    a: { prisma: prisma('https://a.example/api/v1', { project: 'p' }) },
    b: {
      production: true,
      colour: 'red',
      xray: { url: 'https://x.example', auth: { type: 'jfrog-api-key', apiKey: 'env:K' } },
    },
  },
  preferences: { bell: false, progress: { interval: '500ms' }, keys: { 'app.quit': ['Q'] } },
};

const open = (request: Partial<SessionRequest>) =>
  openSession({ env: {}, clock: systemClock, activity: createActivity(), ...request });

describe('which profile is opened', () => {
  test.each([
    [{}, 'a'],
    [{ env: { SCANDECK_PROFILE: 'b' } }, 'b'],
    [{ env: { SCANDECK_PROFILE: '' } }, 'a'],
    [{ env: { SCANDECK_PROFILE: 'a' }, profile: 'b' }, 'b'],
  ])('%j opens %s', async (request, expected) => {
    expect((await open({ config: twoProfiles, ...request })).profile).toBe(expected);
  });

  test('an unknown one is told with those there are', async () => {
    await expect(open({ config: twoProfiles, profile: 'c\u001b[31m' })).rejects.toMatchObject({
      message: 'There is no profile "c␛[31m"; there are: a, b',
      exitCode: 2,
    });
  });

  test('none chosen is told with those there are', async () => {
    const { currentProfile: _none, ...config } = twoProfiles;
    await expect(open({ config })).rejects.toThrow('No profile is chosen; there are: a, b');
  });

  test('without any config the hint names what to do', async () => {
    const env = { XDG_CONFIG_HOME: folder.path, APPDATA: folder.path };
    await expect(open({ env })).rejects.toMatchObject({
      code: 'config',
      hint: expect.stringMatching(/scandeck profile add .*scandeck demo/),
    });
  });

  test('how it was opened holds in every folder, and where the environment is another', async () => {
    const configFile = folder.file('named.json');
    writeFileSync(configFile, JSON.stringify(twoProfiles), { mode: 0o600 });
    const expected = ['--config', configFile, '--profile', 'a'];
    const env = { SCANDECK_CONFIG: relative(process.cwd(), configFile) };
    expect((await open({ env })).openedBy).toEqual(expected);
    const given = { configFile: relative(process.cwd(), configFile) };
    expect((await open(given)).openedBy).toEqual(expected);
  });

  test('a named file that is not there is told', async () => {
    const configFile = folder.file('gone.json');
    await expect(open({ configFile })).rejects.toThrow(`There is no config file ${configFile}`);
  });

  test('a broken config is told, from a file and from memory', async () => {
    writeFileSync(folder.file('c.json'), '{ "profile": {} }');
    await expect(open({ env: { SCANDECK_CONFIG: folder.file('c.json') } })).rejects.toThrow(
      'c.json:1:3: profile is not a known key; write "profiles"',
    );
    await expect(open({ config: { profile: {} } })).rejects.toThrow('profile is not a known key');
  });
});

describe('an opened profile', () => {
  test('tells its choices', async () => {
    const session = await open({ config: twoProfiles });
    expect(session).toMatchObject({
      readOnly: false,
      colour: undefined,
      insecureSources: [],
      preferences: {
        title: true,
        bell: false,
        progress: { intervalMs: 500, stallAfterMs: 300_000 },
        activity: { burstWithinMs: 300_000, burstDeletions: 5, burstRefusals: 5 },
        keys: { 'app.quit': ['Q'] },
      },
    });
    expect(session.baseUrl('prisma')).toBe('https://a.example');
    expect(session.settings('prisma')).toEqual({ apiVersion: 'v32.07', project: 'p' });
    expect([session.has('prisma'), session.has('xray')]).toEqual([true, false]);
    expect(session.health.get()).toEqual({
      prisma: { state: 'waiting' },
      carbonBlack: { state: 'absent' },
      xray: { state: 'absent' },
      workloadProtection: { state: 'absent' },
      activityTracking: { state: 'absent' },
    });
  });

  test('is read-only when it is production, or when the user says so', async () => {
    expect((await open({ config: twoProfiles, profile: 'b' })).readOnly).toBe(true);
    expect((await open({ config: twoProfiles, readOnly: true })).readOnly).toBe(true);
  });

  test('has no client for a source that it does not name', async () => {
    const a = await open({ config: twoProfiles });
    expect(() => a.client('xray')).toThrow('The profile a has no source xray (JFrog Xray)');
    const b = await open({ config: twoProfiles, profile: 'b' });
    expect(b.client('xray').source).toBe('xray');
  });
});

describe('calls', () => {
  const openOn = (url: string, request: Partial<SessionRequest> = {}) =>
    open({ config: { currentProfile: 'a', profiles: { a: { prisma: prisma(url) } } }, ...request });

  test('are signed in, recorded and counted for health; the secret is nowhere', async () => {
    const server = await startServer([json([]), json({ err: 'no' }, { status: 403 })]);
    const debugFile = folder.file('debug.ndjson');
    const session = await openOn(server.url, { env: { P: canary }, debugFile });
    const client = session.client('prisma');
    expect(session.client('prisma')).toBe(client);
    expect(
      (await client.request({ method: 'GET', path: '/api/v1/registry/progress' })).json(),
    ).toEqual([]);
    expect(session.health.get().prisma).toMatchObject({ state: 'ok' });
    expect(session.exchanges.get()).toMatchObject([{ source: 'prisma', status: 200 }]);
    const basic = Buffer.from(`ops:${canary}`).toString('base64');
    expect(server.requests[0]?.headers.authorization).toBe(`Basic ${basic}`);
    await session.close();
    await server.close();
    const traces = JSON.stringify(session.exchanges.get()) + readFileSync(debugFile, 'utf8');
    expect(traces).not.toContain(canary);
    expect(traces).not.toContain(basic);
  });

  test('a missing secret fails the call, not the opening', async () => {
    const server = await startServer([]);
    const session = await openOn(server.url);
    await expect(
      session.client('prisma').request({ method: 'GET', path: '/api/v1/version' }),
    ).rejects.toThrow('The environment variable P is not set');
    expect(server.requests).toEqual([]);
    await session.close();
    await server.close();
  });

  test('a secret that was prepared is looked up once', async () => {
    const server = await startServer([json([])]);
    const password = `command:echo once >> ${folder.file('runs')}; echo ${canary}`;
    const session = await openOn(server.url, {
      config: {
        currentProfile: 'a',
        profiles: { a: { prisma: { url: server.url, auth: { ...basicAuth, password } } } },
      },
    });
    session.prepare('prisma');
    session.prepare('xray');
    await session.client('prisma').request({ method: 'GET', path: '/api/v1/version' });
    const basic = Buffer.from(`ops:${canary}`).toString('base64');
    expect(server.requests[0]?.headers.authorization).toBe(`Basic ${basic}`);
    expect(readFileSync(folder.file('runs'), 'utf8')).toBe('once\n');
    await session.close();
    await server.close();
  });

  test('a secret that could not be prepared fails the call', async () => {
    const session = await openOn('https://console.example');
    session.prepare('prisma');
    await expect(
      session.client('prisma').request({ method: 'GET', path: '/api/v1/version' }),
    ).rejects.toThrow('The environment variable P is not set');
    await session.close();
  });

  test('a rotated secret is looked up again when the old one is refused', async () => {
    writeFileSync(folder.file('p'), 'old');
    const server = await startServer([
      json([]),
      () => {
        writeFileSync(folder.file('p'), 'new');
        return json({ err: 'unauthorized' }, { status: 401 });
      },
      json([]),
    ]);
    const auth = { type: 'bearer', token: `file:${folder.file('p')}` };
    const config = { currentProfile: 'a', profiles: { a: { prisma: { url: server.url, auth } } } };
    const session = await open({ config });
    const ask = () => session.client('prisma').request({ method: 'GET', path: '/api/v1/version' });
    await ask();
    await ask();
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer old',
      'Bearer old',
      'Bearer new',
    ]);
    await session.close();
    await server.close();
  });

  test('the list of results is kept within 30 calls in 30 seconds, progress is not', async () => {
    const clock = createManualClock();
    const server = await startServer(() => json([]));
    const session = await openOn(server.url, { clock, env: { P: canary } });
    const ask = (path: string) => session.client('prisma').request({ method: 'GET', path });
    for (let call = 0; call < 30; call += 1) await ask('/api/v1/registry');
    for (let call = 0; call < 5; call += 1) await ask('/api/v1/registry/progress');
    const waiting = ask('/api/v1/registry');
    await clock.advance(29_000);
    expect(server.requests).toHaveLength(35);
    await clock.advance(1_001);
    await waiting;
    expect(server.requests).toHaveLength(36);
    await session.close();
    await server.close();
  });

  test('a read-only session sends no write', async () => {
    const server = await startServer([]);
    const session = await openOn(server.url, { readOnly: true, env: { P: canary } });
    await expect(
      session.client('prisma').request({ method: 'POST', path: '/api/v1/registry/stop' }),
    ).rejects.toMatchObject({ code: 'read-only', exitCode: 2 });
    expect(server.requests).toEqual([]);
    await session.close();
    await server.close();
  });
});
