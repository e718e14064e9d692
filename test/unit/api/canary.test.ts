import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { basicAuth } from '../../../src/api/auth/basic.ts';
import { bearerAuth } from '../../../src/api/auth/bearer.ts';
import { prismaTokenAuth } from '../../../src/api/auth/prisma-token.ts';
import type { AuthStrategy } from '../../../src/api/auth/strategy.ts';
import { type DebugFile, openDebugFile } from '../../../src/api/debug-file.ts';
import { noAuth } from '../../support/api-client.ts';
import {
  type Answer,
  html,
  json,
  type RecordedRequest,
  redirect,
  text,
} from '../../support/http-server.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import { createRigs } from './fixture.ts';

const { rig } = createRigs();
const canary = 'C4nary/&"p@ss wörd+%';
const token = 'c4nary-token-0123456789';
const clock = createManualClock();

let folder: string;
let file: string;
let debug: DebugFile;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scandeck-debug-'));
  file = join(folder, 'debug.ndjson');
  debug = await openDebugFile(file);
});
afterEach(() => rm(folder, { recursive: true }));

/** Every spelling in which a secret might slip out. */
function spellings(secret: string): string[] {
  return [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    inspect(secret).slice(1, -1),
    Buffer.from(secret).toString('base64'),
    Buffer.from(`ops:${secret}`).toString('base64'),
  ];
}

const strategies: Record<string, () => AuthStrategy> = {
  basic: () => basicAuth({ username: 'ops', password: async () => canary }),
  bearer: () => bearerAuth({ token: async () => token }),
  'prisma-token': () =>
    prismaTokenAuth({ clock, apiVersion: 'v1', username: 'ops', password: async () => canary }),
};

/** Answers that give back everything that the request carried. */
const echoes: Record<string, (echo: string) => Answer> = {
  words: (echo) =>
    json({ err: echo }, { status: 400, headers: { 'x-echo': encodeURIComponent(echo) } }),
  'a refusal': (echo) => json({ message: echo }, { status: 401 }),
  'a page': (echo) => html(echo.replaceAll('<', '&lt;')),
  'a redirect': (echo) =>
    redirect(
      `https://ops:${encodeURIComponent(echo)}@login.example/${encodeURIComponent(echo)}?x=${encodeURIComponent(echo)}`,
    ),
  'a text': (echo) => text(echo),
  'another protocol': (echo) => ({ fault: { kind: 'raw', bytes: `${echo}\r\n` } }),
  'a type': (echo) => text('<html>', `text/html; x=${encodeURIComponent(echo)}`),
};

const cases = Object.keys(strategies).flatMap((strategy) =>
  Object.keys(echoes).map((echo) => [strategy, echo] as const),
);

test.each(cases)('with %s, %s gives no secret away', async (strategy, echo) => {
  const answer = (request: RecordedRequest): Answer => {
    if (request.path === '/api/v1/authenticate') return json({ token });
    const seen = `${request.headers.authorization} ${request.url} ${canary} ${token}`;
    return echoes[echo]?.(seen) ?? {};
  };
  const { client, exchanges } = await rig(answer, {
    auth: strategies[strategy]?.() ?? noAuth,
    debug,
    clock,
  });
  const secrets =
    strategy === 'bearer' ? [token] : strategy === 'basic' ? [canary] : [canary, token];
  const request = {
    method: 'GET',
    path: `/x/${encodeURIComponent(canary)}`,
    query: { token, q: strategy === 'bearer' ? token : canary },
    headers: { 'x-custom': token },
    tries: 1,
  } as const;
  const outcome = await client.request(request).then(
    (response) => {
      try {
        return response.json();
      } catch (error) {
        return error;
      }
    },
    (error: unknown) => error,
  );
  await debug.close();
  expect(outcome).toBeInstanceOf(Error);
  const told = [
    inspect(outcome, { depth: 20, showHidden: true }),
    JSON.stringify(outcome),
    JSON.stringify(exchanges),
    inspect(exchanges),
    await readFile(file, 'utf8'),
  ].join('\n');
  expect(told).toContain('[redacted]');
  for (const secret of secrets.flatMap(spellings)) expect(told).not.toContain(secret);
});

test('the debug file has a line for each exchange, and is for its owner alone', async () => {
  const { client } = await rig(() => json({ a: 1 }, { headers: { 'set-cookie': 's=1' } }), {
    auth: basicAuth({ username: 'ops', password: async () => canary }),
    debug,
  });
  await client.request({ method: 'GET', path: '/a' });
  await client.request({ method: 'POST', path: '/b', json: { b: 2 } });
  await debug.close();
  const lines = (await readFile(file, 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines).toMatchObject([
    {
      at: '2026-11-21T12:00:00.000Z',
      source: 'prisma',
      method: 'GET',
      path: '/a',
      status: 200,
      bytes: 7,
      requestBytes: 0,
      errorCode: null,
      requestHeaders: { authorization: '[redacted]', 'user-agent': 'scandeck' },
      responseHeaders: { 'content-type': 'application/json', 'set-cookie': '[redacted]' },
    },
    { method: 'POST', requestBytes: 7 },
  ]);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

test('the debug file adds to an older one, and takes it from other eyes', async () => {
  const older = join(folder, 'older.ndjson');
  await writeFile(older, '{"old":true}\n', { mode: 0o644 });
  const again = await openDebugFile(older);
  const { client } = await rig(() => json(1), { debug: again });
  await client.request({ method: 'GET', path: '/a' });
  await again.close();
  expect((await readFile(older, 'utf8')).split('\n')).toHaveLength(3);
  expect((await stat(older)).mode & 0o777).toBe(0o600);
  await debug.close();
});

test('a debug file that cannot be written is a configuration error', async () => {
  await expect(openDebugFile(join(folder, 'no', 'x'))).rejects.toMatchObject({
    code: 'config',
    message: expect.stringContaining('ENOENT'),
  });
  await debug.close();
});
