import { createNudge, type Nudge } from '../../core/poll.ts';
import type { ActivityBatch } from './activity-batch.ts';
import type { ActivityEvent } from './model.ts';
import type { FileBatch } from './source.ts';
import { createEventBuffer, type EventBuffer } from './store-buffer.ts';
import { type ActivityQuestion, isWithin, narrowingOf, same } from './store-question.ts';
import { type Asked, nothingTold, type Told } from './store-state.ts';
import type { TailEvent } from './tail-batch.ts';

/** Events that are kept. */
export const loadCapacity = 20_000;
/** Warnings and unreadable places that are kept to be shown. */
const mostTold = 20;

/** What came of asking one question, until another is asked. */
export interface Run {
  readonly asked: Asked;
  readonly controller: AbortController;
  readonly nudge: Nudge;
  readonly buffer: EventBuffer;
  told: Told;
  /** Everything that was there at first has come. */
  isListed: boolean;
  /** The window before was empty, and this is the archive that was offered instead. */
  readonly isOffered: boolean;
  /** Events that came since the rows are held. */
  fresh: readonly ActivityEvent[];
}

/** The window of a run, epoch milliseconds; a file has none. */
export interface Bounds {
  readonly fromMs: number;
  readonly toMs: number;
}

/** A run that nothing came of yet. */
export function createRun(asked: Asked, bounds: Bounds | null, isOffered: boolean): Run {
  return {
    asked,
    controller: new AbortController(),
    nudge: createNudge(),
    buffer: createEventBuffer(loadCapacity),
    told: {
      ...nothingTold,
      fromMs: bounds?.fromMs ?? null,
      toMs: bounds?.toMs ?? null,
      state: bounds === null ? 'reading' : 'asking',
    },
    isListed: false,
    isOffered,
    fresh: [],
  };
}

/** A run that goes on from where another was left; what came meanwhile is fetched. */
export function resumed(run: Run): Run {
  return { ...run, controller: new AbortController(), nudge: createNudge(), fresh: [] };
}

/**
 * Whether what a run brings answers a question: it was asked for just that, or for more, and nothing
 * of it is left out. A run that has failed for good answers nothing.
 */
export function covers({ asked, told }: Run, question: ActivityQuestion): boolean {
  const isOver = told.failure !== null && told.failure.againAt === null;
  if (isOver || !same(asked.base, question.base)) return false;
  const narrowing = narrowingOf(question);
  if (same(asked.narrowing, narrowing)) return true;
  return !told.truncated && !told.incomplete && isWithin(narrowing, asked.narrowing);
}

/** Takes a part of the listing. */
export function takeListed(run: Run, batch: ActivityBatch): void {
  run.buffer.push(batch.items);
  const { told } = run;
  run.told = {
    ...told,
    tier: batch.tier,
    undecodable: told.undecodable + batch.undecodable,
    warnings: joined(told.warnings, batch.warnings),
    truncated: batch.truncated || run.buffer.dropped > 0,
    incomplete: told.incomplete || batch.incomplete === true,
    tryArchive: batch.tryArchive,
    failure: null,
  };
}

/** Takes what the tail tells. @returns the events that were not there */
export function takeTail(run: Run, event: TailEvent): readonly ActivityEvent[] {
  if (event.kind === 'failure') {
    const { error, since, nextAt } = event;
    run.told = { ...run.told, failure: { error, at: since, againAt: nextAt } };
    return [];
  }
  const fresh = run.buffer.push(event.items);
  const { told } = run;
  run.told = {
    ...told,
    tier: event.tier,
    undecodable: told.undecodable + event.undecodable,
    warnings: joined(told.warnings, event.warnings),
    truncated: told.truncated || run.buffer.dropped > 0,
    incomplete: told.incomplete || event.incomplete === true,
    tryArchive: told.tryArchive && fresh.length === 0,
    // A poll that brought nothing changes nothing on the screen.
    toMs: fresh.length > 0 ? event.at : told.toMs,
    state: event.state,
    why: event.why,
    failure: null,
  };
  return fresh;
}

/** Takes a part of a file. */
export function takeFile(run: Run, batch: FileBatch): void {
  run.buffer.push(batch.items);
  const { bytesRead, bytesTotal, unreadableCount, otherServices } = batch;
  const before = run.told.file?.unreadable ?? [];
  const unreadable = [...before, ...batch.unreadable].slice(0, mostTold);
  run.told = {
    ...run.told,
    truncated: run.buffer.dropped > 0,
    file: { bytesRead, bytesTotal, unreadable, unreadableCount, otherServices },
  };
}

function joined(before: readonly string[], after: readonly string[]): readonly string[] {
  if (after.every((text) => before.includes(text))) return before;
  return [...new Set([...before, ...after])].slice(0, mostTold);
}
