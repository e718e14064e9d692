import { type ExitCode, exitCodes } from '../../core/errors.ts';
import { formatTime } from '../../core/time.ts';
import { type Job, jobRow } from '../../export-engine/job-state.ts';
import { jobsFolder } from '../../export-engine/jobs.ts';
import type { CommandContext, CommandInput } from '../feature.ts';
import { followJob } from './follow-job.ts';
import { jobColumns, windowColumns, windowRow } from './job-columns.ts';
import { jobsOf, programOf } from './job-program.ts';

const jobName = ({ arguments: [name = ''] }: CommandInput) => name;

/** `scandeck export list`. */
export async function runList(context: CommandContext): Promise<ExitCode> {
  const jobs = await jobsOf(context).list();
  const folder = jobsFolder(programOf(context).stateFolder);
  if (jobs.length === 0) context.narrate(`There are no jobs in ${folder}.`);
  const writer = context.records(jobColumns);
  await writer.add(jobs.map(jobRow));
  const damaged = await jobsOf(context).damaged();
  const warnings = damaged.map(
    (id) => `the job ${id} can't be read: see scandeck export show ${id}`,
  );
  await writer.end({ total: jobs.length, asOf: context.clock.now(), warnings });
  return exitCodes.done;
}

/** How much of a log is shown. */
const logLines = 200;

/** `scandeck export show`: its state on stderr, its windows or its log on stdout. */
export async function runShow(context: CommandContext, input: CommandInput): Promise<ExitCode> {
  const jobs = jobsOf(context);
  const job = await jobs.get(jobName(input));
  tellJob(context, job);
  if (input.options.log === true) {
    const lines = await jobs.log(job.id, logLines);
    const writer = context.records<{ readonly line: string }>([
      { name: 'line', header: 'Log', value: ({ line }) => line },
    ]);
    await writer.add(lines.map((line) => ({ line })));
    await writer.end({ total: null, truncated: lines.length === logLines });
    return exitCodes.done;
  }
  const windows = await jobs.windows(job.id);
  const writer = context.records(windowColumns);
  await writer.add(windows.map(windowRow));
  await writer.end({ total: windows.length, asOf: context.clock.now() });
  return exitCodes.done;
}

function tellJob({ narrate }: CommandContext, job: Job): void {
  const { kind, since, until, out, state, rows, windows, error } = jobRow(job);
  narrate(`${job.id}: ${kind} from ${since} to ${until}`);
  narrate(`${state}, ${rows} rows, ${windows.done} of ${windows.total ?? '?'} windows: ${out}`);
  if (error !== null) narrate(error);
  if (job.status.error?.hint) narrate(job.status.error.hint);
  narrate(`Its folder: ${job.paths.folder}`);
}

/** `scandeck export follow`. */
export async function runFollow(context: CommandContext, input: CommandInput): Promise<ExitCode> {
  const jobs = jobsOf(context);
  return followJob(context, jobs, (await jobs.get(jobName(input))).id);
}

/** `scandeck export pause`. */
export async function runPause(context: CommandContext, input: CommandInput): Promise<ExitCode> {
  const job = await jobsOf(context).pause(jobName(input));
  if (job.state === 'running') {
    context.narrate(`${job.id} was asked to pause, and its worker has not answered yet.`);
    context.narrate(`See what comes of it with: scandeck export follow ${job.id}`);
    return exitCodes.incomplete;
  }
  context.narrate(`${job.id} is ${job.state}. Go on with: scandeck export resume ${job.id}`);
  return exitCodes.done;
}

/** `scandeck export resume`. */
export async function runResume(context: CommandContext, input: CommandInput): Promise<ExitCode> {
  const { force, breakLock, detach } = input.options;
  const jobs = jobsOf(context);
  const { signal, narrate, clock } = context;
  const onWait = (untilMs: number) => {
    const most = Math.ceil((untilMs - clock.now()) / 1000);
    narrate(`It was told to start a moment ago: waiting for its worker, ${most} s at most`);
  };
  const wait = { signal, onWait };
  const how = { force: force === true, breakLock: breakLock === true, wait };
  const { id } = await jobs.resume(jobName(input), how);
  if (detach !== true) return followJob(context, jobs, id);
  context.narrate(`Follow it with: scandeck export follow ${id}`);
  return exitCodes.done;
}

/** `scandeck export cancel`. */
export async function runCancel(context: CommandContext, input: CommandInput): Promise<ExitCode> {
  const keepParts = input.options.keepParts === true;
  const job = await jobsOf(context).cancel(jobName(input), { keepParts });
  if (job.state !== 'running') context.narrate(`${job.id} is ${job.state}.`);
  else {
    context.narrate(`${job.id} was told to end, and its worker has not answered yet.`);
    context.narrate(`See what comes of it with: scandeck export follow ${job.id}`);
  }
  return job.state === 'cancelled' ? exitCodes.done : exitCodes.incomplete;
}

/** `scandeck export remove`. */
export async function runRemove(context: CommandContext, input: CommandInput): Promise<ExitCode> {
  const id = await jobsOf(context).remove(jobName(input));
  context.narrate(`${id} is removed.`);
  return exitCodes.done;
}

/** `scandeck export next`. */
export async function runNext(context: CommandContext, input: CommandInput): Promise<ExitCode> {
  const jobs = jobsOf(context);
  const next = await jobs.next(jobName(input));
  if (next.kind === 'not-due') {
    context.narrate(`Nothing is due before ${formatTime(next.dueAtMs)}.`);
    return exitCodes.done;
  }
  const { id, record } = next.job;
  context.narrate(
    `${id}: ${formatTime(record.request.sinceMs)} to ${formatTime(record.request.untilMs)}`,
  );
  return input.options.detach === true ? exitCodes.done : followJob(context, jobs, id);
}
