import { isApiError } from '../../api/errors.ts';
import { maxPageRows, maxWindowNs } from '../../api/workload-protection/endpoints.ts';
import type { Clock } from '../../core/clock.ts';
import { createNudge, poll } from '../../core/poll.ts';
import { eventOf } from './event.ts';
import type { Gap, TailItem } from './model.ts';
import { nanosOf } from './nano-time.ts';
import { type ReadStretch, readOldest, windowsOf } from './oldest-first.ts';
import type { TailBatch, TailEvent, TailOptions } from './source.ts';
import {
  knownBetween,
  moveTo,
  startState,
  type TailState,
  takeGaps,
  takeNew,
} from './tail-state.ts';
import type { AskPage, Stretch } from './walk.ts';

const defaultOverlapMs = 60_000;

/** In a quiet feed the position stays this far behind, so that our clock may be wrong by as much. */
const clockDoubtNs = nanosOf(600_000);

/** How often late events are looked for in full where that takes many pages. */
const sweepNs = nanosOf(30_000);

/** Rows of one batch while it catches up. */
const mostRowsPages = 20;

/** What a tail works with. */
interface Tailing {
  readonly state: TailState;
  readonly clock: Clock;
  readonly ask: AskPage;
  readonly pageRows: number;
  readonly overlapNs: bigint;
}

/**
 * Follows events, oldest first. Each poll looks again at the time before its position, so that late
 * events are found; ids tell which are new. The position moves only over what was read whole, and
 * what could not be is told as a gap.
 */
export async function* tailEvents(
  options: TailOptions,
  { clock, ask }: { readonly clock: Clock; readonly ask: (signal: AbortSignal) => AskPage },
): AsyncGenerator<TailEvent> {
  const { signal, intervalMs, random } = options;
  const nudge = createNudge();
  const tailing: Tailing = {
    state: startState(options, options.cursor ?? null),
    ...{ clock, ask: ask(signal), pageRows: options.pageRows ?? maxPageRows },
    overlapNs: nanosOf(options.overlapMs ?? defaultOverlapMs),
  };
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

/** Reads one stretch: the next one to catch up with, or what is new. */
async function step(tailing: Tailing): Promise<TailBatch> {
  const { state, clock } = tailing;
  const nowNs = later(nanosOf(clock.now()), state.positionNs);
  const { read, rest } = await readNext(tailing, nowNs);
  state.pending = rest;
  const events = takeNew(state, read.rows.map(eventOf));
  const gaps = takeGaps(state, read.gaps);
  const isLive = rest.length === 0;
  moveTo(state, safePosition(state, read.toNs, nowNs), depthNs(tailing));
  const { positionNs, sinceNs, filter, seen } = state;
  return {
    kind: 'batch',
    items: inTime(
      events.map((event) => ({ kind: 'event', event })),
      gaps,
    ),
    cursor: { positionNs, sinceNs, filter, seen },
    state: isLive ? 'live' : 'catching-up',
    lagNs: isLive ? 0n : nowNs - positionNs,
    at: clock.now(),
  };
}

/** The stretches from where late events are looked for to now. */
function plan(tailing: Tailing, nowNs: bigint): readonly Stretch[] {
  const { state } = tailing;
  const fromNs = state.positionNs - backNs(tailing, nowNs);
  return windowsOf({ fromNs: later(fromNs, state.sinceNs), toNs: nowNs });
}

/** How far back this poll looks: where that takes many pages, all the way only now and then. */
function backNs({ state, pageRows, overlapNs }: Tailing, nowNs: bigint): bigint {
  const isBusy = state.seen.size > 4 * pageRows;
  if (!isBusy) return overlapNs;
  if (nowNs - state.sweptNs >= sweepNs) {
    state.sweptNs = nowNs;
    return overlapNs + sweepNs;
  }
  const some = (overlapNs * BigInt(2 * pageRows)) / BigInt(state.seen.size);
  return later(some, overlapNs / 60n);
}

/** How far back any poll may look; ids are kept for as long. */
function depthNs({ overlapNs }: Tailing): bigint {
  return overlapNs + sweepNs + 1n;
}

/**
 * How far a read stretch proves anything. Near to now by the vendor's clock, which the newest event
 * tells: by ours the vendor's present may not have come yet.
 */
function safePosition({ newestNs }: TailState, toNs: bigint, nowNs: bigint): bigint {
  return earlier(toNs, later(newestNs, nowNs - clockDoubtNs));
}

/** Goes on with what is pending, else plans anew. */
async function readNext(tailing: Tailing, nowNs: bigint) {
  const { state } = tailing;
  if (state.pending.length > 0) return readOrSkip(tailing, state.pending, nowNs);
  const { sweptNs } = state;
  try {
    return await readOrSkip(tailing, plan(tailing, nowNs), nowNs);
  } catch (error) {
    state.sweptNs = sweptNs;
    throw error;
  }
}

/** What the server refuses for its age, more than two weeks, is a gap; the tail goes on behind it. */
async function readOrSkip(
  tailing: Tailing,
  planned: readonly Stretch[],
  nowNs: bigint,
): Promise<{ readonly read: ReadStretch; readonly rest: readonly Stretch[] }> {
  const { state, ask, pageRows } = tailing;
  try {
    return await readOldest(planned, {
      ...{ ask, pageRows, mostRows: pageRows * mostRowsPages },
      known: (after, before) => knownBetween(state, after, before),
      isKnown: (id) => state.seen.has(id),
    });
  } catch (error) {
    const [first, ...rest] = planned;
    const kept = nowNs - maxWindowNs;
    const isOld = first !== undefined && first.fromNs < kept;
    if (!isOld || !isApiError(error) || error.status !== 400) throw error;
    const old = { fromNs: first.fromNs, toNs: earlier(first.toNs, kept) };
    const young = { fromNs: old.toNs + 1n, toNs: first.toNs };
    const gap = { ...old, reason: 'the server refuses to look back so far' };
    const read = { ...old, rows: [], gaps: [gap] };
    return { read, rest: young.fromNs > young.toNs ? rest : [young, ...rest] };
  }
}

/** Gaps stand where their time ends, before what happened then. */
function inTime(events: readonly TailItem[], gaps: readonly Gap[]): readonly TailItem[] {
  if (gaps.length === 0) return events;
  const items: TailItem[] = [...gaps.map((gap) => ({ kind: 'gap' as const, gap })), ...events];
  return items.toSorted((a, b) => (timeOf(a) < timeOf(b) ? -1 : Number(timeOf(a) > timeOf(b))));
}

function timeOf(item: TailItem): bigint {
  return item.kind === 'event' ? item.event.atNs : item.gap.toNs;
}

function later(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}

function earlier(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
