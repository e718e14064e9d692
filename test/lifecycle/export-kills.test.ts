import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock } from '../../src/core/clock.ts';
import { formatTime } from '../../src/core/time.ts';
import { createXrayTruth } from '../../src/simulator/xray/truth.ts';
import { type ExportProgram, kill, openExportProgram } from '../support/export-program.ts';
import { ended } from './cli-program.ts';

let program: ExportProgram;
let truth: Buffer;

/** Two whole days that the simulator's vendor still keeps, whenever this runs. */
const dayMs = 86_400_000;
const untilMs = Math.floor(systemClock.now() / dayMs) * dayMs;
const sinceMs = untilMs - 2 * dayMs;

const simulatorSeed = 4;
const faults = '429:1%,429-bare:1%,5xx:2%,reset:2%,cut:2%,slow:1%,html:2%';

beforeAll(async () => {
  program = await openExportProgram(['--seed', String(simulatorSeed), '--faults', faults]);
  const { code } = await program.run(...exported('truth', '--page-size', '500'));
  expect(code).toBe(0);
  truth = (await program.read('truth.ndjson')) ?? Buffer.alloc(0);
  const told = createXrayTruth(simulatorSeed).auditEvents({ sinceMs, untilMs });
  expect(told.count).toBeGreaterThan(2000);
  expect(createHash('sha256').update(truth).digest('hex')).toBe(told.sha256());
});

afterAll(async () => {
  await program.close();
});

/** Small pages make the job long enough to be stopped in the middle. */
const exported = (job: string, ...more: readonly string[]) =>
  ['export', 'xray-audit'].concat([
    ...['--since', formatTime(sinceMs), '--until', formatTime(untilMs)],
    ...['--page-size', '16', '--out', `${program.folder}/${job}.ndjson`, '--name', job],
    ...more,
  ]);

const isTruth = async (job: string) =>
  (await program.read(`${job}.ndjson`))?.equals(truth) ?? false;

const isRunning = ({ state, rows }: { state: string; rows: number }) =>
  state === 'running' && rows > 0;

test.each([
  ['in-turn', []],
  ['eight-at-once', ['--concurrency', '8']],
] as const)(
  'killed again and again with windows %s, it comes to the same file',
  async (windows, options) => {
    const job = `killed-${windows}`;
    const follower = program.start(...exported(job, ...options));
    const followerEnd = ended(follower);
    for (const rows of [1, 300, 700]) {
      if (rows > 1) expect((await program.run('export', 'resume', job, '--detach')).code).toBe(0);
      await program.until(job, (status) => isRunning(status) && status.rows > rows);
      if (rows === 1) follower.kill('SIGKILL');
      for (const pid of await program.workers(job)) kill(pid);
      const { out } = await program.run('export', 'list', '-o', 'ndjson');
      expect(out).toMatch(new RegExp(`"id":"${job}".*"state":"interrupted"`));
      expect(await program.read(`${job}.ndjson`)).toBeNull();
    }
    await followerEnd;
    expect((await program.run('export', 'resume', job)).code).toBe(0);
    expect(await isTruth(job)).toBe(true);
    expect((await program.run('export', 'verify', `${program.folder}/${job}.ndjson`)).code).toBe(0);
  },
);

test('ctrl-c pauses the job and says how to go on', async () => {
  const follower = program.start(...exported('paused'));
  await program.until('paused', isRunning);
  const end = ended(follower);
  follower.kill('SIGINT');
  const { code, err } = await end;
  expect(code).toBe(130);
  expect(err).toContain('scandeck export resume paused');
  expect((await program.status('paused'))?.state).toBe('paused');
  expect((await program.run('export', 'resume', 'paused')).code).toBe(0);
  expect(await isTruth('paused')).toBe(true);
});

test('a hang-up leaves the job running, and a second worker finds the lock held', async () => {
  const follower = program.start(...exported('left'));
  await program.until('left', isRunning);
  const [worker = 0] = await program.workers('left');
  process.kill(worker, 'SIGHUP');
  const end = ended(follower);
  follower.kill('SIGHUP');
  expect((await end).code).toBe(129);
  const second = await program.run('export', 'work', 'left');
  expect(second).toMatchObject({ code: 5, err: expect.stringMatching(/another worker/) });
  await program.until('left', ({ state }) => state === 'done');
  expect(await isTruth('left')).toBe(true);
});
