import { expect, test } from 'vitest';
import { ScandeckError } from '../../../../src/core/errors.ts';
import { createJobs } from '../../../../src/export-engine/jobs.ts';
import type { ExportKind } from '../../../../src/export-engine/kind.ts';
import type { JobStatus } from '../../../../src/export-engine/status.ts';
import { runWorker } from '../../../../src/export-engine/worker.ts';
import { followJob, progressText } from '../../../../src/features/audit-exports/follow-job.ts';
import { createTestProcesses, restingClock } from '../../../support/export-bench.ts';
import { fakeSession } from '../../../support/fake-session.ts';
import { createMemoryDisk } from '../../../support/memory-disk.ts';
import { createSyntheticKind, syntheticRequest } from '../../../support/synthetic-export.ts';
import { testContext } from '../../cli/test-context.ts';

/** Does a job with a kind, and follows it. */
async function follow(kind: ExportKind) {
  const { disk } = createMemoryDisk();
  const processes = createTestProcesses();
  const { context, err } = testContext();
  const program = {
    ...{ version: '1', stateFolder: '/state', workFolder: '/', processes: processes.start() },
    ...{ spawn: async () => {}, statusLine: () => {} },
  };
  const jobs = createJobs({ program, disk, clock: context.clock });
  const { id } = await jobs.start(syntheticRequest(), { name: 'mine' });
  await runWorker({
    ...{ disk, folder: `/state/jobs/${id}`, processes: processes.start(), version: '1' },
    ...{ kind: async () => kind, session: async () => fakeSession() },
    clock: { ...restingClock, now: context.clock.now },
    signal: new AbortController().signal,
    log: () => {},
  });
  const end = await followJob({ ...context, program }, jobs, id).catch((error: unknown) => error);
  return { end, err };
}

const plain = createSyntheticKind({ rows: [['{"id":1}'], ['{"id":2}']] });

const withPages = (change: (page: object) => object): ExportKind => ({
  ...plain,
  pages: async function* (asked) {
    for await (const page of plain.pages(asked)) yield { ...page, ...change(page) };
  },
});

test('a whole file is told with its rows', async () => {
  const { end, err } = await follow(plain);
  expect(end).toBe(0);
  expect(err).toEqual(['2 rows, 18 B: /out/rows.ndjson']);
});

test('a file that may lack rows is an error with exit code 5, which -q does not silence', async () => {
  const { end } = await follow(
    withPages(() => ({ warnings: ['from 1 to 2: rows may be missing'] })),
  );
  expect(end).toBeInstanceOf(ScandeckError);
  expect(end).toMatchObject({
    ...{ exitCode: 5, message: 'from 1 to 2: rows may be missing' },
    hint: 'All that is known of it is in /out/rows.ndjson.manifest.json.',
  });
});

test('rows that could not be read are named with their file', async () => {
  const { end } = await follow(
    createSyntheticKind({ rows: [['{"id":1}']], undecodable: new Map([[0, ['{', '[']]]) }),
  );
  expect(end).toMatchObject({
    ...{ exitCode: 5 },
    message: '2 rows could not be read: /out/rows.ndjson.undecodable.ndjson has them',
  });
});

test('what failed is an error with the exit code of its reason, and how to try again', async () => {
  const fault = new ScandeckError('the vendor does not know FOO', {
    ...{ code: 'http-status', who: 'user', exitCode: 4, hint: 'Write BAR.' },
  });
  const failing: ExportKind = {
    ...plain,
    plan: () => {
      throw fault;
    },
  };
  const { end } = await follow(failing);
  expect(end).toMatchObject({
    ...{ exitCode: 4, message: 'mine failed at 0 rows, 0 B: the vendor does not know FOO' },
    hint: 'Write BAR. To try it again as it is: scandeck export resume mine',
  });
});

test.each<[string, Partial<JobStatus>, string]>([
  [
    'within a single window',
    { windowsTotal: 1, windowsRead: 0.42 },
    'mine: [########............] 42%  0/1 windows  3 rows, 9 B',
  ],
  [
    'never quite done before it is',
    { windowsTotal: 2, windowsDone: 2, windowsRead: 2 },
    'mine: [###################.] 99%  2/2 windows  3 rows, 9 B',
  ],
  [
    'without a bar where nothing can be said',
    { windowsTotal: 5, windowsRead: null },
    'mine: 0/5 windows  3 rows, 9 B',
  ],
  [
    'by whole windows where a worker of an earlier version tells no more',
    { windowsTotal: 2, windowsDone: 1 },
    'mine: [##########..........] 50%  1/2 windows  3 rows, 9 B',
  ],
])('tells %s', async (_what, part, text) => {
  const { disk } = createMemoryDisk();
  const processes = createTestProcesses().start();
  const { context } = testContext();
  const program = {
    ...{ version: '1', stateFolder: '/state', workFolder: '/', processes },
    ...{ spawn: async () => {}, statusLine: () => {} },
  };
  const jobs = createJobs({ program, disk, clock: context.clock });
  const job = await jobs.start(syntheticRequest(), { name: 'mine' });
  const status = { ...job.status, rows: 3, bytes: 9, ...part };
  expect(progressText({ ...job, status }, 0)).toBe(text);
});
