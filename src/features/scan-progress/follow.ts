import { formatDuration } from '../../core/duration.ts';
import { type ExitCode, exitCodes, ScandeckError } from '../../core/errors.ts';
import { formatClock, formatTime } from '../../core/time.ts';
import type { CommandContext, RecordWriter } from '../feature.ts';
import { columns } from './columns.ts';
import { createDeadline, type Deadline } from './deadline.ts';
import { imageName, isDone, isGoing, type Scan, type Target, vanishedEarly } from './model.ts';
import { fingerprint, type ProgressRecord, recordsOf } from './record.ts';
import type { ProgressEvent } from './shared-poll.ts';
import type { ProgressAnswer, ProgressSource } from './source.ts';

/** How a command follows a target. Times in milliseconds. */
export interface FollowOptions {
  readonly context: CommandContext;
  readonly source: ProgressSource;
  readonly target: Target;
  readonly intervalMs: number;
  readonly timeoutMs: number | null;
  readonly stallAfterMs: number;
  /** Prints a record whenever something changed; otherwise only the last state. */
  readonly changes: boolean;
  readonly untilDone: boolean;
  /** A scan was just started, so that "nothing" means "not yet". */
  readonly expected: boolean;
}

/** No answer for so long, while waiting for the end, means that the source went away. */
const silenceMs = 60_000;

/**
 * Follows a target until its end, a limit or a signal, and tells on stderr when the source can't be
 * reached and when it answers again.
 *
 * @returns the exit code that README lists for `--until-done`
 * @throws ScandeckError when the source refuses for good
 */
export async function follow(options: FollowOptions): Promise<ExitCode> {
  const { context, timeoutMs, untilDone } = options;
  const limits = { timeoutMs, silenceMs: untilDone ? silenceMs : null };
  const deadline = createDeadline(context.clock, context.signal, limits);
  const writer = context.records(columns);
  const state: FollowState = { answer: null, outage: null, printed: new Map() };
  try {
    await readEvents(options, state, { deadline, writer });
    const { answer } = state;
    if (answer !== null && !options.changes) await writer.add(records(options, answer));
    await writer.end({ ...(answer === null ? {} : { asOf: answer.at }) });
    return await conclude(options, state, deadline);
  } catch (error) {
    // What was printed so far stays valid output; the error itself is the caller's to tell.
    if (state.printed.size > 0) await writer.end({ warnings: [messageOf(error)] });
    throw error;
  } finally {
    deadline.close();
  }
}

interface FollowState {
  answer: ProgressAnswer | null;
  /** When the source stopped to answer, epoch milliseconds. */
  outage: number | null;
  /** Fingerprints of what was printed, by scan. */
  readonly printed: Map<string, string>;
}

async function readEvents(
  options: FollowOptions,
  state: FollowState,
  { deadline, writer }: { deadline: Deadline; writer: RecordWriter<ProgressRecord> },
): Promise<void> {
  const { source, target, intervalMs } = options;
  for await (const event of source.watch(target, { signal: deadline.signal, intervalMs })) {
    narrateOutage(options.context, state, event);
    if (event.kind === 'failure') continue;
    deadline.answered();
    state.answer = event;
    if (options.changes) await writer.add(changed(options, state.printed, event));
    if (options.untilDone && isOver(options, event)) return;
  }
}

function narrateOutage(
  { narrate }: CommandContext,
  state: FollowState,
  event: ProgressEvent,
): void {
  if (event.kind === 'failure' && state.outage === null) {
    state.outage = event.since;
    const unreachable =
      event.error instanceof ScandeckError && event.error.exitCode === exitCodes.unreachable;
    const word = unreachable ? 'unreachable' : 'failing';
    narrate(`prisma ${word} since ${formatClock(event.since)}: ${messageOf(event.error)}`);
  }
  if (event.kind === 'answer' && state.outage !== null) {
    const gap = formatDuration(event.at - state.outage);
    narrate(`prisma answers again since ${formatClock(event.at)}, after ${gap}`);
    state.outage = null;
  }
  if (event.kind === 'answer' && event.undecoded > 0) {
    narrate(`prisma answered with ${event.undecoded} scans that cannot be read`);
  }
}

function records({ stallAfterMs }: FollowOptions, { scans, at }: ProgressAnswer) {
  return recordsOf(scans, { at, stallAfterMs });
}

/** The records that differ from what was printed of the same scan. */
function changed(
  options: FollowOptions,
  printed: Map<string, string>,
  answer: ProgressAnswer,
): readonly ProgressRecord[] {
  return records(options, answer).filter((record, index) => {
    const id = answer.scans[index]?.id ?? '';
    const print = fingerprint(record);
    if (printed.get(id) === print) return false;
    printed.set(id, print);
    return true;
  });
}

/** Answers without a scan after which it is believed that there is none. */
const emptyAnswersForNone = { regular: 2, 'on-demand': 3 };

function isOver({ target, expected }: FollowOptions, answer: ProgressAnswer): boolean {
  const { scans, emptyAnswers, undecoded } = answer;
  if (scans.some(isGoing) || undecoded > 0) return false;
  const enough = emptyAnswers >= emptyAnswersForNone[target.kind];
  if (target.kind === 'regular') return emptyAnswers === 0 || enough;
  return scans.every(isDone) || (!expected && enough);
}

async function conclude(
  options: FollowOptions,
  { answer, outage }: FollowState,
  deadline: Deadline,
): Promise<ExitCode> {
  const { context, target, untilDone } = options;
  const scans = answer?.scans ?? [];
  const lines = answer === null ? ['unknown: prisma did not answer'] : stateLines(target, scans);
  if (untilDone) lines.forEach(context.narrate);
  const reason = deadline.reason();
  if (reason === null && context.signal.aborted) return exitCodes.done;
  if (reason === 'silence') {
    context.narrate(`gave up: no answer from prisma for ${formatDuration(silenceMs)}`);
  }
  if (reason === 'timeout' && untilDone) {
    context.narrate(`gave up: not over after ${formatDuration(options.timeoutMs ?? 0)}`);
  }
  if (reason !== null) {
    const away = untilDone || outage !== null || answer === null;
    return away ? exitCodes.unreachable : exitCodes.done;
  }
  if (scans.some(({ state }) => state === 'failed')) return exitCodes.refused;
  const idle = scans.find(({ state }) => state === 'idle');
  return idle === undefined ? exitCodes.done : concludeUnseen(options, idle);
}

/** Nobody saw the image being scanned: its result alone can tell that there was a scan. */
async function concludeUnseen({ context, source }: FollowOptions, idle: Scan): Promise<ExitCode> {
  const name = imageName(idle);
  const { images } = await source.result(idle, { signal: context.signal });
  const scannedAt = images[0]?.scannedAt ?? null;
  if (scannedAt === null) {
    context.narrate(`no scan of ${name} is going, and there is no result of one`);
    return exitCodes.incomplete;
  }
  context.narrate(`no scan of ${name} is going; its last result is of ${formatTime(scannedAt)}`);
  return exitCodes.done;
}

function stateLines(target: Target, scans: readonly Scan[]): readonly string[] {
  if (scans.length === 0) return [`idle: ${target.kind === 'regular' ? 'no regular scan' : ''}`];
  return scans.map((scan) => {
    const counts = [
      `repositories ${countText(scan.discovery)}`,
      `images ${countText(scan.imageScan)}`,
    ];
    const error = scan.error === null ? [] : [scan.error];
    const early = vanishedEarly(scan) ? ['vanished before its counts were full'] : [];
    return `${scan.state}: ${scan.kind} ${imageName(scan) || 'scan'}, ${[...counts, ...early, ...error].join(', ')}`;
  });
}

const countText = ({ scanned, total }: Scan['discovery']) => `${scanned ?? '?'}/${total ?? '?'}`;

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
