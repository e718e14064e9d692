import fc from 'fast-check';
import { expect, test } from 'vitest';
import { livenessOf } from '../../../src/core/program.ts';
import { breakLock, lockHolder, takeLock } from '../../../src/export-engine/lock.ts';
import { createTestProcesses } from '../../support/export-bench.ts';
import { createMemoryDisk } from '../../support/memory-disk.ts';

const folder = '/state/lock';

test('one of two gets it, and the other when the first lets go', async () => {
  const { disk } = createMemoryDisk();
  const processes = createTestProcesses();
  const [first, second] = [processes.start(), processes.start()];
  const taken = await takeLock(disk, folder, first);
  expect(await takeLock(disk, folder, second)).toMatchObject({ holder: { liveness: 'alive' } });
  if ('lock' in taken) await taken.lock.release();
  expect(await takeLock(disk, folder, second)).toHaveProperty('lock');
});

test("a dead one's lock is taken over, and its claim is gone", async () => {
  const memory = createMemoryDisk();
  const processes = createTestProcesses();
  const first = processes.start();
  await takeLock(memory.disk, folder, first);
  processes.kill(first);
  expect(await takeLock(memory.disk, folder, processes.start())).toHaveProperty('lock');
  expect(memory.paths().filter((path) => path.endsWith('.claim'))).toHaveLength(1);
});

test('the lock of another machine is taken over only when the user says so', async () => {
  const { disk } = createMemoryDisk();
  const processes = createTestProcesses();
  const here = processes.start();
  const there = { ...here, self: () => ({ ...here.self(), machine: 'another' }) };
  await takeLock(disk, folder, there);
  expect(await lockHolder(disk, folder, here)).toMatchObject({ liveness: 'elsewhere' });
  expect(await takeLock(disk, folder, here)).toMatchObject({ holder: { liveness: 'elsewhere' } });
  await breakLock(disk, folder, here);
  expect(await takeLock(disk, folder, here)).toHaveProperty('lock');
});

test('of many that come at once, with dead ones before them, at most one stays', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.integer({ min: 2, max: 5 }),
      fc.integer({ min: 0, max: 3 }),
      async (scheduler, contenders, dead) => {
        const { disk } = createMemoryDisk();
        const processes = createTestProcesses();
        for (let index = 0; index < dead; index += 1) {
          const gone = processes.start();
          await takeLock(disk, folder, gone);
          processes.kill(gone);
        }
        const list = scheduler.scheduleFunction(disk.list);
        const rename = scheduler.scheduleFunction(disk.rename);
        const remove = scheduler.scheduleFunction(disk.remove);
        const slow = { ...disk, list, rename, remove };
        const all = Promise.all(
          Array.from({ length: contenders }, () => takeLock(slow, folder, processes.start())),
        );
        await scheduler.waitFor(all);
        const held = (await all).filter((taken) => 'lock' in taken);
        expect(held.length).toBeLessThanOrEqual(1);
      },
    ),
    { numRuns: 300 },
  );
});

test.each([
  ['of this machine', {}, 'alive'],
  ['of a number that another process has now', { started: 'later' }, 'dead'],
  ['of before the restart', { boot: 'earlier' }, 'dead'],
  ['of another machine', { machine: 'another' }, 'elsewhere'],
  ['of another container', { space: 'another' }, 'elsewhere'],
])('a process %s is judged', (_name, changes, expected) => {
  const own = createTestProcesses().start();
  const exact = {
    ...own,
    lives: (mark: { started: string }) => mark.started === own.self().started,
  };
  expect(livenessOf(exact, { ...own.self(), ...changes })).toBe(expected);
});
