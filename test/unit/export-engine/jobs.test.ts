import { expect, test } from 'vitest';
import { jobRow } from '../../../src/export-engine/job-state.ts';
import { createJobs } from '../../../src/export-engine/jobs.ts';
import { incrementPath } from '../../../src/export-engine/schedule.ts';
import { verifyFile } from '../../../src/export-engine/verify.ts';
import { runWorker } from '../../../src/export-engine/worker.ts';
import { createTestProcesses, restingClock } from '../../support/export-bench.ts';
import { fakeSession } from '../../support/fake-session.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import { createMemoryDisk } from '../../support/memory-disk.ts';
import { createSyntheticKind, syntheticRequest } from '../../support/synthetic-export.ts';

const now = Date.UTC(2026, 10, 21, 12, 3, 41);
const dayMs = 86_400_000;

/** Jobs whose workers run when the test says so. */
function bench() {
  const memory = createMemoryDisk();
  const clock = createManualClock(now);
  const processes = createTestProcesses();
  const spawned: (readonly string[])[] = [];
  const own = processes.start();
  const jobs = createJobs({
    ...{ clock, disk: memory.disk },
    program: {
      ...{ version: '1', stateFolder: '/state', workFolder: '/', processes: own },
      spawn: async (args) => void spawned.push(args),
      statusLine: () => {},
    },
  });
  const work = async () => {
    const process = processes.start();
    const id = spawned.at(-1)?.at(-1) ?? '';
    const end = await runWorker({
      ...{ disk: memory.disk, folder: `/state/jobs/${id}`, processes: process, version: '1' },
      kind: async () => createSyntheticKind({ rows: [['{"id":1}'], ['{"id":2}']] }),
      session: async () => fakeSession(),
      clock: { ...restingClock, now: () => clock.now() },
      signal: new AbortController().signal,
      log: () => {},
    });
    processes.kill(process);
    return end;
  };
  return { memory, clock, jobs, spawned, work };
}

test('a job is made, started, done and removed, and its file stays', async () => {
  const { memory, jobs, spawned, work } = bench();
  const request = syntheticRequest({ openedBy: ['--profile', 'prod'] });
  const { id } = await jobs.start(request);
  expect(id).toBe('synthetic-20261121-120341');
  expect(spawned).toEqual([['--profile', 'prod', 'export', 'work', id]]);
  expect((await jobs.get('synth')).state).toBe('running');
  await work();
  const job = await jobs.get(id);
  expect(jobRow(job)).toEqual({
    ...{ id, kind: 'synthetic', state: 'done', out: '/out/rows.ndjson', format: 'ndjson' },
    ...{ since: '1970-01-01T00:00:00Z', until: '1970-01-31T00:00:00Z', rows: 2 },
    ...{ windows: { done: 2, total: 2 }, ratePerSecond: null, etaSeconds: null },
    ...{ waitingFor: null, error: null },
    ...{ createdAt: '2026-11-21T12:03:41Z', updatedAt: '2026-11-21T12:03:41Z' },
  });
  expect(await jobs.windows(id)).toMatchObject([{ stage: 'done' }, { stage: 'done' }]);
  expect(await jobs.manifest(id)).toMatchObject({ rows: 2, file: 'rows.ndjson' });
  await expect(jobs.resume(id)).rejects.toThrow(/is done/);
  await jobs.remove(id);
  expect(await jobs.list()).toEqual([]);
  expect(memory.text('/out/rows.ndjson')).toBe('{"id":1}\n{"id":2}\n');
});

test('an existing target is refused before a job is made', async () => {
  const { memory, jobs } = bench();
  memory.put('/out/rows.ndjson', 'theirs');
  await expect(jobs.start(syntheticRequest())).rejects.toThrow('/out/rows.ndjson exists');
  expect(await jobs.list()).toEqual([]);
  expect((await jobs.start(syntheticRequest({ force: true }))).state).toBe('running');
});

test('no secret and no profile lies in the folder, only how it is opened', async () => {
  const { memory, jobs } = bench();
  const { paths } = await jobs.start(syntheticRequest({ openedBy: ['--config', '/c.json'] }));
  expect(memory.text(paths.record)).toContain('"--config"');
});

test('a job that was started but never worked at is interrupted, and can be cancelled', async () => {
  const { clock, jobs } = bench();
  const { id } = await jobs.start(syntheticRequest(), { name: 'mine' });
  await expect(jobs.resume(id)).rejects.toMatchObject({ hint: expect.stringMatching(/15 s/) });
  await clock.advance(20_000);
  expect((await jobs.get(id)).state).toBe('interrupted');
  expect((await jobs.pause(id)).state).toBe('paused');
  expect((await jobs.cancel(id, { keepParts: true })).state).toBe('cancelled');
  expect((await jobs.resume(id)).state).toBe('running');
});

test('a job that was just told to start can be waited for, until it is clear what comes', async () => {
  const { clock, jobs, spawned, work } = bench();
  const { id } = await jobs.start(syntheticRequest(), { name: 'mine' });
  await clock.advance(4000);
  const waits: number[] = [];
  const wait = { signal: new AbortController().signal, onWait: (ms: number) => waits.push(ms) };
  const resumed = jobs.resume(id, { wait });
  await clock.advance(10_000);
  expect(spawned).toHaveLength(1);
  await clock.advance(1500);
  expect((await resumed).state).toBe('running');
  expect(spawned).toHaveLength(2);
  expect(waits).toEqual([now + 15_000]);
  const again = expect(jobs.resume(id, { wait })).rejects.toThrow(/is done/);
  await work();
  await clock.advance(200);
  await again;
});

test('waiting for a job to start ends with its signal', async () => {
  const { clock, jobs } = bench();
  const { id } = await jobs.start(syntheticRequest());
  const stop = new AbortController();
  const wait = { signal: stop.signal, onWait: () => {} };
  const resumed = jobs.resume(id, { wait });
  resumed.catch(() => {});
  await clock.advance(1000);
  stop.abort();
  await expect(resumed).rejects.toThrow(/told to start/);
});

test('names are unique, and lead to one job', async () => {
  const { jobs } = bench();
  await jobs.start(syntheticRequest({ out: '/out/a' }), { name: 'nightly-a' });
  await jobs.start(syntheticRequest({ out: '/out/b' }), { name: 'nightly-b' });
  await expect(jobs.start(syntheticRequest(), { name: 'nightly-a' })).rejects.toThrow(
    /There is a job/,
  );
  await expect(jobs.start(syntheticRequest(), { name: '../up' })).rejects.toThrow(/name of a job/);
  await expect(jobs.get('nightly')).rejects.toThrow(
    /^2 jobs begin with nightly: nightly-[ab], nightly-[ab]$/,
  );
  await expect(jobs.get('weekly')).rejects.toThrow(/no job/);
});

test.each([
  ['broken', '{"version":1'],
  ['of a later version', '{"version":2}'],
  ['gone', null],
])('a job whose request is %s is told, and can be removed', async (_how, text) => {
  const { jobs, memory } = bench();
  const { id, paths } = await jobs.start(syntheticRequest(), { name: 'nightly' });
  await jobs.start(syntheticRequest({ out: '/out/b' }), { name: 'other' });
  await memory.disk.remove(paths.record);
  if (text !== null) {
    const file = await memory.disk.open(paths.record, 'write');
    await file.write(Buffer.from(text), 0);
    await file.close();
  }
  expect((await jobs.list()).map((job) => job.id)).toEqual(['other']);
  expect(await jobs.damaged()).toEqual([id]);
  await expect(jobs.resume(id)).rejects.toMatchObject({
    ...{ exitCode: 2, message: expect.stringMatching(/damaged/) },
    hint: 'Use the version that made it, or `scandeck export remove nightly` and export anew.',
  });
  await expect(jobs.remove('night')).rejects.toThrow(/no job/);
  expect(await jobs.remove(id)).toBe(id);
  expect(await jobs.damaged()).toEqual([]);
  await jobs.start(syntheticRequest(), { name: 'nightly' });
});

test('increments follow each other without gap or overlap, each with a file of its own', async () => {
  const { clock, jobs, work, memory } = bench();
  const sinceMs = now - 3 * dayMs;
  const request = syntheticRequest({ sinceMs, untilMs: now, out: '/out/audit.ndjson' });
  const { id, record } = await jobs.start(request, { name: 'nightly', everyMs: dayMs });
  const midnight = Date.UTC(2026, 10, 21);
  expect(record.request).toMatchObject({
    untilMs: midnight,
    out: '/out/audit-20261121T000000Z.ndjson',
  });
  expect(await jobs.next(id)).toMatchObject({ kind: 'running' });
  await work();
  expect(await jobs.next(id)).toEqual({ kind: 'not-due', dueAtMs: midnight + dayMs });
  await clock.advance(2 * dayMs);
  const next = await jobs.next(id);
  expect(next).toMatchObject({ kind: 'started', job: { id: 'nightly.2' } });
  if (next.kind !== 'started') return;
  const { request: second, salt } = next.job.record;
  expect(second).toMatchObject({ sinceMs: midnight, untilMs: midnight + 2 * dayMs });
  expect(salt).toBe(record.salt);
  await clock.advance(20_000);
  expect(await jobs.next(id)).toMatchObject({ kind: 'resumed', job: { id: 'nightly.2' } });
  await work();
  expect(
    memory.paths().filter((path) => path.endsWith('.ndjson') && path.startsWith('/out')),
  ).toEqual(['/out/audit-20261121T000000Z.ndjson', '/out/audit-20261123T000000Z.ndjson']);
});

test.each([
  ['/out/a.csv.gz', '/out/a-19700101T000000Z.csv.gz'],
  ['/a', '/a-19700101T000000Z'],
  ['/out/.hidden', '/out/.hidden-19700101T000000Z'],
  ['/x.d/audit-{until}.json', '/x.d/audit-19700101T000000Z.json'],
])('%s becomes %s', (out, expected) => {
  expect(incrementPath(out, 0)).toBe(expected);
});

test('a file is compared with its manifest', async () => {
  const { memory, jobs, work } = bench();
  await jobs.start(syntheticRequest());
  await work();
  const out = '/out/rows.ndjson';
  expect(await verifyFile(memory.disk, out)).toMatchObject({ ok: true, problems: [] });
  const file = await memory.disk.open(out, 'write');
  await file.write(Buffer.from('x'), 3);
  expect(await verifyFile(memory.disk, out)).toMatchObject({
    ok: false,
    problems: ['its SHA-256 is another one'],
  });
  await file.truncate(9);
  expect((await verifyFile(memory.disk, out))?.problems).toHaveLength(3);
  await memory.disk.remove(out);
  expect((await verifyFile(memory.disk, out))?.problems).toEqual(['the file is missing']);
  expect(await verifyFile(memory.disk, '/out/other')).toBeNull();
  const manifest = await memory.disk.open(`${out}.manifest.json`, 'write');
  await manifest.truncate(9);
  await expect(verifyFile(memory.disk, out)).rejects.toMatchObject({ code: 'manifest-damaged' });
});
