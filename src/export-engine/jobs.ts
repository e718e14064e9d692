import { type Clock, sleep } from '../core/clock.ts';
import { configError, exitCodes, type ScandeckError, usageError } from '../core/errors.ts';
import type { ProgramPort } from '../core/program.ts';
import { safeText } from '../core/safe-text.ts';
import { writeControl } from './control.ts';
import type { Disk } from './disk.ts';
import { tellingDisk } from './disk-error.ts';
import { freeId, makeJob, type NewJob, namePattern, nameTaken } from './job-making.ts';
import { jobPaths, readRecord, writeRecord } from './job-record.ts';
import { isStarting, type Job, readJob, startingUntil } from './job-state.ts';
import { type StartWait, untilFree, untilStarted, type Watched } from './job-wait.ts';
import { readJournal, unreadWindow, type WindowState } from './journal.ts';
import type { ExportRequest, ExportWait, ExportWindow } from './kind.ts';
import { breakLock, lockHolder, takeLock } from './lock.ts';
import { type Manifest, readManifest } from './manifest.ts';
import { nodeDisk } from './node-disk.ts';
import { checkTarget } from './publish.ts';
import { dueAt, firstIncrement, nextIncrement } from './schedule.ts';
import { writeStatus } from './status.ts';
import { dropWork } from './worker.ts';

/** What the jobs of a user are looked at and steered with. */
export interface JobsOptions {
  readonly program: ProgramPort;
  readonly clock: Clock;
  /** @default the machine's */
  readonly disk?: Disk;
}

/** How a job is begun. */
export interface StartOptions {
  /** The job's name; by default one is made. */
  readonly name?: string | undefined;
  /** Makes it the first of a row of increments. */
  readonly everyMs?: number | undefined;
}

/** How a job is resumed. */
export interface ResumeOptions {
  /** Replace a target that appeared. */
  readonly force?: boolean;
  /** Believe the user that a worker on another machine is gone. */
  readonly breakLock?: boolean;
  /** Waits for a job that was told to start a moment ago; without it, that is refused. */
  readonly wait?: StartWait;
}

/** A window of a job, and where it stands. */
export interface JobWindow {
  readonly index: number;
  readonly window: ExportWindow;
  readonly state: WindowState;
  readonly stage: 'waiting' | 'running' | 'done';
  /** What it waits for, while it runs. */
  readonly wait: ExportWait | null;
}

/** What `next` came to. */
export type NextJob =
  | { readonly kind: 'started' | 'resumed' | 'running'; readonly job: Job }
  | { readonly kind: 'not-due'; readonly dueAtMs: number };

/** The jobs of a user: all that the pane and the commands do with them. */
export interface Jobs {
  /** The newest first. */
  list(): Promise<readonly Job[]>;
  /** @throws ScandeckError `usage` when there is no such job, or several begin so */
  get(name: string): Promise<Job>;
  /** Yields the jobs at once, and again whenever one of them changed. Ends with the signal. */
  watch(signal: AbortSignal, intervalMs?: number): AsyncGenerator<readonly Job[]>;
  /** Makes a job and starts its worker. @throws ScandeckError `usage` when the target exists */
  start(request: ExportRequest, options?: StartOptions): Promise<Job>;
  /** Starts a worker that goes on. @throws ScandeckError `usage` when it runs or is done */
  resume(name: string, options?: ResumeOptions): Promise<Job>;
  /** Asks the worker to stop, and returns when it has, or after a few seconds. */
  pause(name: string): Promise<Job>;
  cancel(name: string, options: { readonly keepParts: boolean }): Promise<Job>;
  /**
   * Removes a job's folder, never its target; a damaged one is named in full.
   *
   * @returns the job's id
   * @throws ScandeckError `usage` while it runs
   */
  remove(name: string): Promise<string>;
  /** Folders of jobs that nobody can read any more: they are in no list. */
  damaged(): Promise<readonly string[]>;
  /** Begins the next increment of a schedule, or goes on with the last one. */
  next(name: string): Promise<NextJob>;
  /** The last lines of the worker's log; not made safe. */
  log(name: string, lines: number): Promise<readonly string[]>;
  /** Null while the job is not done. */
  manifest(name: string): Promise<Manifest | null>;
  windows(name: string): Promise<readonly JobWindow[]>;
}

/** The folder with all jobs. */
export function jobsFolder(stateFolder: string): string {
  return `${stateFolder}/jobs`;
}

interface Desk {
  readonly disk: Disk;
  readonly folder: string;
  readonly clock: Clock;
  readonly program: ProgramPort;
}

/** Opens the jobs of a state folder. Nothing is read or made before it is asked for. */
export function createJobs(options: JobsOptions): Jobs {
  const { program, clock } = options;
  const need = { next: 'try again', exitCode: exitCodes.usage };
  const disk = tellingDisk(options.disk ?? nodeDisk, need);
  const desk: Desk = { disk, clock, program, folder: jobsFolder(program.stateFolder) };
  const get = (name: string) => find(desk, name);
  return {
    ...{ get, list: () => listJobs(desk) },
    watch: (signal, intervalMs = 500) => watchJobs(desk, signal, intervalMs),
    start: (request, { name, everyMs } = {}) => start(desk, request, { name, everyMs }),
    resume: async (name, how = {}) => resume(desk, await get(name), how),
    pause: async (name) => pause(desk, await get(name)),
    cancel: async (name, { keepParts }) => cancel(desk, await get(name), keepParts),
    remove: async (name) =>
      (await isDamaged(desk, name)) ? dropFolder(desk, name) : remove(desk, await get(name)),
    damaged: async () => {
      const names = await disk.list(desk.folder);
      const flags = await Promise.all(names.map((name) => isDamaged(desk, name)));
      return names.filter((_, index) => flags[index]);
    },
    next: async (name) => next(desk, await get(name)),
    log: async (name, lines) => tail(desk, await get(name), lines),
    manifest: async (name) => readManifest(disk, (await get(name)).paths.manifest),
    windows: async (name) => windowsOf(desk, await get(name)),
  };
}

async function listJobs({ disk, folder, program, clock }: Desk): Promise<readonly Job[]> {
  const view = { disk, processes: program.processes, nowMs: clock.now() };
  const jobs: Job[] = [];
  for (const name of await disk.list(folder)) {
    if (name.startsWith('.')) continue;
    const job = await readJob(view, `${folder}/${name}`).catch(() => null);
    if (job !== null) jobs.push(job);
  }
  const newest = (a: Job, b: Job) => b.record.createdAtMs - a.record.createdAtMs;
  return jobs.sort((a, b) => newest(a, b) || (a.id < b.id ? 1 : -1));
}

async function find(desk: Desk, name: string): Promise<Job> {
  // Who follows a job asks for it by its id four times a second: the others need not be read.
  const exact = await exactJob(desk, name);
  if (exact !== null) return exact;
  const jobs = await listJobs(desk);
  const found = jobs.filter(({ id }) => name !== '' && id.startsWith(name));
  const [only, other] = found;
  if (only !== undefined && other === undefined) return only;
  if (only === undefined && (await isDamaged(desk, name))) {
    throw configError(
      `The job ${name} is damaged, or of a later version: ${desk.folder}/${name}/request.json`,
      `Use the version that made it, or \`scandeck export remove ${name}\` and export anew.`,
    );
  }
  throw notOne(name, found);
}

/** How many jobs are named where several may be meant. */
const mostNamed = 3;

function notOne(name: string, found: readonly Job[]): ScandeckError {
  const shown = safeText(name, 100);
  if (found.length === 0) {
    return usageError(`There is no job ${shown}`, 'See `scandeck export list`.');
  }
  const more = found.length > mostNamed ? `, and ${found.length - mostNamed} more` : '';
  const ids = found.slice(0, mostNamed).map(({ id }) => id);
  return usageError(
    `${found.length} jobs begin with ${shown}: ${ids.join(', ')}${more}`,
    'Write more of the one that you mean.',
  );
}

async function exactJob(desk: Desk, name: string): Promise<Job | null> {
  if (!namePattern.test(name)) return null;
  const { disk, folder, program, clock } = desk;
  const view = { disk, processes: program.processes, nowMs: clock.now() };
  const job = await readJob(view, `${folder}/${name}`).catch(() => null);
  return job?.id === name ? job : null;
}

/** Whether there is a folder of this name, but no job in it that can be read. */
async function isDamaged({ disk, folder }: Desk, name: string): Promise<boolean> {
  const path = `${folder}/${name}`;
  if (!namePattern.test(name) || !(await disk.stat(path))?.isFolder) return false;
  return readRecord(disk, jobPaths(path)).then(
    (record) => record === null,
    () => true,
  );
}

async function* watchJobs(
  desk: Desk,
  signal: AbortSignal,
  intervalMs: number,
): AsyncGenerator<readonly Job[]> {
  let before = '';
  while (!signal.aborted) {
    const jobs = await listJobs(desk);
    const now = JSON.stringify(jobs.map(({ id, state, status }) => [id, state, status]));
    if (now !== before) yield jobs;
    before = now;
    await sleep(desk.clock, intervalMs, signal);
  }
}

async function start(
  desk: Desk,
  request: ExportRequest,
  { name, everyMs }: StartOptions,
): Promise<Job> {
  for (;;) {
    const id = await freeId(desk, request, name);
    const first = everyMs === undefined ? { request } : firstIncrement(request, everyMs, id);
    const job = await create(desk, { id, ...first });
    if (job !== null) return job;
    if (name !== undefined) throw nameTaken(name);
  }
}

/** Makes a job and starts its worker; null when somebody else made one of that name meanwhile. */
async function create(desk: Desk, made: NewJob): Promise<Job | null> {
  if (!(await makeJob(desk, made))) return null;
  const job = await find(desk, made.id);
  await spawnWorker(desk, job);
  return job;
}

async function spawnWorker({ program }: Desk, { id, paths, record }: Job): Promise<void> {
  await program.spawn([...record.request.openedBy, 'export', 'work', id], paths.log);
}

const watched = (desk: Desk, id: string): Watched => {
  return { clock: desk.clock, look: () => find(desk, id) };
};

async function resume(desk: Desk, named: Job, how: ResumeOptions): Promise<Job> {
  const { disk, clock, program } = desk;
  const { paths, id } = named;
  const job = how.wait ? await untilStarted(named, watched(desk, id), how.wait) : named;
  if (job.state === 'done') throw usageError(`${id} is done`, 'There is nothing left to do.');
  if (how.breakLock) await breakLock(disk, paths.locks, program.processes);
  const now = how.breakLock ? await find(desk, id) : job;
  if (now.state === 'running' || now.isHeld) throw workedAt(now, clock.now());
  if (how.force) await checkTarget(disk, job.record.request.out, true);
  if (how.force && !job.record.request.force) {
    const request = { ...job.record.request, force: true };
    await writeRecord(disk, paths, { ...job.record, request });
  }
  await writeControl(disk, paths, { want: 'run' });
  const { status } = job;
  const atMs = clock.now();
  await writeStatus(disk, paths, { ...status, state: 'starting', atMs, error: null, wait: null });
  await spawnWorker(desk, job);
  return find(desk, id);
}

function workedAt(job: Job, nowMs: number): ScandeckError {
  const seconds = Math.ceil((startingUntil(job) - nowMs) / 1000);
  return isStarting(job)
    ? usageError(
        `${job.id} was told to start a moment ago`,
        `If nothing comes of it, try again in ${seconds} s.`,
      )
    : usageError(
        `${job.id} is being worked at`,
        `Follow it with \`scandeck export follow ${job.id}\`. If its machine is gone, --break-lock.`,
      );
}

async function pause(desk: Desk, job: Job): Promise<Job> {
  const { disk, clock } = desk;
  const { paths, id, status } = job;
  if (job.state === 'done' || job.state === 'cancelled') {
    throw usageError(`${id} is ${job.state}`, 'There is nothing to pause.');
  }
  await writeControl(disk, paths, { want: 'pause' });
  if (job.state === 'running') return untilFree(watched(desk, id));
  if (job.state === 'interrupted') {
    await writeStatus(disk, paths, { ...status, state: 'paused', atMs: clock.now() });
  }
  return find(desk, id);
}

async function cancel(desk: Desk, job: Job, keepParts: boolean): Promise<Job> {
  const { disk, clock, program } = desk;
  const { paths, id, record, state } = job;
  if (state === 'done') throw usageError(`${id} is done`, 'Remove it instead; its file stays.');
  await writeControl(disk, paths, { want: 'cancel', keepParts });
  const last = state === 'running' ? await untilFree(watched(desk, id)) : job;
  if (last.state === 'running' || last.state === 'done') return last;
  const taken = await takeLock(disk, paths.locks, program.processes);
  if ('holder' in taken) return last;
  try {
    await dropWork(disk, paths, record, keepParts);
    const status = { ...last.status, state: 'cancelled', wait: null, error: null } as const;
    await writeStatus(disk, paths, { ...status, atMs: clock.now() });
  } finally {
    await taken.lock.release();
  }
  return find(desk, id);
}

async function remove(desk: Desk, job: Job): Promise<string> {
  const { id, state, isHeld, paths, record } = job;
  if (state === 'running' || isHeld) {
    throw usageError(`${id} is being worked at`, `Cancel it first: scandeck export cancel ${id}.`);
  }
  if (state !== 'done') await dropWork(desk.disk, paths, record, false);
  return dropFolder(desk, id);
}

async function dropFolder({ disk, folder, program }: Desk, id: string): Promise<string> {
  const { folder: path, locks } = jobPaths(`${folder}/${id}`);
  if ((await lockHolder(disk, locks, program.processes)) !== null) {
    throw usageError(`${id} is being worked at`, 'Wait for its end, or stop it.');
  }
  const doomed = `${folder}/.${id}.removed`;
  await disk.removeFolder(doomed);
  await disk.rename(path, doomed);
  await disk.removeFolder(doomed);
  return id;
}

async function next(desk: Desk, named: Job): Promise<NextJob> {
  const { schedule } = named.record;
  if (schedule === undefined) {
    const hint = 'Make one with --every: scandeck export KIND --every 24h ...';
    throw usageError(`${named.id} is no row of increments`, hint);
  }
  const family = (await listJobs(desk)).filter(
    ({ record }) => record.schedule?.family === schedule.family,
  );
  const sequenceOf = ({ record }: Job) => record.schedule?.sequence ?? 0;
  const last = family.reduce((a, b) => (sequenceOf(b) > sequenceOf(a) ? b : a), named);
  if (last.state === 'running') return { kind: 'running', job: last };
  if (last.state !== 'done') return { kind: 'resumed', job: await resume(desk, last, {}) };
  const increment = nextIncrement(last.record, desk.clock.now());
  if (increment === null) return { kind: 'not-due', dueAtMs: dueAt(last.record) };
  const id = `${schedule.family}.${increment.schedule.sequence}`;
  const job = await create(desk, { id, ...increment, salt: last.record.salt });
  if (job !== null) return { kind: 'started', job };
  // Another `next` was a moment earlier: its job is the one that was wanted.
  return { kind: 'running', job: await find(desk, id) };
}

async function tail({ disk }: Desk, { paths }: Job, lines: number): Promise<readonly string[]> {
  const bytes = (await disk.readFile(paths.log)) ?? Buffer.alloc(0);
  const all = bytes.toString('utf8').split('\n');
  return all.slice(0, -1).slice(-lines);
}

async function windowsOf({ disk }: Desk, { paths, status }: Job): Promise<readonly JobWindow[]> {
  const { state } = await readJournal(disk, paths.journal);
  const running = new Map(status.running.map((entry) => [entry.index, entry]));
  return (state.plan ?? []).map((window, index) => {
    const known = state.windows.get(index) ?? unreadWindow;
    const now = running.get(index);
    const stage = known.ended ? 'done' : now === undefined ? 'waiting' : 'running';
    const rows = Math.max(known.rows, now?.rows ?? 0);
    return { index, window, state: { ...known, rows }, stage, wait: now?.wait ?? null };
  });
}
