import type { ActivityEvent } from './model.ts';

/** Activity over time. Counts are null for a stretch of which events may be missing. */
export interface Timeline {
  /** Epoch milliseconds. */
  readonly sinceMs: number;
  readonly untilMs: number;
  readonly all: readonly (number | null)[];
  readonly failed: readonly (number | null)[];
  /** Of the events that have been loaded. */
  readonly total: number;
  readonly failures: number;
  /** Neither success nor failure: pending, or not told. */
  readonly open: number;
}

const buckets = 60;

/** What was loaded, as far as its time goes. */
interface Loaded {
  /** Null before the first answer. */
  readonly of: object | null;
  /** The oldest first. */
  readonly events: readonly ActivityEvent[];
  readonly fromMs: number | null;
  readonly toMs: number | null;
  readonly truncated: boolean;
}

interface Counted {
  readonly load: Loaded;
  readonly view: { readonly narrowed: readonly ActivityEvent[] };
}

/** Counts the events that the narrowing leaves, over the window; null while no time is known. */
export function timelineOf({ load, view }: Counted): Timeline | null {
  const times = view.narrowed.flatMap(({ atMs }) => (atMs === null ? [] : [atMs]));
  const stretch = stretchOf(load, times);
  if (stretch === null) return null;
  const { sinceMs, untilMs } = stretch;
  const all: (number | null)[] = Array.from({ length: buckets }, () => 0);
  const failed: (number | null)[] = Array.from({ length: buckets }, () => 0);
  const bucketOf = (atMs: number) =>
    Math.min(buckets - 1, Math.floor(((atMs - sinceMs) * buckets) / (untilMs - sinceMs)));
  let [failures, open] = [0, 0];
  for (const { atMs, outcome } of view.narrowed) {
    if (outcome === 'failure') failures += 1;
    else if (outcome !== 'success') open += 1;
    if (atMs === null || atMs < sinceMs) continue;
    add(all, bucketOf(atMs));
    if (outcome === 'failure') add(failed, bucketOf(atMs));
  }
  if (load.truncated) hideUnknown([all, failed], bucketOf(oldest(load.events) ?? untilMs));
  return { sinceMs, untilMs, all, failed, total: view.narrowed.length, failures, open };
}

/** The window as far as it is known; a file's window is what it holds. */
function stretchOf(load: Loaded, times: readonly number[]) {
  const newest = times.at(-1) ?? 0;
  const sinceMs = load.fromMs ?? oldest(load.events) ?? 0;
  const untilMs = Math.max(load.toMs ?? 0, newest + 1);
  return load.of === null || sinceMs >= untilMs ? null : { sinceMs, untilMs };
}

function oldest(events: readonly ActivityEvent[]): number | null {
  return events.find(({ atMs }) => atMs !== null)?.atMs ?? null;
}

function add(counts: (number | null)[], bucket: number): void {
  counts[bucket] = (counts[bucket] ?? 0) + 1;
}

function hideUnknown(lines: readonly (number | null)[][], first: number): void {
  for (const counts of lines) counts.fill(null, 0, Math.max(0, first));
}
