import type { WireRow } from '../../api/workload-protection/schema.ts';
import { createLedger, type EventLedger } from './event-ledger.ts';
import { createKnownIds, type KnownIds } from './known-ids.ts';
import type { EventFilter, Gap } from './model.ts';
import type { TailCursor } from './tail-batch.ts';
import { TailedEvent } from './tailed-event.ts';

/** In a quiet feed a position stays this far behind, so that our clock may be wrong by as much. */
export const clockDoubtNs = 600_000_000_000n;

/** Ids that are kept beyond what is needed. */
export const keptIds = 20_000;

/** What a tail remembers between polls. All times in epoch nanoseconds. */
export interface TailState {
  /** Everything up to here was read. */
  positionNs: bigint;
  /** Everything up to here was read when it was older than the overlap. */
  provenNs: bigint;
  readonly sinceNs: bigint;
  readonly filter: EventFilter;
  /** The events that were told, from `provenNs` on at least. */
  readonly seen: KnownIds;
  /** The newest event that was told. */
  newestNs: bigint;
  /** How many events were told, minute by minute. */
  readonly ledger: EventLedger;
  /** Gaps that were told of late, so that looking again does not repeat them. */
  told: readonly Gap[];
}

/** The state that a tail begins with. */
export function startState(
  { sinceNs, filter }: { readonly sinceNs: bigint; readonly filter: EventFilter },
  cursor: TailCursor | null,
  overlapNs: bigint,
): TailState {
  const since = cursor?.sinceNs ?? sinceNs;
  const keptNs = cursor?.positionNs ?? sinceNs;
  // A cursor that kept no counts knows nothing of what was told before it.
  const countedNs = cursor?.counts === undefined && cursor !== null ? keptNs : since;
  const keptProofNs = cursor?.provenNs ?? keptNs - overlapNs;
  const provenNs = keptProofNs < since ? since - 1n : keptProofNs;
  // What is proven was read: a tail that was killed may have proven more than its position says.
  const positionNs = provenNs > keptNs ? provenNs : keptNs;
  const seen = createKnownIds(cursor?.seen ?? []);
  if (seen.size >= keptIds) seen.doubt(provenNs);
  return {
    ...{ positionNs, provenNs, filter, sinceNs: since, seen },
    ledger: createLedger(countedNs, cursor?.counts),
    newestNs: positionNs,
    told: [],
  };
}

/** Takes the events that were not told before, in their order. */
export function takeNew(state: TailState, rows: readonly WireRow[]): readonly TailedEvent[] {
  const { seen, ledger, newestNs } = state;
  const fresh: TailedEvent[] = [];
  for (const row of rows) {
    if (!seen.add(row)) continue;
    ledger.add(row.atNs);
    fresh.push(new TailedEvent(row, row.atNs < newestNs));
    if (row.atNs > state.newestNs) state.newestNs = row.atNs;
  }
  return fresh;
}

/** Takes the parts of gaps that were not told before. */
export function takeGaps(state: TailState, gaps: readonly Gap[]): readonly Gap[] {
  const fresh = gaps.flatMap((gap) => untold(gap, state.told));
  state.told = [...state.told, ...fresh].slice(-200);
  for (const gap of fresh) state.ledger.doubt(gap);
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
