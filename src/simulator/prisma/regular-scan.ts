import type { Catalogue, CatalogueImage } from '../catalogue.ts';
import { between, fraction } from '../random.ts';
import { periodicLanes, selectionLanes } from './lanes.ts';
import { countsAt, doneAfter, goingMs, type ScanCounts } from './scan-plan.ts';
import { afterglowMs, endOf, type Run, type Slot, slotAt, slotsOf } from './scan-run.ts';

/** One registry's scan as the progress tells it. Times are simulated ms. */
export interface RegistryScan extends ScanCounts {
  readonly registry: string;
  readonly startedAt: number;
  readonly ongoing: boolean;
  readonly defenders: number;
  readonly error: string | null;
  /** Whether the end is told with empty titles. */
  readonly untitled: boolean;
  /** Whether the start is told as Go's zero time. */
  readonly startUnknown: boolean;
}

/** How a registry's last finished scan came out. */
export interface LastScan {
  readonly startedAt: number;
  readonly endedAt: number;
  readonly error: string | null;
}

/** The console's regular scan: a function of the seed, the time and what was stopped and started. */
export interface RegularScan {
  scansAt(at: number): readonly RegistryScan[];
  isScanning(at: number): boolean;
  /** Whether what is being scanned was chosen by a request. */
  isSelective(at: number): boolean;
  queuedAt(at: number): ReadonlySet<string>;
  /** The registry's last scans that were finished, newest first. */
  lastScans(registry: string, at: number): readonly LastScan[];
  /** When the image was last scanned; null when no run has reached it yet. */
  scannedAt(image: CatalogueImage, at: number): number | null;
  /** Scans everything, or these images, once. Only when nothing is being scanned. */
  start(at: number, images?: readonly CatalogueImage[]): void;
  stop(at: number): void;
}

/** After a stop the periodic scan begins again by itself. */
const restMs = 90_000;
/** After a scan that was asked for, too: late enough for a script that waits for its end. */
const longRestMs = 300_000;
const keptRuns = 20;
const forever = Number.POSITIVE_INFINITY;
/**
 * The share of scans whose end is not told, and that from which on titles are empty then. A finished
 * regular scan with full counts stands in older editions of the reference (View Registry Scan
 * Progress); that it always does is said nowhere.
 */
const untoldBelow = 0.15;
const untitledFrom = 0.65;

/** A console whose periodic scan has always been going. */
export function createRegularScan(seed: number, catalogue: Catalogue): RegularScan {
  const lanes = periodicLanes(catalogue);
  const periodic = (from: number): Run => ({
    from,
    until: forever,
    lanes,
    loops: true,
    selective: false,
    origin: from,
  });
  let runs: readonly Run[] = [{ ...periodic(-forever), origin: 'always' }];

  const runAt = (at: number) => runs.find((run) => at >= run.from && at < endOf(run));
  const slotsAt = (at: number) => {
    const run = runAt(at);
    if (run === undefined) return [];
    return run.lanes.flatMap((_, index) => slotAt(run, seed, index, at) ?? []);
  };
  const past = (registry: string, at: number): readonly CutSlot[] =>
    runs
      .filter((run) => run.from <= at)
      .reverse()
      .flatMap((run) =>
        slotsOf(run, seed, registry, { at, count: 4 }).map((slot) => ({
          ...slot,
          seenMs: Math.min(at, run.until) - slot.startedAt,
        })),
      );
  const replace = (at: number, next: readonly Run[]) => {
    const before = runs.filter((run) => run.from < at).slice(-keptRuns);
    runs = [...before.map((run) => ({ ...run, until: Math.min(run.until, at) })), ...next];
  };

  return {
    scansAt: (at) => slotsAt(at).flatMap(({ current }) => scanOf(seed, current, at) ?? []),
    isScanning: (at) => runAt(at) !== undefined,
    isSelective: (at) => runAt(at)?.selective === true,
    queuedAt: (at) =>
      new Set(slotsAt(at).flatMap(({ next }) => (next === undefined ? [] : [next.registry]))),
    lastScans: (registry, at) => past(registry, at).flatMap((slot) => endedScan(slot) ?? []),
    scannedAt: (image, at) => {
      for (const { plan, startedAt, seenMs } of past(image.registry, at)) {
        const position = plan.images.indexOf(image);
        const after = position < 0 ? null : doneAfter(plan, startedAt, position, seenMs);
        if (after !== null) return startedAt + after;
      }
      return null;
    },
    start: (at, images) => {
      const once = { ...periodic(at), loops: false };
      const asked =
        images === undefined ? once : { ...once, lanes: selectionLanes(images), selective: true };
      const end = endOf(asked);
      replace(at, [{ ...asked, until: end }, periodic(end + longRestMs)]);
    },
    stop: (at) => replace(at, [periodic(at + restMs)]),
  };
}

/** A slot, and how much of it had passed at the time asked about or at the stop. */
interface CutSlot extends Slot {
  readonly seenMs: number;
}

function endedScan({ plan, startedAt, seenMs }: CutSlot): LastScan | null {
  if (seenMs < goingMs(plan)) return null;
  return { startedAt, endedAt: startedAt + goingMs(plan), error: plan.failure?.error ?? null };
}

/** Null in the gap between two scans, and after an end that is not told. */
function scanOf(seed: number, { plan, startedAt }: Slot, at: number): RegistryScan | null {
  const elapsed = at - startedAt;
  const key = [seed, plan.registry, startedAt] as const;
  const ongoing = elapsed < goingMs(plan);
  const manner = fraction(...key, 'end');
  const told = plan.failure !== undefined || manner >= untoldBelow;
  if (!ongoing && (!told || elapsed >= goingMs(plan) + afterglowMs)) return null;
  return {
    ...countsAt(plan, startedAt, Math.min(elapsed, goingMs(plan))),
    registry: plan.registry,
    startedAt,
    ongoing,
    defenders: between(1, 4, ...key, 'defenders'),
    error: ongoing ? null : (plan.failure?.error ?? null),
    untitled: !ongoing && plan.failure === undefined && manner >= untitledFrom,
    startUnknown: fraction(...key, 'start') < 0.3,
  };
}
