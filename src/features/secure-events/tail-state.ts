import type { EventFilter, Gap, SecureEvent } from './model.ts';
import type { TailCursor } from './source.ts';
import type { Stretch } from './walk.ts';

/** What a tail remembers between polls. All times in epoch nanoseconds. */
export interface TailState {
  positionNs: bigint;
  readonly sinceNs: bigint;
  readonly filter: EventFilter;
  /** Ids and times of the events near the position. */
  readonly seen: Map<string, bigint>;
  /** The newest event that was told. */
  newestNs: bigint;
  /** Stretches that are still to be read before it is live, oldest first. */
  pending: readonly Stretch[];
  /** Gaps that were told of late, so that looking again does not repeat them. */
  told: readonly Gap[];
  /** When late events were last looked for in full. */
  sweptNs: bigint;
}

/** The state that a tail begins with. */
export function startState(
  { sinceNs, filter }: { readonly sinceNs: bigint; readonly filter: EventFilter },
  cursor: TailCursor | null,
): TailState {
  const positionNs = cursor?.positionNs ?? sinceNs;
  return {
    ...{ positionNs, filter, sinceNs: cursor?.sinceNs ?? sinceNs },
    seen: new Map(cursor?.seen ?? []),
    newestNs: positionNs,
    ...{ pending: [], told: [], sweptNs: 0n },
  };
}

/** Takes the events that were not told before, in their order. */
export function takeNew(state: TailState, events: readonly SecureEvent[]): readonly SecureEvent[] {
  const { seen, newestNs } = state;
  const fresh: SecureEvent[] = [];
  for (const event of events) {
    if (seen.has(event.id)) continue;
    seen.set(event.id, event.atNs);
    fresh.push(event.atNs < newestNs ? { ...event, late: true } : event);
  }
  const last = fresh.at(-1)?.atNs ?? newestNs;
  if (last > newestNs) state.newestNs = last;
  return fresh;
}

/** Takes the parts of gaps that were not told before. */
export function takeGaps(state: TailState, gaps: readonly Gap[]): readonly Gap[] {
  const fresh = gaps.flatMap((gap) => untold(gap, state.told));
  state.told = [...state.told, ...fresh].slice(-200);
  return fresh;
}

function untold(gap: Gap, told: readonly Gap[]): readonly Gap[] {
  let { fromNs } = gap;
  for (const other of told) {
    if (other.reason !== gap.reason) continue;
    if (other.fromNs <= fromNs && fromNs <= other.toNs) fromNs = other.toNs + 1n;
  }
  return fromNs > gap.toNs ? [] : [{ ...gap, fromNs }];
}

/** Moves on, and forgets the ids that no later poll can meet. */
export function moveTo(state: TailState, positionNs: bigint, keepNs: bigint): void {
  if (positionNs > state.positionNs) state.positionNs = positionNs;
  const oldest = state.positionNs - keepNs;
  for (const [id, atNs] of state.seen) if (atNs < oldest) state.seen.delete(id);
}

/** How many events strictly between two times are known. */
export function knownBetween({ seen }: TailState, afterNs: bigint, beforeNs: bigint): number {
  let count = 0;
  for (const atNs of seen.values()) if (atNs > afterNs && atNs < beforeNs) count += 1;
  return count;
}
