import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { createJobs } from '../../../src/export-engine/jobs.ts';
import { nodeDisk } from '../../../src/export-engine/node-disk.ts';
import { checkTarget } from '../../../src/export-engine/publish.ts';
import { createTestProcesses } from '../../support/export-bench.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import { createMemoryDisk } from '../../support/memory-disk.ts';
import { syntheticRequest } from '../../support/synthetic-export.ts';

const dayMs = 86_400_000;
const now = Date.UTC(2026, 10, 21, 12);

function bench() {
  const memory = createMemoryDisk();
  const clock = createManualClock(now);
  const spawned: (string | undefined)[] = [];
  const jobs = createJobs({
    ...{ clock, disk: memory.disk },
    program: {
      ...{ version: '1', stateFolder: '/state', workFolder: '/' },
      processes: createTestProcesses().start(),
      spawn: async (args) => void spawned.push(args.at(-1)),
      statusLine: () => {},
    },
  });
  return { memory, clock, jobs, spawned };
}

describe('jobs that are made at the same time', () => {
  test('get names of their own', async () => {
    const { jobs, spawned } = bench();
    const outs = ['/out/a', '/out/b', '/out/c'];
    const made = await Promise.all(outs.map((out) => jobs.start(syntheticRequest({ out }))));
    const ids = made.map(({ id }) => id);
    expect(new Set(ids).size).toBe(3);
    expect(spawned.toSorted()).toEqual(ids.toSorted());
    expect(made.map(({ record }) => record.request.out)).toEqual(outs);
  });

  test('by one name are one, and the other is refused', async () => {
    const { memory, jobs, spawned } = bench();
    const start = (out: string) => jobs.start(syntheticRequest({ out }), { name: 'mine' });
    const ends = await Promise.allSettled([start('/out/a'), start('/out/b')]);
    expect(ends.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const refused = ends.find((end) => end.status === 'rejected');
    expect(refused?.reason).toMatchObject({ exitCode: 2, message: 'There is a job mine' });
    expect(spawned).toEqual(['mine']);
    expect(memory.paths().filter((path) => path.includes('.new/'))).toEqual([]);
  });

  test('as the next increment are the same one', async () => {
    const { memory, clock, jobs, spawned } = bench();
    const request = syntheticRequest({ sinceMs: now - 30 * dayMs, untilMs: now });
    const { id, paths } = await jobs.start(request, { everyMs: dayMs });
    await nodeStatus(memory, paths.status);
    await clock.advance(2 * dayMs);
    const nexts = await Promise.all([jobs.next(id), jobs.next(id), jobs.next(id)]);
    const kinds = nexts.map(({ kind }) => kind);
    expect(kinds.toSorted()).toEqual(['running', 'running', 'started']);
    expect(nexts.map((next) => 'job' in next && next.job.id)).toEqual(Array(3).fill(`${id}.2`));
    expect(spawned).toEqual([id, `${id}.2`]);
  });
});

/** Says that a job is done. */
async function nodeStatus({ disk, text }: ReturnType<typeof createMemoryDisk>, path: string) {
  const done = Buffer.from(String(text(path)).replace('"starting"', '"done"'));
  const file = await disk.open(path, 'write');
  await file.truncate(0);
  await file.write(done, 0);
}

describe('before a job is made', () => {
  test.each([
    ['EACCES', '/out', /^\/out can't be written to: permission denied$/, /--out/],
    ['EROFS', '/out', /^\/out can't be written to: .*read-only/, /--out/],
    ['ENOSPC', '/out', /^\/out can't be written to: no space/, /Make room, or/],
    ['EACCES', '/state', /^Jobs can't be kept in \/state\/jobs: permission/, /SCANDECK_STATE/],
  ])('%s below %s is told as what it is', async (code, folder, message, hint) => {
    const { memory, jobs } = bench();
    const changing = ['open', 'makeFolder'];
    memory.fail = (call, path) =>
      changing.includes(call) && path.startsWith(folder) ? code : null;
    await expect(jobs.start(syntheticRequest())).rejects.toMatchObject({
      ...{ exitCode: 2, message: expect.stringMatching(message) },
      hint: expect.stringMatching(hint),
    });
    memory.fail = null;
    expect(await jobs.list()).toEqual([]);
    expect(memory.paths()).toEqual([]);
  });

  test('jobs that can not be read are no rows that are missing', async () => {
    const { memory, jobs } = bench();
    memory.fail = (call) => (call === 'list' ? 'EACCES' : null);
    await expect(jobs.list()).rejects.toMatchObject({
      ...{ exitCode: 2, message: '/state/jobs: permission denied' },
      hint: 'Allow it, then try again.',
    });
  });
});

describe('a target', () => {
  const cleanups: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0)) await cleanup();
  });
  const folder = async () => {
    const path = await mkdtemp(join(tmpdir(), 'scandeck-target-'));
    cleanups.unshift(() => rm(path, { recursive: true }));
    return path;
  };

  test('that is no file is never replaced, not even with --force', async () => {
    const path = join(await folder(), 'socket');
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(path, resolve));
    cleanups.unshift(() => new Promise((resolve) => server.close(resolve)));
    for (const force of [false, true]) {
      await expect(checkTarget(nodeDisk, path, force)).rejects.toMatchObject({
        ...{ exitCode: 2, message: `${path} is no file that can be replaced` },
        hint: expect.stringContaining('--out -'),
      });
    }
  });

  test('that is a link is one that exists, wherever it leads', async () => {
    const path = await folder();
    const [file, good, bad] = ['file', 'good', 'bad'].map((name) => join(path, name));
    if (file === undefined || good === undefined || bad === undefined) return;
    await writeFile(file, 'theirs');
    await symlink(file, good);
    await symlink(join(path, 'nowhere'), bad);
    await expect(checkTarget(nodeDisk, good, false)).rejects.toThrow(/exists/);
    await checkTarget(nodeDisk, good, true);
    await expect(checkTarget(nodeDisk, bad, false)).rejects.toThrow(/no file/);
    await checkTarget(nodeDisk, join(path, 'free'), false);
  });
});
