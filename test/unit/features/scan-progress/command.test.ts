import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import {
  commands,
  progressCommand,
  scanStartCommand,
  scanStopCommand,
} from '../../../../src/features/scan-progress/command.ts';
import {
  type Answer,
  type Handler,
  json,
  type Script,
  startServer,
} from '../../../support/http-server.ts';
import { runCommand } from './command-run.ts';
import { openPrismaSession, type PrismaSession } from './prisma-session.ts';

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function open(replies: Handler | Script, readOnly = false) {
  const server = await startServer(replies);
  const session = openPrismaSession(server.url, { readOnly });
  closing.push(server.close, session.close);
  return { server, session };
}

/** Plays polls until the command is over. */
async function finish(session: PrismaSession, exitCode: Promise<number>): Promise<number> {
  let over = false;
  const done = exitCode.finally(() => {
    over = true;
  });
  await session.activity.idle();
  while (!over) await session.play(1);
  return done;
}

const fixture = (name: string): Answer => ({
  body: readFileSync(`test/fixtures/prisma/${name}.json`, 'utf8'),
});
const going = (scanned: number, more = {}) =>
  json([
    {
      discovery: { total: 2, scanned: 2 },
      imageScan: { total: 9, scanned },
      isScanOngoing: true,
      ...more,
    },
  ]);
const over = (error?: string) =>
  json([{ imageScan: { total: 9, scanned: 9, error }, isScanOngoing: false }]);
const image = { repo: 'library/alpine', tag: '3.16' };

describe('scandeck progress', () => {
  it('prints the sample of the vendor', async () => {
    const { session } = await open([fixture('regular')]);
    const run = runCommand(progressCommand, {}, session);
    expect(await run.exitCode).toBe(0);
    expect(run.records).toEqual([
      {
        source: 'prisma',
        observedAt: '2026-11-21T12:00:00Z',
        kind: 'regular',
        registry: 'us-west2-docker.pkg.dev',
        repo: null,
        tag: null,
        digest: null,
        state: 'scanning',
        discovery: { scanned: 2, total: 4 },
        imageScan: { scanned: 0, total: 2 },
        defenders: 1,
        startedAt: null,
        ratePerMinute: null,
        etaSeconds: null,
        stalled: null,
        error: null,
        titles: {
          discovery:
            'Step 1/2 discovering tags in registry us-west2-docker.pkg.dev: Discovered tags in 2/4 repositories with 1 Defenders',
          imageScan:
            'Step 2/2 scanning images in registry us-west2-docker.pkg.dev: Scanned 0/2 images with 1 Defender',
        },
      },
    ]);
    expect(run.summary()).toMatchObject({ total: 1, warnings: [] });
  });

  it('prints the sample of an image', async () => {
    const { session, server } = await open([fixture('on-demand')]);
    const run = runCommand(progressCommand, image, session);
    expect(await run.exitCode).toBe(0);
    expect(run.records).toMatchObject([
      { kind: 'on-demand', ...image, state: 'finished', imageScan: { scanned: 1, total: 1 } },
    ]);
    expect(server.requests[0]?.query.get('onDemand')).toBe('true');
  });

  it.each([
    ['console-30-03', 1, { registry: 'registry.example:5000', state: 'scanning', defenders: 3 }],
    ['console-32-06', 1, { registry: 'registry.example:5000', startedAt: null }],
    ['console-flat', 1, { registry: 'registry.example:5000', state: 'scanning' }],
    ['finished-untitled', 1, { registry: null, state: 'finished' }],
    [
      'several-registries',
      4,
      { registry: 'us-west2-docker.pkg.dev', startedAt: '2026-11-21T11:58:00Z' },
    ],
  ])('reads %s', async (name, count, first) => {
    const { session } = await open([fixture(name)]);
    const run = runCommand(progressCommand, {}, session);
    expect(await run.exitCode).toBe(0);
    expect(run.records).toHaveLength(count);
    expect(run.records[0]).toMatchObject(first);
  });

  it('says idle when nothing is going, of an image too', async () => {
    const { session } = await open([json([]), json(null)]);
    const one = runCommand(progressCommand, {}, session);
    expect(await one.exitCode).toBe(0);
    const unknown = { scanned: null, total: null };
    expect(one.records).toMatchObject([
      { kind: 'regular', state: 'idle', registry: null, discovery: unknown, imageScan: unknown },
    ]);
    const other = runCommand(progressCommand, image, session);
    expect(await other.exitCode).toBe(0);
    expect(other.records).toMatchObject([{ kind: 'on-demand', state: 'idle', ...image }]);
  });

  it('says that a scan could not be read', async () => {
    const { session } = await open([json([7, { isScanOngoing: true }])]);
    const run = runCommand(progressCommand, {}, session);
    expect(await run.exitCode).toBe(5);
    expect(run.records).toHaveLength(1);
    expect(run.summary()).toMatchObject({ total: 2, warnings: [expect.stringContaining('1 ')] });
  });

  it.each([
    [progressCommand, { registry: 'quay.io' }, /without --repo/],
    [progressCommand, { tag: '3.16', digest: 'sha256:ff' }, /--tag, --digest without --repo/],
    [progressCommand, { repo: 'library/alpine' }, /without --tag and --digest/],
    [progressCommand, { repo: '', tag: 'a' }, /no --repo/],
    [scanStartCommand, { tag: '3.16' }, /no --repo/],
    [scanStartCommand, { repo: 'library/alpine' }, /needs one of them/],
  ])('%# refuses %j before a profile is opened', async (command, options, message) => {
    const { exitCode } = runCommand(command, options);
    await expect(exitCode).rejects.toMatchObject({ exitCode: 2 });
    await expect(exitCode).rejects.toThrow(message);
  });

  it.each([{ interval: '2' }, { interval: '10ms' }, { timeout: 'soon' }])(
    'refuses %j',
    async (options) => {
      const { session } = await open([]);
      const { exitCode } = runCommand(progressCommand, { watch: true, ...options }, session);
      await expect(exitCode).rejects.toMatchObject({ exitCode: 2 });
    },
  );
});

describe('scandeck progress --watch', () => {
  it('prints a record when something changed', async () => {
    const { session } = await open([going(1), going(1), going(1), going(4), json([]), going(4)]);
    const run = runCommand(progressCommand, { watch: true }, session);
    await session.activity.idle();
    await session.play(5);
    run.stop.abort();
    await run.exitCode;
    expect(run.records.map(({ imageScan, stalled }) => [imageScan, stalled])).toEqual([
      [{ scanned: 1, total: 9 }, null],
      [{ scanned: 4, total: 9 }, false],
    ]);
    expect(run.summary()).not.toBe(null);
  });

  it('says since when the source is unreachable, and when it answers again', async () => {
    const { session, server } = await open(() => going(1));
    const run = runCommand(progressCommand, { watch: true }, session);
    await session.activity.idle();
    await server.close();
    await session.play(3);
    expect(run.narration).toHaveLength(1);
    expect(run.narration[0]).toMatch(/^prisma unreachable since 12:00:02Z: .*refused/);
    const restarted = await startServer(() => going(5), { port: server.port });
    closing.push(restarted.close);
    await session.play(10);
    run.stop.abort();
    await run.exitCode;
    expect(run.narration).toHaveLength(2);
    expect(run.narration[1]).toMatch(/^prisma answers again since 12:00:\d\dZ, after \d+s$/);
    expect(run.records.at(-1)).toMatchObject({ imageScan: { scanned: 5 } });
  });

  it('ends its output when the source refuses for good', async () => {
    const { session } = await open([going(1), json({ err: 'no' }, { status: 403 })]);
    const run = runCommand(progressCommand, { watch: true }, session);
    const failed = expect(run.exitCode).rejects.toMatchObject({ exitCode: 4 });
    await session.activity.idle();
    await session.play(1);
    await failed;
    expect(run.records).toHaveLength(1);
    expect(run.summary()).toMatchObject({ warnings: [expect.stringContaining('403')] });
  });

  it('may be limited in time', async () => {
    const { session } = await open(() => going(1));
    const run = runCommand(progressCommand, { watch: true, timeout: '5s' }, session);
    expect(await finish(session, run.exitCode)).toBe(0);
  });
});

describe('scandeck progress --until-done', () => {
  it('claims nothing of a console that never answered', async () => {
    const { session } = await open(() => ({ fault: { kind: 'reset' } }));
    const run = runCommand(progressCommand, { untilDone: true, timeout: '9s' }, session);
    expect(await finish(session, run.exitCode)).toBe(3);
    expect(run.narration.join('\n')).toContain('unknown: prisma did not answer');
    expect(run.narration.join('\n')).not.toContain('idle');
  });

  it.each([
    ['all are finished', [going(1), going(2), over()], 0, 'finished'],
    ['one failed', [going(1), over('no defender')], 1, 'failed'],
    ['a scan has vanished', [going(3), json([]), json([])], 0, 'finished'],
    ['nothing is going', [json([]), json([])], 0, 'idle'],
  ])('ends when %s', async (_, script, code, state) => {
    const { session, server } = await open(script);
    const run = runCommand(progressCommand, { untilDone: true }, session);
    expect(await finish(session, run.exitCode)).toBe(code);
    expect(server.requests).toHaveLength(script.length);
    expect(run.records).toMatchObject([{ state }]);
    expect(run.narration.at(-1)).toContain(`${state}: `);
  });

  it('waits over an empty answer in the middle', async () => {
    const { session } = await open([going(3), json([]), going(4), over()]);
    const run = runCommand(progressCommand, { untilDone: true, watch: true }, session);
    expect(await finish(session, run.exitCode)).toBe(0);
    expect(run.records.map(({ state }) => state)).toEqual(['scanning', 'scanning', 'finished']);
  });

  it('gives up when there is no answer for a minute', async () => {
    const { session, server } = await open([going(1)]);
    const run = runCommand(progressCommand, { untilDone: true }, session);
    await session.activity.idle();
    await server.close();
    expect(await finish(session, run.exitCode)).toBe(3);
    expect(run.records).toMatchObject([{ state: 'scanning' }]);
    expect(run.narration.at(-1)).toMatch(/no answer from prisma for 1m/);
  });

  it('gives up after --timeout', async () => {
    const { session } = await open(() => going(1));
    const run = runCommand(progressCommand, { untilDone: true, timeout: '9s' }, session);
    expect(await finish(session, run.exitCode)).toBe(3);
    expect(run.narration.join('\n')).toMatch(/scanning: regular.*1\/9.*\n.*not over after 9s/);
  });

  it.each([
    [
      'has a result',
      [{ repoTag: image, scanTime: '2026-11-20T08:00:00Z' }],
      0,
      /2026-11-20T08:00:00Z/,
    ],
    ['has none', null, 5, /no result/],
  ])(
    'does not call an image done that nobody saw being scanned: it %s',
    async (_, rows, code, words) => {
      const { session } = await open(({ path }) => json(path.endsWith('/progress') ? [] : rows));
      const run = runCommand(progressCommand, { ...image, untilDone: true }, session);
      expect(await finish(session, run.exitCode)).toBe(code);
      expect(run.records).toMatchObject([{ state: 'idle' }]);
      expect(run.narration.at(-1)).toMatch(words);
    },
  );
});

describe('scandeck scan', () => {
  it('starts a scan and does not eat its progress', async () => {
    const { session, server } = await open([{}]);
    const run = runCommand(scanStartCommand, image, session);
    expect(await run.exitCode).toBe(0);
    expect(server.requests.map(({ method }) => method)).toEqual(['POST']);
    expect(run.records).toMatchObject([{ kind: 'on-demand', state: 'unknown', ...image }]);
  });

  it('follows a scan to its end, over the answers before it began', async () => {
    const { session } = await open([{}, json([]), json([]), going(1), over(), json([])]);
    const run = runCommand(scanStartCommand, { ...image, follow: true }, session);
    expect(await finish(session, run.exitCode)).toBe(0);
    expect(run.records.map(({ state }) => state)).toEqual(['idle', 'scanning', 'finished']);
  });

  it('stops the regular scan', async () => {
    const { session, server } = await open([{}]);
    expect(await runCommand(scanStopCommand, {}, session).exitCode).toBe(0);
    expect(server.requests.map(({ path }) => path)).toEqual(['/api/v32.07/registry/stop']);
  });

  it.each([
    [scanStartCommand, image],
    [scanStopCommand, {}],
  ])('%# changes nothing when read-only', async (command, options) => {
    const { session, server } = await open([], true);
    await expect(runCommand(command, options, session).exitCode).rejects.toMatchObject({
      exitCode: 2,
    });
    expect(server.requests).toEqual([]);
  });
});

it('documents commands by example', () => {
  for (const { name, examples = [] } of commands) {
    for (const example of examples) expect(example).toContain(`scandeck ${name}`);
  }
});
