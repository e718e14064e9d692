import { describe, expect, test } from 'vitest';
import { jobPaths } from '../../../src/export-engine/job-record.ts';
import { readJob } from '../../../src/export-engine/job-state.ts';
import { firstStatus, readStatus, writeStatus } from '../../../src/export-engine/status.ts';
import { createTestProcesses, jobFolder, makeJob, work } from '../../support/export-bench.ts';
import { createMemoryDisk } from '../../support/memory-disk.ts';
import { createSyntheticKind, ndjsonOf, syntheticRequest } from '../../support/synthetic-export.ts';

const row = (id: number) => JSON.stringify({ id, text: 'x'.repeat(200) });
const rows = Array.from({ length: 5 }, (_, window) =>
  Array.from({ length: 10 }, (_, index) => row(window * 10 + index)),
);
const truth = ndjsonOf(rows);
const out = '/out/rows.ndjson';

async function bench(request = syntheticRequest(), isInTurn = false) {
  const memory = createMemoryDisk();
  const processes = createTestProcesses();
  await makeJob(memory, request);
  await writeStatus(memory.disk, jobPaths(jobFolder), firstStatus(0));
  const kind = createSyntheticKind({ rows, isInTurn });
  const run = async () => {
    const process = processes.start();
    const end = await work({ memory, kind, processes: process });
    processes.kill(process);
    return end;
  };
  const status = () => readStatus(memory.disk, jobPaths(jobFolder));
  return { memory, processes, kind, run, status };
}

const quotas = (concurrency: number, step: number) =>
  Array.from({ length: 12 }, (_, index) => ({ concurrency, quota: 9_500 + index * step }));

describe('a full disk', () => {
  test.each([...quotas(2, 1_500), ...quotas(1, 900)])(
    'of $quota bytes pauses the job of $concurrency windows at once, and with room it goes on',
    async ({ concurrency, quota }) => {
      const { memory, run, status } = await bench(syntheticRequest({ concurrency }));
      memory.quota = quota;
      const end = await run();
      expect(end).toMatchObject({ state: 'paused', error: { systemCode: 'ENOSPC' } });
      expect(memory.text(out)).toBeNull();
      expect(await status()).toMatchObject({
        state: 'paused',
        wait: { for: 'disk' },
        error: { message: expect.stringContaining('no space is left'), hint: expect.anything() },
      });
      memory.quota = Number.POSITIVE_INFINITY;
      expect(await run()).toMatchObject({ state: 'done' });
      expect(memory.text(out)).toBe(truth);
    },
  );
});

test.each([
  ['write', 'EDQUOT', /parts/],
  ['sync', 'EIO', /journal/],
  ['open', 'EACCES', /^\/out/],
  ['open', 'EROFS', /^\/out/],
  ['write', 'ENOSPC', /^\/out/],
  ['sync', 'ENOSPC', /^\/out/],
  ['link', 'EACCES', /^\/out/],
  ['syncFolder', 'EIO', /^\/out/],
  ['rename', 'ENOSPC', /manifest/],
  ['write', 'ENOSPC', /journal/],
  ['makeFolder', 'EROFS', /parts/],
])('a %s that fails with %s pauses the job', async (call, code, path) => {
  const { memory, run, status } = await bench();
  memory.fail = (name, at) => (name === call && path.test(at) ? code : null);
  expect(await run()).toMatchObject({ state: 'paused', error: { systemCode: code } });
  expect((await status())?.error?.message).toMatch(/^\/(out|state)\b/);
  memory.fail = null;
  expect(await run()).toMatchObject({ state: 'done' });
  expect(memory.text(out)).toBe(truth);
});

test('a folder of the target that vanishes pauses the job', async () => {
  const { memory, run } = await bench();
  await memory.disk.removeFolder('/out');
  expect(await run()).toMatchObject({ state: 'paused', error: { systemCode: 'ENOENT' } });
  await memory.disk.makeFolder('/out');
  expect(await run()).toMatchObject({ state: 'done' });
  expect(memory.text(out)).toBe(truth);
});

test('a full disk pauses a job whose other windows wait for their turn', async () => {
  const { memory, run } = await bench(syntheticRequest(), true);
  memory.quota = 13_000;
  expect(await run()).toMatchObject({ state: 'paused', error: { systemCode: 'ENOSPC' } });
  memory.quota = Number.POSITIVE_INFINITY;
  expect(await run()).toMatchObject({ state: 'done' });
  expect(memory.text(out)).toBe(truth);
});

describe('a target that appears while the job runs', () => {
  test('is not touched, and the job waits', async () => {
    const { memory, processes } = await bench();
    const late = createSyntheticKind({
      rows,
      beforePage: (window) => {
        if (window === 4 && memory.text(out) === null) memory.put(out, 'theirs');
      },
    });
    const end = await work({ memory, kind: late, processes: processes.start() });
    expect(end).toMatchObject({ state: 'paused', error: { code: 'target-exists' } });
    expect(memory.text(out)).toBe('theirs');
  });

  test('is replaced by a job that may', async () => {
    const { memory, run } = await bench();
    await makeJob(memory, syntheticRequest({ force: true }));
    memory.put(out, 'theirs');
    expect(await run()).toMatchObject({ state: 'done' });
    expect(memory.text(out)).toBe(truth);
  });
});

test('on a file system without second names the file gets its name by a rename', async () => {
  const { memory, run } = await bench();
  memory.fail = (name) => (name === 'link' ? 'EPERM' : null);
  expect(await run()).toMatchObject({ state: 'done' });
  expect(memory.text(out)).toBe(truth);
});

test('a worker that is told to end, as by a shutdown, leaves a job that is resumed', async () => {
  const { memory, processes, run } = await bench();
  const stopping = new AbortController();
  const stopped = createSyntheticKind({ rows, beforePage: () => stopping.abort() });
  const worker = processes.start();
  const { signal } = stopping;
  const end = await work({ memory, kind: stopped, processes: worker, signal });
  expect(end).toEqual({ state: 'interrupted', error: null });
  processes.kill(worker);
  const view = { disk: memory.disk, processes: processes.start(), nowMs: 0 };
  expect((await readJob(view, jobFolder))?.state).toBe('interrupted');
  expect(await run()).toMatchObject({ state: 'done' });
  expect(memory.text(out)).toBe(truth);
});

test('a journal that is damaged in its middle is told, and what follows it done again', async () => {
  const { memory, processes, kind, run } = await bench();
  const paths = jobPaths(jobFolder);
  memory.quota = 14_000;
  await run();
  memory.quota = Number.POSITIVE_INFINITY;
  const lines = String(memory.text(paths.journal)).split('\n');
  expect(lines.length).toBeGreaterThan(4);
  memory.put(paths.journal, lines.with(2, '{"is":"wi').join('\n'));
  const log: string[] = [];
  const options = {
    memory,
    kind,
    processes: processes.start(),
    log: (line: string) => log.push(line),
  };
  expect(await work(options)).toMatchObject({ state: 'done' });
  expect(log.join('\n')).toContain('the journal is damaged from line 3 on');
  expect(memory.text(out)).toBe(truth);
});

test.each([
  ['a part', 2, `${jobFolder}/parts/00001.rows`, 'w1'],
  ['the rows in the hidden file', 2, '/out/.rows.ndjson.job-1.part', 'w0'],
  ['the rows of one of several windows there', 1, '/out/.rows.ndjson.job-1.part', 'w0'],
])('%s that was damaged on the disk is asked for again', async (_what, concurrency, path, id) => {
  const { memory, processes, kind } = await bench(syntheticRequest({ concurrency }));
  const stopping = new AbortController();
  const slow = createSyntheticKind({
    rows,
    beforePage: (window, at) => {
      if (window === 4 && at > 0) stopping.abort();
    },
  });
  const first = await work({
    memory,
    kind: slow,
    processes: processes.start(),
    signal: stopping.signal,
  });
  expect(first.state).toBe('interrupted');
  const part = await memory.disk.open(path, 'write');
  await part.write(Buffer.from('#'), 100);
  const lines: string[] = [];
  const again = {
    memory,
    kind,
    processes: processes.start(),
    log: (line: string) => lines.push(line),
  };
  expect(await work(again)).toMatchObject({ state: 'done' });
  expect(memory.text(out)).toBe(truth);
  expect(lines.join('\n')).toContain(`the part of window ${id} is damaged`);
});

test('a job whose worker died is interrupted', async () => {
  const { memory, processes, kind } = await bench();
  const process = processes.start();
  memory.crashAt = memory.changes + 60;
  await Promise.race([work({ memory, kind, processes: process }), memory.crashed]);
  const after = memory.reboot('kill');
  const view = { disk: after.disk, processes: processes.start(), nowMs: Date.now() };
  expect((await readJob(view, jobFolder))?.state).toBe('running');
  processes.kill(process);
  expect((await readJob(view, jobFolder))?.state).toBe('interrupted');
});
