import { untilAborted } from '../api/deadline.ts';
import type { Session } from '../api/session.ts';
import type { Clock } from '../core/clock.ts';
import { assemble, type FinishedPart } from './assemble.ts';
import type { CommitPace } from './committer.ts';
import { type Disk, folderOf, replaceFile } from './disk.ts';
import { DiskError } from './disk-error.ts';
import { createEncoder, type RowEncoder } from './encode-rows.ts';
import { type FetchRun, fetchWindows, type WindowEntryState } from './fetch-windows.ts';
import { type JobPaths, type JobRecord, partPath } from './job-record.ts';
import { type Journal, openJournal, type Publication, unreadWindow } from './journal.ts';
import type { ExportKind, ExportWindow } from './kind.ts';
import { type Manifest, manifestOf, manifestPath, undecodablePath } from './manifest.ts';
import { DamagedPart } from './part-chunks.ts';
import type { ProgressBoard } from './progress.ts';
import { checkTarget, freshPath, giveName, publishingOf } from './publish.ts';
import type { JobStatus } from './status.ts';
import { openTarget, type TargetFile } from './target-file.ts';
import { writeSideFile } from './undecodable-file.ts';

/** What a job's work is done with, once the lock is held. */
export interface JobRun {
  readonly disk: Disk;
  readonly paths: JobPaths;
  readonly record: JobRecord;
  readonly kind: ExportKind;
  readonly session: () => Promise<Session>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly version: string;
  readonly random: () => number;
  readonly pace?: CommitPace | undefined;
  readonly board: ProgressBoard;
  readonly onPhase: (phase: JobStatus['phase'], windows: number | null) => void;
  /** One line for the job's log. */
  readonly log: (line: string) => void;
}

/** Damage is mended by asking again; of one window more often than this, the disk is no good. */
const mostRepairs = 3;

/**
 * Does what is left of a job: from the plan to the manifest.
 *
 * @returns the manifest of the finished job
 * @throws an AbortError, a DiskError, or why it can't go on
 */
export async function runJob(run: JobRun): Promise<Manifest> {
  const { disk, paths, clock, version } = run;
  await disk.makeFolder(paths.parts);
  const journal = await openJournal(disk, paths.journal);
  try {
    // The journal's own name must be durable before it speaks.
    await disk.syncFolder(paths.folder);
    if (journal.state.publication === null) await checkTargetAgain(run, journal);
    const at = clock.now();
    await journal.append([{ is: 'run', at, version }]);
    const entries = await planned(run, journal);
    run.board.setWindows(entries.map(({ state }) => state));
    const publication = await readyFile(run, journal, entries);
    return await publish(run, { journal, entries, publication, startedAtMs: at });
  } finally {
    await journal.close();
  }
}

/** Also that a file can be made there: better now than after hours of work. */
async function checkTargetAgain({ disk, record }: JobRun, { state }: Journal): Promise<void> {
  const { out, force } = record.request;
  const folder = folderOf(out);
  if ((await disk.stat(folder)) === null) {
    throw new DiskError(folder, Object.assign(new Error('no such folder'), { code: 'ENOENT' }));
  }
  await checkTarget(disk, out, force);
  const fresh = freshPath(record);
  const file = await disk.open(fresh, 'write');
  await file.close();
  const hasRows = [...state.windows.values()].some(({ inTarget }) => inTarget);
  if (!hasRows) await disk.remove(fresh);
}

async function planned(run: JobRun, journal: Journal): Promise<WindowEntryState[]> {
  const { windows } = journal.state;
  const plan = journal.state.plan ?? (await makePlan(run, journal));
  run.onPhase('fetch', plan.length);
  return plan.map((window, index) => ({ window, state: windows.get(index) ?? unreadWindow }));
}

async function makePlan(run: JobRun, journal: Journal): Promise<readonly ExportWindow[]> {
  const { kind, record, clock, signal } = run;
  run.onPhase('plan', null);
  const session = await run.session();
  const windows = await kind.plan(record.request, { session, clock, signal });
  await journal.append([{ is: 'plan', windows }]);
  run.log(`planned ${windows.length} windows`);
  return windows;
}

/** The assembled file, waiting for its name or having it. */
interface ReadyFile {
  readonly publication: Publication;
  readonly hasName: boolean;
}

async function readyFile(
  run: JobRun,
  journal: Journal,
  entries: WindowEntryState[],
): Promise<ReadyFile> {
  const begun = journal.state.publication;
  if (begun !== null) {
    const names = { fresh: freshPath(run.record), out: run.record.request.out };
    const stage = await publishingOf(run.disk, names, begun);
    if (stage !== 'lost') return { publication: begun, hasName: stage === 'named' };
  }
  const encoder = createEncoder(run.kind, run.record.request, run.record.salt);
  const repairs = new Map<number, number>();
  for (;;) {
    try {
      const publication = await fetchAndAssemble(run, { journal, entries, encoder });
      const windows = entries.map(({ state }) => state);
      await journal.append([{ is: 'publish', publication, windows }]);
      return { publication, hasName: false };
    } catch (error) {
      if (!(error instanceof DamagedPart)) throw error;
      const count = (repairs.get(error.index) ?? 0) + 1;
      if (count > mostRepairs) throw error;
      repairs.set(error.index, count);
      await forget(run, { journal, entries, index: error.index });
    }
  }
}

interface FetchParts {
  readonly journal: Journal;
  readonly entries: WindowEntryState[];
  readonly encoder: RowEncoder;
}

/**
 * Reads what is left, and puts the parts together as they become complete: so the disk is not idle
 * first and the network then.
 */
async function fetchAndAssemble(run: JobRun, parts: FetchParts): Promise<Publication> {
  const { disk, record, signal } = run;
  const { frame } = parts.encoder;
  const head = record.request.gzip || frame.skip > 0 ? null : frame.head;
  const states = parts.entries.map(({ state }) => state);
  const target = await openTarget({ disk, path: freshPath(record), head, states, signal });
  try {
    return await fill(run, parts, target);
  } finally {
    await target.close();
  }
}

async function fill(run: JobRun, parts: FetchParts, target: TargetFile): Promise<Publication> {
  const { entries, encoder } = parts;
  const stop = new AbortController();
  const stoppable = { ...run, signal: AbortSignal.any([run.signal, stop.signal]) };
  const ends = entries.map(() => Promise.withResolvers<void>());
  const onEnded = (index: number) => {
    target.ended(index);
    ends[index]?.resolve();
  };
  for (const [index, { state }] of entries.entries()) if (state.ended) ends[index]?.resolve();
  const turnOf = (index: number) =>
    untilAborted(Promise.all(ends.slice(0, index).map(({ promise }) => promise)), stoppable.signal);
  const failures: unknown[] = [];
  const fail = (error: unknown) => {
    failures.push(error);
    stop.abort();
  };
  const finished = finishedParts(stoppable, entries, ends);
  const assembling = assembled(stoppable, encoder, { parts: finished, target }).catch(fail);
  const isAssembled = assembling.then((made) => made !== undefined);
  const [publication] = await Promise.all([
    assembling,
    fetchRest(stoppable, parts, { onEnded, turnOf, target, assembled: isAssembled }).catch(fail),
  ]);
  if (failures.length > 0 || !publication) throw failures[0];
  return publication;
}

async function fetchRest(
  run: JobRun,
  { journal, entries, encoder }: FetchParts,
  told: Pick<FetchRun, 'onEnded' | 'turnOf' | 'target' | 'assembled'>,
): Promise<void> {
  const onRead = () => run.onPhase('assemble', entries.length);
  if (entries.every(({ state }) => state.ended)) return onRead();
  const session = await run.session();
  const { request } = run.record;
  const onRetry = (window: ExportWindow, error: unknown, delayMs: number) => {
    const reason = error instanceof Error ? error.message : String(error);
    run.log(`window ${window.id}: ${reason}; again in ${Math.ceil(delayMs / 1000)} s`);
  };
  const onAllRead = () => {
    run.log('all windows are complete');
    onRead();
  };
  const how = { ...run, session, journal, encoder, request, onRetry, onRead: onAllRead };
  await fetchWindows({ ...how, ...told }, entries);
}

async function* finishedParts(
  { paths, signal }: JobRun,
  entries: readonly WindowEntryState[],
  ends: readonly PromiseWithResolvers<void>[],
): AsyncGenerator<FinishedPart> {
  const { promise: stopped, reject } = Promise.withResolvers<never>();
  stopped.catch(() => undefined);
  const stop = () => reject(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  try {
    for (const [index, entry] of entries.entries()) {
      await Promise.race([ends[index]?.promise, stopped]);
      signal.throwIfAborted();
      yield { index, state: entry.state, path: partPath(paths, index) };
    }
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

function assembled(
  { disk, record, signal }: JobRun,
  { frame }: RowEncoder,
  given: { readonly parts: AsyncIterable<FinishedPart>; readonly target: TargetFile },
): Promise<Publication> {
  const { gzip } = record.request;
  return assemble({ disk, frame, gzip, signal, ...given });
}

/**
 * Begins a window anew, since its part is not what it was. If it was in the target, the place of those
 * behind it is not known any more either.
 */
async function forget(
  run: JobRun,
  { journal, entries, index }: Omit<FetchParts, 'encoder'> & { readonly index: number },
): Promise<void> {
  const { disk, paths } = run;
  const entry = entries[index];
  if (entry === undefined) return;
  run.log(`the part of window ${entry.window.id} is damaged; the window is asked for again`);
  const isLost = ({ state }: WindowEntryState, at: number) =>
    at === index || (at > index && entry.state.inTarget === true && state.inTarget === true);
  const lost = [...entries.entries()].filter(([at, each]) => isLost(each, at));
  for (const [at, each] of lost) {
    each.state = { ...unreadWindow, retries: each.state.retries + 1 };
    run.board.update(at, each.state);
  }
  await journal.append(lost.map(([at, { state }]) => ({ is: 'window', index: at, state })));
  for (const [at] of lost) await disk.remove(partPath(paths, at));
}

interface Publishing {
  readonly journal: Journal;
  readonly entries: readonly WindowEntryState[];
  readonly publication: ReadyFile;
  readonly startedAtMs: number;
}

/** From the assembled file to the end; each step may be done twice. */
async function publish(run: JobRun, publishing: Publishing): Promise<Manifest> {
  const { disk, paths, record, clock, version } = run;
  const { journal, entries, publication, startedAtMs } = publishing;
  const { out, force } = record.request;
  const fresh = freshPath(record);
  if (publication.hasName) await disk.remove(fresh);
  else await giveName(disk, fresh, out, force);
  await writeUndecodable(run, entries);
  const endedAtMs = journal.state.doneAtMs ?? clock.now();
  const manifest = manifestOf({
    ...{ record, endedAtMs, version, windows: entries, publication: publication.publication },
    journal: {
      startedAtMs: journal.state.startedAtMs ?? startedAtMs,
      runs: journal.state.runs + 1,
    },
  });
  const text = `${JSON.stringify(manifest, null, 2)}\n`;
  await replaceFile(disk, manifestPath(out), text, `${fresh}.manifest`);
  await replaceFile(disk, paths.manifest, text);
  await journal.append([{ is: 'done', at: endedAtMs }]);
  await disk.removeFolder(paths.parts);
  return manifest;
}

async function writeUndecodable(
  { disk, paths, record }: JobRun,
  entries: readonly WindowEntryState[],
): Promise<void> {
  const { out, force } = record.request;
  const states = entries.map(({ state }) => state);
  const path = undecodablePath(out);
  if (states.some(({ undecodable }) => undecodable > 0)) {
    const fresh = `${freshPath(record)}.undecodable`;
    await writeSideFile(disk, { paths, states, fresh, path });
  } else if (force) await disk.remove(path);
}
