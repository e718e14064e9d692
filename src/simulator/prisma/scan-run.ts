import { between } from '../random.ts';
import { goingMs, type ScanPlan } from './scan-plan.ts';

/** Plans that are carried out one after the other; each lane has one going at a time. */
export type Lane = readonly ScanPlan[];

/** A regular scan of the whole console, or of a selection. Times are simulated ms. */
export interface Run {
  readonly from: number;
  /** When it was stopped or replaced; infinite while it goes on. */
  readonly until: number;
  readonly lanes: readonly Lane[];
  /** Whether the lanes begin again when they are through. */
  readonly loops: boolean;
  /** Whether a request chose what is scanned. */
  readonly selective: boolean;
  /** When each lane began; the lane's number decides for a run that always was. */
  readonly origin: number | 'always';
}

/** One registry's scan at its place in time. */
export interface Slot {
  readonly plan: ScanPlan;
  readonly startedAt: number;
}

/** How long an ended scan may still be told. */
export const afterglowMs = 6000;
const gapMs = 4000;

const slotMs = (plan: ScanPlan) => goingMs(plan) + afterglowMs + gapMs;

/** When the lanes of a run that does not loop are through. */
export function endOf(run: Run): number {
  if (run.loops || run.origin === 'always') return run.until;
  const lengths = run.lanes.map((lane) => lane.reduce((sum, plan) => sum + slotMs(plan), 0));
  return Math.min(run.until, run.origin + Math.max(0, ...lengths) - gapMs);
}

/** The slots of a lane around a time: the one that contains it, and what comes next. */
export function slotAt(
  run: Run,
  seed: number,
  laneIndex: number,
  at: number,
): { readonly current: Slot; readonly next: ScanPlan | undefined } | null {
  const lane = run.lanes[laneIndex] ?? [];
  const { origin, period } = measure(run, seed, laneIndex);
  const cycle = Math.floor((at - origin) / period);
  if (at < run.from || at >= run.until || cycle < 0 || (cycle > 0 && !run.loops)) return null;
  let startedAt = origin + cycle * period;
  for (const [index, plan] of lane.entries()) {
    if (at < startedAt + slotMs(plan)) {
      const following = lane[index + 1] ?? (run.loops ? lane[0] : undefined);
      return { current: { plan, startedAt }, next: following };
    }
    startedAt += slotMs(plan);
  }
  return null;
}

/** A registry's scans in this run that began before `at`, newest first, at most `count`. */
export function slotsOf(
  run: Run,
  seed: number,
  registry: string,
  before: SlotLimit,
): readonly Slot[] {
  const found = run.lanes.flatMap((lane, laneIndex) => {
    const { origin, period } = measure(run, seed, laneIndex);
    const last = run.loops ? Math.floor((before.at - origin) / period) : 0;
    const cycles = run.loops
      ? Array.from({ length: before.count + 1 }, (_, age) => last - age)
      : [0];
    return cycles.flatMap((cycle) => slotsIn(lane, origin + cycle * period));
  });
  return found
    .filter(({ plan, startedAt }) => plan.registry === registry && startedAt <= before.at)
    .filter(({ startedAt }) => startedAt >= run.from && startedAt < run.until)
    .sort((a, b) => b.startedAt - a.startedAt)
    .slice(0, before.count);
}

/** How far back to look. */
export interface SlotLimit {
  readonly at: number;
  readonly count: number;
}

function slotsIn(lane: Lane, start: number): readonly Slot[] {
  let startedAt = start;
  return lane.map((plan) => {
    const slot = { plan, startedAt };
    startedAt += slotMs(plan);
    return slot;
  });
}

function measure(run: Run, seed: number, laneIndex: number) {
  const lane = run.lanes[laneIndex] ?? [];
  const period = Math.max(
    1,
    lane.reduce((sum, plan) => sum + slotMs(plan), 0),
  );
  const origin =
    run.origin === 'always' ? between(0, period - 1, seed, 'lane', laneIndex) : run.origin;
  return { origin, period };
}
