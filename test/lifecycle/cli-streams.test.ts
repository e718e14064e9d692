import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text as readAll } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Answer, json, startServer, type TestServer } from '../support/http-server.ts';
import { ended, runProgram, startProgram } from './cli-program.ts';

const secret = 'canary-9182';
let server: TestServer;
let answer: Answer;
let folder: string;
let config: string;

const scan = (scanned: number, registry = 'quay.io') => ({
  discovery: { hostname: 'd', scanned: 4, total: 4, title: '' },
  imageScan: {
    ...{ hostname: 'd', scanned, total: 20 },
    title: `Step 2/2 scanning images in registry ${registry}: Scanned ${scanned}/20 images with 1 Defender`,
  },
  isScanOngoing: true,
});

beforeEach(async () => {
  answer = json([scan(3)]);
  server = await startServer(() => answer);
  folder = mkdtempSync(join(tmpdir(), 'scandeck-cli-'));
  config = join(folder, 'config.json');
  const auth = { type: 'basic', username: 'ops', password: 'env:PASSWORD' };
  const profiles = { test: { prisma: { url: server.url, auth } } };
  writeFileSync(config, JSON.stringify({ currentProfile: 'test', profiles }), { mode: 0o600 });
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

const start = (...args: string[]) =>
  startProgram(['--config', config, ...args], { env: { PASSWORD: secret } });
const run = (...args: string[]) => ended(start(...args));

describe('a command is stopped', () => {
  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('by %s, with whole lines', async (name, code) => {
    const child = start('progress', '--watch', '-o', 'ndjson', '--interval', '500ms');
    const lines: string[] = [];
    const reader = createInterface({ input: child.stdout });
    reader.on('line', (line) => lines.push(line));
    const errors = readAll(child.stderr);
    const closed = once(child, 'close');
    await once(reader, 'line');
    child.kill(name);
    const [exitCode, signal] = await closed;
    expect({ exitCode, signal, err: await errors }).toEqual({
      exitCode: code,
      signal: null,
      err: '',
    });
    for (const line of lines) expect(JSON.parse(line)).toMatchObject({ state: 'scanning' });
  });

  test('and prints what it has, when it prints at the end', async () => {
    const child = start('progress', '--watch', '-o', 'json', '--interval', '500ms');
    const end = ended(child);
    await server.received(2);
    child.kill('SIGINT');
    const { code, out } = await end;
    expect(code).toBe(130);
    expect(JSON.parse(out).rows[0]).toMatchObject({ registry: 'quay.io', state: 'scanning' });
  });

  test('while it waits for an answer', async () => {
    answer = { fault: { kind: 'silent', until: new Promise(() => {}) } };
    const child = start('api', 'prisma', 'GET', '/slow');
    const end = ended(child);
    await server.received(1);
    child.kill('SIGTERM');
    expect(await end).toMatchObject({ code: 143, out: '', err: '' });
  });
});

describe('a reader that goes away', () => {
  test('ends the command quietly with 0', async () => {
    answer = { body: Buffer.alloc(4_000_000, 'x') };
    const child = start('api', 'prisma', 'GET', '/big');
    child.stdout.once('data', () => child.stdout.destroy());
    const [err, [code]] = await Promise.all([readAll(child.stderr), once(child, 'close')]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
  });

  test('is not told that there is more, when it saw enough of many records', async () => {
    const child = start('doctor', '-o', 'ndjson');
    child.stdout.once('data', () => child.stdout.destroy());
    const [err, [code]] = await Promise.all([readAll(child.stderr), once(child, 'close')]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
  });

  test('ends a watch, too, with the next record', async () => {
    let scanned = 0;
    await server.close();
    server = await startServer(
      () => {
        scanned += 1;
        return json([scan(scanned)]);
      },
      { port: server.port },
    );
    const child = start('progress', '--watch', '--interval', '500ms');
    child.stdout.once('data', () => child.stdout.destroy());
    const [err, [code]] = await Promise.all([readAll(child.stderr), once(child, 'close')]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
  });
});

const nonBlocking = 0o4000;

test.runIf(process.platform === 'linux')(
  'leaves a stdin that it does not read as it is',
  async () => {
    const child = start('progress', '--watch', '-o', 'ndjson');
    await once(child.stdout, 'data');
    const flags = /^flags:\s+(\d+)$/m.exec(
      readFileSync(`/proc/${child.pid}/fdinfo/0`, 'utf8'),
    )?.[1];
    child.kill('SIGTERM');
    await ended(child);
    expect(Number.parseInt(flags ?? '', 8) & nonBlocking).toBe(0);
  },
);

describe('with a config file', () => {
  test('scandeck prints a snapshot of its source', async () => {
    const { code, out, err } = await run();
    expect({ code, err }).toEqual({
      code: 0,
      err: 'Progress (Prisma Cloud Compute), profile test\n',
    });
    expect(JSON.parse(out)).toMatchObject({
      registry: 'quay.io',
      imageScan: { scanned: 3, total: 20 },
    });
  });

  test('a failing source is told, with its exit code', async () => {
    answer = json({ err: 'no' }, { status: 403 });
    const { code, out, err } = await run();
    expect({ code, out }).toEqual({ code: 4, out: '' });
    expect(err).toMatch(/^error: Prisma Cloud Compute refused permission.*\nhint: .*\n$/m);
  });

  test('hostile bytes reach neither stdout nor stderr raw', async () => {
    const evil = '\u001b]52;c;eA==\u0007\u009b2J\u202e\n';
    answer = json([{ ...scan(3, `q${evil}.io`), error: evil }]);
    const steers = /[[\p{Cc}--\n]\p{Bidi_Control}]/v;
    for (const format of ['table', 'json', 'ndjson']) {
      const { code, out, err } = await run('progress', '-o', format);
      expect(code).toBe(0);
      expect(out).toContain('52;c;eA==');
      expect(out + err).not.toMatch(steers);
    }
  });

  test('the secret is nowhere', async () => {
    const debug = join(folder, 'debug.log');
    const good = await run(
      'api',
      'prisma',
      'GET',
      'registry/progress',
      '--include',
      '--debug',
      debug,
    );
    answer = json({ err: `bad password ${secret}` }, { status: 401 });
    const bad = await run('progress', '--debug', debug);
    expect([good.code, bad.code]).toEqual([0, 4]);
    expect(server.requests[0]?.headers.authorization).toBe(
      `Basic ${Buffer.from(`ops:${secret}`).toString('base64')}`,
    );
    const everything = good.out + good.err + bad.out + bad.err + readFileSync(debug, 'utf8');
    expect(everything).not.toContain(secret);
    expect(everything).not.toContain(Buffer.from(`ops:${secret}`).toString('base64'));
  });
});

test('a bug is told as one, and its stack only when asked for', async () => {
  const crash = `process.on('newListener', (name) => {
    if (name === 'uncaughtException') setImmediate(() => { throw new Error('boom'); });
  })`;
  const node = ['--import', `data:text/javascript,${encodeURIComponent(crash)}`];
  const plain = await runProgram(['simulate'], { node });
  expect(plain).toMatchObject({ code: 1 });
  expect(plain.err).toMatch(/^error: this is a bug in scandeck: boom\nhint: /m);
  expect(plain.err).not.toMatch(/^ *at /m);
  const told = await runProgram(['simulate'], { node, env: { SCANDECK_DEBUG: '1' } });
  expect(told.err).toMatch(/^Error: boom$/m);
});
