import type { Session } from '../../src/api/session.ts';
import { type Clock, systemClock } from '../../src/core/clock.ts';
import type { Processes, ProcessMark } from '../../src/core/program.ts';
import type { CommitPace } from '../../src/export-engine/committer.ts';
import { jobPaths, writeRecord } from '../../src/export-engine/job-record.ts';
import type { ExportKind, ExportRequest } from '../../src/export-engine/kind.ts';
import { runWorker, type WorkerEnd } from '../../src/export-engine/worker.ts';
import { fakeSession } from './fake-session.ts';
import type { MemoryDisk } from './memory-disk.ts';

/** Processes that live until they are told to be dead. */
export function createTestProcesses(): {
  /** A new process. */
  start(): Processes;
  kill(processes: Processes): void;
} {
  const living = new Set<number>();
  let next = 1;
  return {
    start: () => {
      const pid = next++;
      living.add(pid);
      const mark: ProcessMark = {
        ...{ pid, started: String(pid), machine: 'test', boot: 'first', space: 'main' },
      };
      return { self: () => mark, lives: (other) => living.has(other.pid) };
    },
    kill: (processes) => {
      living.delete(processes.self().pid);
    },
  };
}

export const jobFolder = '/state/jobs/job-1';

/** Makes the job that `work` works at. */
export async function makeJob(memory: MemoryDisk, request: ExportRequest): Promise<void> {
  await memory.disk.makeFolder(jobFolder);
  const id = 'job-1';
  const record = { version: 1, id, createdAtMs: 0, request, salt: 'salt' } as const;
  await writeRecord(memory.disk, jobPaths(jobFolder), record);
  for (const folder of ['/', '/state', '/state/jobs']) await memory.disk.syncFolder(folder);
}

/** How a worker of a test works. */
export interface WorkOptions {
  readonly memory: MemoryDisk;
  readonly kind: ExportKind;
  readonly processes: Processes;
  readonly pace?: CommitPace;
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
  readonly log?: (line: string) => void;
  /** @default one without vendors */
  readonly session?: Session;
}

/** Commits each page: the most places to stop at. */
export const everyPage: CommitPace = { bytes: 0, delayMs: 0 };

/** A clock whose empty waits end at once, and all others never. */
export const restingClock: Clock = {
  now: systemClock.now,
  after: (delayMs, task) => {
    let isOpen = delayMs <= 0;
    setImmediate(() => isOpen && task());
    return () => {
      isOpen = false;
    };
  },
};

/** Runs a worker in this process. */
export function work(options: WorkOptions): Promise<WorkerEnd> {
  const { memory, kind, processes, pace = everyPage } = options;
  return runWorker({
    disk: memory.disk,
    folder: jobFolder,
    kind: async () => kind,
    session: async () => options.session ?? fakeSession({ sources: ['xray'] }),
    clock: options.clock ?? restingClock,
    signal: options.signal ?? new AbortController().signal,
    processes,
    version: '0.0.0',
    random: () => 0,
    pace,
    log: options.log ?? (() => {}),
  });
}
