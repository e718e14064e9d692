import { nanosOf } from './nano-time.ts';
import { type StretchReader, windowsOf } from './oldest-first.ts';
import { clockDoubtNs, type TailState } from './tail-state.ts';
import type { Stretch } from './walk.ts';

/** What a plan depends on. */
interface Planning {
  readonly state: TailState;
  readonly pageRows: number;
  readonly overlapNs: bigint;
  readonly reader: Pick<StretchReader, 'horizonNs'>;
  /** The position at the last plan, and since when it has been there. */
  restsAtNs: bigint;
  restsSinceNs: bigint;
}

/** How often all that is not proven is looked at again while no new event comes. */
const restNs = nanosOf(30_000);

/** What is new comes first, unless so much waits to be looked at again. */
const overdueNs = nanosOf(20_000);

/** Time over which the rate of events is measured. */
const rateNs = nanosOf(5000);

/**
 * The stretches of the next poll. Few events are all looked at again each time. Of many only the
 * newest are, and what has become older than the overlap, once: that proves that it is whole.
 */
export function planTail(planning: Planning, nowNs: bigint): readonly Stretch[] {
  const { state, pageRows } = planning;
  const { provenNs, seen } = state;
  const open = { fromNs: provenNs + 1n, toNs: nowNs };
  const isQuiet = seen.countIn(open) <= pageRows;
  if (isQuiet) return windowsOf(open);
  const fresh = { fromNs: freshFrom(planning), toNs: nowNs };
  const again = { fromNs: provenNs + 1n, toNs: againTo(planning, nowNs) };
  const isBehind = again.toNs >= fresh.fromNs - 1n;
  const news = windowsOf(isBehind ? { ...fresh, fromNs: again.toNs + 1n } : fresh);
  if (again.toNs < again.fromNs) return news;
  const isOverdue = isBehind || again.toNs - again.fromNs > overdueNs;
  return isOverdue ? [...windowsOf(again), ...news] : [...news, ...windowsOf(again)];
}

/**
 * Whether it may be so far behind that what comes next is old enough to be read only once: then it is
 * worth a call to learn how far the feed has come.
 */
export function mayBeBehind({ state, reader, pageRows, overlapNs }: Planning, nowNs: bigint) {
  const { provenNs, positionNs, seen } = state;
  const isBusy = seen.countIn({ fromNs: provenNs + 1n, toNs: positionNs }) > 4 * pageRows;
  return isBusy && nowNs - reader.horizonNs() > overlapNs;
}

/** A page's worth of time before the position: most late events are only a little late. */
function freshFrom({ state, pageRows }: Planning): bigint {
  const { positionNs, provenNs } = state;
  const rows = rateOf(state);
  const back = rows === 0 ? rateNs : (rateNs * BigInt(pageRows)) / BigInt(rows);
  return later(positionNs - back, provenNs + 1n);
}

/** Up to where it is looked again: not further than it could prove anything, but now and then. */
function againTo(planning: Planning, nowNs: bigint): bigint {
  const { state, overlapNs, pageRows } = planning;
  const { positionNs, provenNs, seen } = state;
  if (seen.countIn({ fromNs: provenNs + 1n, toNs: positionNs }) <= 4 * pageRows) return positionNs;
  const isResting = positionNs === planning.restsAtNs;
  const restsNs = nowNs - planning.restsSinceNs;
  if (!isResting || restsNs >= restNs) {
    planning.restsAtNs = positionNs;
    planning.restsSinceNs = nowNs;
  }
  if (isResting && restsNs >= restNs) return positionNs;
  const provable = later(planning.reader.horizonNs(), nowNs - clockDoubtNs) - overlapNs;
  return later(provenNs, earlier(provable, positionNs));
}

/** Events in the last seconds before the position. */
function rateOf({ seen, positionNs }: TailState): number {
  return seen.countIn({ fromNs: positionNs - rateNs + 1n, toNs: positionNs });
}

function earlier(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

function later(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
