import type { Tier } from './criteria.ts';
import type { ActivityEvent } from './model.ts';
import type { Stretch } from './stretch.ts';
import type { TailCursor } from './tail-batch.ts';
import type { WindowAnswer } from './window.ts';

/** What a tail remembers between polls. Times in epoch milliseconds. */
export interface TailState {
  readonly sinceMs: number;
  readonly query: string;
  readonly tier: Tier;
  /** Event time of the youngest event that was told. */
  watermarkMs: number;
  positionMs: number;
  floorMs: number;
  readonly seen: Map<string, number>;
  /** When each depth was looked through last. */
  readonly sweptMs: number[];
  /** Rows came at all, of interest or not. */
  hasRows: boolean;
}

const minuteMs = 60_000;

/** How far back each poll looks for what comes late: records usually come within minutes. */
const overlapMs = 5 * minuteMs;

/**
 * How far back is looked now and then, deepest first: the vendor takes records up to 24 hours late
 * (IBM Cloud docs, Cloud Logs, limits).
 */
const sweeps = [
  { everyMs: 60 * minuteMs, backMs: 24 * 60 * minuteMs },
  { everyMs: 5 * minuteMs, backMs: 60 * minuteMs },
] as const;

const longestMs = sweeps[0].backMs;

/** Keys that are kept; with more of them late events are not looked for that far back. */
const mostKeys = 50_000;

/** What a tail begins with. */
export interface StartOptions {
  readonly sinceMs: number;
  readonly query: string;
  readonly tier: Tier;
  readonly nowMs: number;
}

/** The state that a tail begins with; one that goes on looks for what came late meanwhile. */
export function startState(
  { sinceMs, query, tier, nowMs }: StartOptions,
  cursor: TailCursor | null,
): TailState {
  return {
    ...{ query, tier },
    sinceMs: cursor?.sinceMs ?? sinceMs,
    watermarkMs: cursor?.watermarkMs ?? 0,
    positionMs: cursor?.positionMs ?? sinceMs,
    floorMs: cursor?.floorMs ?? sinceMs,
    seen: new Map(cursor?.seen ?? []),
    sweptMs: sweeps.map(() => (cursor === null ? nowMs : Number.NEGATIVE_INFINITY)),
    hasRows: cursor !== null && cursor.seen.size > 0,
  };
}

/** What the next poll looks through. */
export function freshStretch(state: TailState, nowMs: number): Stretch {
  const { sinceMs, floorMs, positionMs } = state;
  const fromMs = Math.max(sinceMs, floorMs, Math.min(positionMs, nowMs) - overlapMs);
  return { fromMs: Math.min(fromMs, nowMs), toMs: nowMs };
}

/** What is to be looked through once more, up to where polls begin; null when it is not time yet. */
export function dueSweep(state: TailState, nowMs: number): Stretch | null {
  const due = sweeps.findIndex(({ everyMs }, index) => {
    return nowMs - (state.sweptMs[index] ?? 0) >= everyMs;
  });
  const sweep = sweeps[due];
  if (sweep === undefined) return null;
  for (let index = due; index < sweeps.length; index += 1) state.sweptMs[index] = nowMs;
  const { fromMs: toMs } = freshStretch(state, nowMs);
  const fromMs = Math.max(state.sinceMs, state.floorMs, nowMs - sweep.backMs);
  return fromMs < toMs ? { fromMs, toMs } : null;
}

/** What was not told before. */
export interface NewActivity {
  readonly items: readonly ActivityEvent[];
  /** Records that could not be read. */
  readonly undecodable: number;
  /** Keys of both. */
  readonly added: readonly string[];
}

/** Takes what was not told before, in its order, and marks what is late. */
export function takeNew(
  state: TailState,
  { found, unread }: Pick<WindowAnswer, 'found' | 'unread'>,
): NewActivity {
  const fresh = found.filter(({ key }) => !state.seen.has(key));
  const { watermarkMs } = state;
  for (const { key, rowMs, event } of fresh) {
    state.seen.set(key, rowMs);
    state.watermarkMs = Math.max(state.watermarkMs, event.atMs ?? 0);
  }
  const items = fresh.map(({ event }) =>
    (event.atMs ?? watermarkMs) < watermarkMs ? { ...event, late: true } : event,
  );
  const freshUnread = [...unread.keys()].filter((key) => !state.seen.has(key));
  for (const key of freshUnread) state.seen.set(key, unread.get(key) ?? state.positionMs);
  return {
    items,
    undecodable: freshUnread.length,
    added: [...fresh.map(({ key }) => key), ...freshUnread],
  };
}

/** Moves on behind a whole poll, and forgets the keys that no later poll can meet. */
export function moveTo(state: TailState, positionMs: number): void {
  state.positionMs = Math.max(state.positionMs, positionMs);
  state.floorMs = Math.max(state.floorMs, state.positionMs - longestMs);
  if (state.seen.size > mostKeys) {
    const times = [...state.seen.values()].sort((left, right) => right - left);
    state.floorMs = Math.max(state.floorMs, (times[Math.floor(mostKeys / 2)] ?? 0) + 1);
  }
  for (const [key, rowMs] of state.seen) if (rowMs < state.floorMs) state.seen.delete(key);
}

/** The position as it is now. */
export function cursorOf(state: TailState, added: readonly string[]): TailCursor {
  const { watermarkMs, positionMs, sinceMs, floorMs, seen, query, tier } = state;
  return { watermarkMs, positionMs, sinceMs, floorMs, seen, added, query, tier };
}
