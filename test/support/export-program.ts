import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type Ended, ended, startProgram } from '../lifecycle/cli-program.ts';

/** The built program with jobs of its own, on simulated vendors. */
export interface ExportProgram {
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  /** Starts the program on the simulated vendors. */
  start(...args: readonly string[]): ReturnType<typeof startProgram>;
  run(...args: readonly string[]): Promise<Ended>;
  /** A job's last word; null while there is none. */
  status(job: string): Promise<{ readonly state: string; readonly rows: number } | null>;
  /** Resolves when a job is so. */
  until(job: string, isSo: (status: { state: string; rows: number }) => boolean): Promise<void>;
  /** The processes that hold a job's lock. */
  workers(job: string): Promise<readonly number[]>;
  /** The bytes of an exported file; null when there is none. */
  read(file: string): Promise<Buffer | null>;
  /** Kills what still runs, and removes all files. */
  close(): Promise<void>;
}

const lookMs = 10;

/** Starts simulated vendors, and makes a state folder. Close it in afterEach. */
export async function openExportProgram(
  simulatorArgs: readonly string[] = [],
): Promise<ExportProgram> {
  const folder = await mkdtemp(join(tmpdir(), 'scandeck-export-'));
  const simulator = startProgram(['-q', 'simulate', ...simulatorArgs]);
  const config = join(folder, 'config.json');
  await writeFile(config, await firstObject(simulator.stdout), { mode: 0o600 });
  const env = { SCANDECK_STATE: join(folder, 'state') };
  const jobs = join(folder, 'state', 'jobs');
  const start = (...args: readonly string[]) =>
    startProgram(['--config', config, ...args], { env });
  const orNull = async (path: string) => readFile(path).catch(() => null);
  const status = async (job: string) => {
    const text = await orNull(join(jobs, job, 'status.json'));
    try {
      return text === null ? null : JSON.parse(text.toString('utf8'));
    } catch {
      return null;
    }
  };
  const workers = async (job: string) => {
    const locks = join(jobs, job, 'lock');
    const names = await readdir(locks).catch(() => []);
    const claims = await Promise.all(
      names.filter((name) => name.endsWith('.claim')).map((name) => orNull(join(locks, name))),
    );
    return claims.flatMap((claim) => (claim === null ? [] : [JSON.parse(claim.toString()).pid]));
  };
  return {
    ...{ folder, env, start, status, workers },
    run: (...args) => ended(start(...args)),
    until: async (job, isSo) => {
      for (;;) {
        const now = await status(job);
        if (now !== null && isSo(now)) return;
        await wait(lookMs);
      }
    },
    read: (file) => orNull(join(folder, file)),
    close: async () => {
      for (const job of await readdir(jobs).catch(() => [])) {
        for (const pid of await workers(job)) kill(pid);
      }
      simulator.kill('SIGKILL');
      await once(simulator, 'close');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Kills at once, as the machine's memory killer does. */
export function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Gone already.
  }
}

async function firstObject(stream: NodeJS.ReadableStream): Promise<string> {
  let text = '';
  for await (const chunk of stream) {
    text += String(chunk);
    if (/^}\n/m.test(text)) return text;
  }
  throw new Error('The simulator printed no config');
}
