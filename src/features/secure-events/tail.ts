import { isApiError } from '../../api/errors.ts';
import { maxPageRows, maxWindowNs } from '../../api/workload-protection/endpoints.ts';
import type { WireRow } from '../../api/workload-protection/schema.ts';
import type { Clock } from '../../core/clock.ts';
import { createNudge, poll } from '../../core/poll.ts';
import { findLate } from './late-check.ts';
import type { Gap, TailItem } from './model.ts';
import { nanosOf } from './nano-time.ts';
import { createReader, type ReadStretch, type StretchReader } from './oldest-first.ts';
import type { TailBatch, TailEvent, TailOptions } from './tail-batch.ts';
import { mayBeBehind, planTail } from './tail-plan.ts';
import {
  clockDoubtNs,
  keptIds,
  startState,
  type TailState,
  takeGaps,
  takeNew,
} from './tail-state.ts';
import type { Told } from './tailed-event.ts';
import type { AskPage } from './walk.ts';

const defaultOverlapMs = 60_000;

/** What a tail works with. */
interface Tailing {
  readonly state: TailState;
  readonly clock: Clock;
  readonly reader: StretchReader;
  readonly pageRows: number;
  readonly overlapNs: bigint;
  readonly ask: AskPage;
  /** Up to where all was read since the last plan, also where there was nothing. */
  readNs: bigint;
  /** The position at the last plan, and since when it has been there. */
  restsAtNs: bigint;
  restsSinceNs: bigint;
  /** When the server's counts were last compared. */
  comparedNs: bigint;
}

/**
 * Follows events, oldest first. What is new is read at once, and each stretch again when it is a
 * minute old, so that late events are found; ids tell which are new. The position moves only over
 * what was read whole, and what could not be is told as a gap.
 */
export async function* tailEvents(
  options: TailOptions,
  { clock, ask }: { readonly clock: Clock; readonly ask: (signal: AbortSignal) => AskPage },
): AsyncGenerator<TailEvent> {
  const { signal, intervalMs, random } = options;
  const nudge = createNudge();
  const tailing = openTail(options, clock, ask(signal));
  const polls = poll({
    ...{ clock, signal, intervalMs, nudge },
    ...(random === undefined ? {} : { random }),
    ask: () => step(tailing),
  });
  for await (const event of polls) {
    yield event.kind === 'answer' ? event.value : event;
    if (event.kind === 'answer' && event.value.state === 'catching-up') nudge.now();
  }
}

function openTail(options: TailOptions, clock: Clock, ask: AskPage): Tailing {
  const overlapNs = nanosOf(options.overlapMs ?? defaultOverlapMs);
  const state = startState(options, options.cursor ?? null, overlapNs);
  const pageRows = options.pageRows ?? maxPageRows;
  const now = () => nanosOf(clock.now());
  const reader = createReader({ ask, pageRows, known: state.seen, now, seenNs: state.newestNs });
  const startNs = now();
  // What came while no tail ran is compared at once: it may not run for ten minutes.
  const comparedNs = options.cursor?.counts === undefined ? startNs : 0n;
  const times = { readNs: 0n, restsAtNs: 0n, restsSinceNs: startNs, comparedNs };
  return { state, clock, reader, ask, pageRows, overlapNs, ...times };
}

/** Of time this long ago each part is told that was read, also when nothing was in it. */
const longAgoNs = nanosOf(600_000);

/** Reads on until something is told, or all is read that there was when it began. */
async function step(tailing: Tailing): Promise<TailBatch> {
  const { state, clock, reader } = tailing;
  const nowNs = later(nanosOf(clock.now()), state.positionNs);
  let items: readonly TailItem[] = reader.isEmpty() ? await lateItems(tailing, nowNs) : [];
  if (reader.isEmpty()) {
    if (mayBeBehind(tailing, nowNs)) await reader.peek({ fromNs: state.positionNs, toNs: nowNs });
    reader.add(planTail(tailing, nowNs));
    tailing.readNs = state.positionNs;
  }
  while (items.length === 0 && !reader.isEmpty()) {
    const read = await readOrSkip(reader, nowNs);
    items = itemsOf(state, read.rows, read.gaps);
    moveOver(tailing, read, nowNs);
    if (nowNs - read.toNs > longAgoNs) break;
  }
  const isLive = reader.isEmpty();
  const { positionNs, provenNs, sinceNs, filter, seen, ledger: counts } = state;
  return {
    ...{ kind: 'batch', items, cursor: { positionNs, provenNs, sinceNs, filter, seen, counts } },
    state: isLive ? 'live' : 'catching-up',
    lagNs: isLive ? 0n : nowNs - positionNs,
    at: clock.now(),
  };
}

/**
 * Moves the position over what was read without a break. Near to now it is the vendor's clock that
 * counts, which the newest event tells: by ours the vendor's present may not have come yet.
 */
function moveOver(tailing: Tailing, read: ReadStretch, nowNs: bigint): void {
  const { state, overlapNs } = tailing;
  if (read.fromNs <= tailing.readNs + 1n) tailing.readNs = later(tailing.readNs, read.toNs);
  const safe = earlier(tailing.readNs, later(state.newestNs, nowNs - clockDoubtNs));
  state.positionNs = later(state.positionNs, safe);
  const vendorNs = later(read.horizonNs, read.startedNs - clockDoubtNs);
  if (read.fromNs <= state.provenNs + 1n) {
    state.provenNs = later(state.provenNs, earlier(read.toNs, vendorNs - overlapNs));
    state.positionNs = later(state.positionNs, state.provenNs);
  }
  state.seen.forget(state.provenNs, keptIds);
}

/** How often the server's counts are compared with what was told. */
const compareNs = nanosOf(600_000);

/** Now and then: what came so late that no poll looks for it any more. Never throws. */
async function lateItems(tailing: Tailing, nowNs: bigint): Promise<readonly TailItem[]> {
  const { state, ask, pageRows } = tailing;
  if (nowNs - tailing.comparedNs < compareNs) return [];
  tailing.comparedNs = nowNs;
  try {
    const { ledger, seen } = state;
    const found = await findLate({ ask, pageRows, ledger, seen }, state.provenNs);
    const items = itemsOf(state, found.rows, found.gaps);
    for (const minute of found.settled) ledger.settle(minute, minute.told);
    return items;
  } catch {
    // Nothing is proven then; the next comparison sees the same.
    return [];
  }
}

/** What the server refuses for its age, more than two weeks, is a gap; the tail goes on behind it. */
async function readOrSkip(reader: StretchReader, nowNs: bigint): Promise<ReadStretch> {
  const first = reader.first();
  try {
    return await reader.next();
  } catch (error) {
    const part = reader.first() ?? first;
    const kept = nowNs - maxWindowNs;
    const isOld = part !== null && part.fromNs < kept;
    if (!isOld || !isApiError(error) || error.status !== 400) throw error;
    const old = { fromNs: part.fromNs, toNs: earlier(part.toNs, kept) };
    reader.skip(old.toNs);
    const gap = { ...old, reason: 'the server refuses to look back so far' };
    return { ...old, rows: [], gaps: [gap], horizonNs: 0n, startedNs: nowNs };
  }
}

/** What is new of them. Gaps stand where their time ends, before what happened then. */
function itemsOf(
  state: TailState,
  rows: readonly WireRow[],
  gaps: readonly Gap[],
): readonly TailItem[] {
  const events = takeNew(state, rows);
  const fresh = takeGaps(state, gaps).map((gap) => ({ kind: 'gap', gap }) as const);
  if (fresh.length === 0) return events;
  const items: readonly Told[] = [...fresh, ...events];
  return items.toSorted((a, b) => (timeOf(a) < timeOf(b) ? -1 : Number(timeOf(a) > timeOf(b))));
}

function timeOf(item: Told): bigint {
  return item.kind === 'event' ? item.atNs : item.gap.toNs;
}

function later(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}

function earlier(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
