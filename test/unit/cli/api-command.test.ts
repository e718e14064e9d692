import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { apiCommand } from '../../../src/cli/api-command.ts';
import { openSession } from '../../../src/config/session.ts';
import { createActivity } from '../../../src/core/activity.ts';
import { systemClock } from '../../../src/core/clock.ts';
import type { CommandInput } from '../../../src/features/feature.ts';
import {
  type Answer,
  json,
  startServer,
  type TestServer,
  text,
} from '../../support/http-server.ts';
import { testContext } from './test-context.ts';

let server: TestServer;
let answer: Answer;
let folder: string;

beforeEach(async () => {
  answer = json({ fine: true });
  server = await startServer(() => answer);
  folder = mkdtempSync(join(tmpdir(), 'scandeck-api-'));
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

interface Call {
  readonly words: readonly string[];
  readonly options?: CommandInput['options'];
  readonly readOnly?: boolean;
  readonly isTTY?: boolean;
  readonly stdin?: string;
}

async function call({ words, options = {}, readOnly = false, isTTY = false, stdin = '' }: Call) {
  const session = await openSession({
    config: {
      currentProfile: 'test',
      profiles: {
        test: {
          readOnly,
          prisma: {
            url: server.url,
            apiVersion: 'v30.01',
            auth: { type: 'basic', username: 'ops', password: 'env:PASSWORD' },
          },
        },
      },
    },
    clock: systemClock,
    activity: createActivity(),
    env: { PASSWORD: 'canary-4711' },
  });
  const opened = testContext({ session });
  const command = apiCommand({ stdin: Readable.from([stdin]), stdout: { isTTY } });
  let error: unknown = null;
  let exitCode: number | null = null;
  try {
    exitCode = await command.run(opened.context, { arguments: words, options });
  } catch (caught) {
    error = caught;
  } finally {
    await session.close();
  }
  return { exitCode, error, out: opened.out(), bytes: opened.bytes(), sent: server.requests };
}

const registry = ['prisma', 'GET', 'registry'];

describe('scandeck api asks for', () => {
  test.each<[string[], CommandInput['options'], string, string]>([
    [['prisma', 'GET', 'registry/progress'], {}, 'GET', '/api/v30.01/registry/progress'],
    [['Prisma', 'get', '/api/v1/version'], {}, 'GET', '/api/v1/version'],
    [
      ['prisma', 'GET', 'registry?limit=1'],
      { query: ['name=a b', 'name=c=d', 'x='] },
      'GET',
      '/api/v30.01/registry?limit=1&name=a%20b&name=c%3Dd&x=',
    ],
    [['prisma', 'DELETE', '/x'], {}, 'DELETE', '/x'],
  ])('%j with %j', async (words, options, method, url) => {
    const { sent, exitCode } = await call({ words, options });
    expect(exitCode).toBe(0);
    expect(sent).toMatchObject([{ method, url }]);
  });

  test.each([
    ['inline', '{"tag": 1}', ''],
    ['a file', '@FILE', ''],
    ['stdin', '@-', '{"tag": 1}'],
  ])('a body from %s, as it was written', async (_name, data, stdin) => {
    const file = join(folder, 'body.json');
    writeFileSync(file, '{"tag": 1}');
    const { sent } = await call({
      words: ['prisma', 'POST', 'registry/scan'],
      options: { data: data.replace('FILE', file) },
      stdin,
    });
    expect(sent).toMatchObject([
      { method: 'POST', body: '{"tag": 1}', headers: { 'content-type': 'application/json' } },
    ]);
  });
});

describe('scandeck api sends nothing for', () => {
  test.each<[string, Call, string]>([
    ['an unknown source', { words: ['nope', 'GET', '/'] }, '"nope" is not a source'],
    ['an unknown method', { words: ['prisma', 'LIST', '/'] }, '"LIST" is not a method'],
    [
      'another host',
      { words: ['prisma', 'GET', 'https://evil.test/x'] },
      'is an address, not a path',
    ],
    ['a host without a scheme', { words: ['prisma', 'GET', '//evil.test/x'] }, 'is an address'],
    ['no path', { words: ['prisma', 'GET', ''] }, 'the path is empty'],
    [
      'half a query',
      { words: registry, options: { query: ['limit'] } },
      '"limit" is not NAME=VALUE',
    ],
    ['a body of GET', { words: registry, options: { data: '{}' } }, 'GET has no body'],
    [
      'no JSON',
      { words: ['prisma', 'PUT', '/x'], options: { data: '{tag}' } },
      '--data is no JSON',
    ],
    [
      'a missing file',
      { words: ['prisma', 'PUT', '/x'], options: { data: '@/no/such/file' } },
      "/no/such/file of --data can't be read: ENOENT",
    ],
    ['a source without a profile', { words: ['xray', 'GET', '/x'] }, 'has no source xray'],
    ['a write when read-only', { words: ['prisma', 'POST', '/x'], readOnly: true }, 'read-only'],
  ])('%s', async (_name, wrong, message) => {
    const { error, sent, out } = await call(wrong);
    expect(error).toMatchObject({ message: expect.stringContaining(message), exitCode: 2 });
    expect(sent).toEqual([]);
    expect(out).toBe('');
  });
});

describe('scandeck api prints', () => {
  test('the body as it came', async () => {
    answer = { body: Buffer.from([0x7b, 0x9b, 0xff, 0x0a, 0x1b, 0x5b]) };
    const { bytes } = await call({ words: registry });
    expect(bytes).toEqual(answer.body);
  });

  test('a body that steers nothing on a terminal, and an end of line', async () => {
    answer = text('{"a":\t"\x1b]52;c;x\x07\u009b\u202e"}\nend');
    const { out } = await call({ words: registry, isTTY: true });
    expect(out).toBe('{"a":\t"\\u001b]52;c;x\\u0007\\u009b\\u202e"}\nend\n');
  });

  test('status and headers first, without cookies', async () => {
    answer = json([1], { headers: { 'total-count': '7', 'set-cookie': 'session=canary-4711' } });
    const { out } = await call({ words: registry, options: { include: true } });
    const [head = '', body] = out.split('\n\n');
    expect(head).toMatch(/^HTTP\/1\.1 200 OK\n/);
    expect(head).toContain('\ntotal-count: 7');
    expect(out).not.toContain('canary-4711');
    expect(body).toBe('[1]');
  });

  test.each([
    [400, 1],
    [401, 4],
    [403, 4],
    [404, 1],
    [500, 1],
    [302, 1],
  ])('the body of a %i too, and fails with %i', async (status, exitCode) => {
    answer = json({ err: 'no such thing' }, { status });
    const { out, error } = await call({ words: registry });
    expect(out).toBe('{"err":"no such thing"}');
    expect(error).toMatchObject({
      exitCode,
      message: expect.stringContaining(`GET /api/v30.01/registry answered ${status}`),
    });
  });

  test('nothing for an empty body', async () => {
    answer = { status: 204 };
    expect(await call({ words: registry, isTTY: true })).toMatchObject({ exitCode: 0, out: '' });
  });
});
