import type { Session } from '../../src/api/session.ts';
import type { ProgramPort } from '../../src/core/program.ts';
import type { Disk } from '../../src/export-engine/disk.ts';
import { jobsFolder } from '../../src/export-engine/jobs.ts';
import type { ExportKind } from '../../src/export-engine/kind.ts';
import { runWorker } from '../../src/export-engine/worker.ts';

/** How a program is played. */
export interface LocalProgramOptions {
  readonly stateFolder: string;
  readonly workFolder: string;
  readonly disk: Disk;
  readonly session: () => Session;
  readonly kind: (name: string) => Promise<ExportKind>;
  /** Whether the deck is not at rest before a worker has ended. @default true */
  readonly isAwaited?: boolean;
}

/** A program whose workers live in this process. */
export interface LocalProgram extends ProgramPort {
  /** The arguments of each worker that was started. */
  readonly spawned: (readonly string[])[];
  /** Stops the workers, as a termination would; resolves when they have ended. */
  stop(): Promise<void>;
}

/** Creates a program without workers. */
export function localProgram(options: LocalProgramOptions): LocalProgram {
  const { stateFolder, workFolder, disk, session, kind, isAwaited = true } = options;
  const self = { pid: 1, started: '1', machine: 'test', boot: 'test', space: 'test' };
  const processes = { self: () => self, lives: () => true };
  const ended = new AbortController();
  const workers = new Set<Promise<unknown>>();
  const spawned: (readonly string[])[] = [];
  const work = async (id: string) => {
    const { clock, activity } = session();
    const end = isAwaited ? activity.begin() : () => {};
    try {
      await runWorker({
        ...{ disk, kind, clock, processes, version: '0.0.0-test', signal: ended.signal },
        folder: `${jobsFolder(stateFolder)}/${id}`,
        session: async () => session(),
        log: () => {},
      });
    } finally {
      end();
    }
  };
  return {
    ...{ version: '0.0.0-test', stateFolder, workFolder, processes, spawned },
    spawn: async (args) => {
      spawned.push(args);
      const worker = work(args.at(-1) ?? '').finally(() => workers.delete(worker));
      workers.add(worker);
    },
    statusLine: () => {},
    stop: async () => {
      ended.abort();
      await Promise.allSettled(workers);
    },
  };
}
