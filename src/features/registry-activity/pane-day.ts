import type { ActivitySnapshot } from './store-state.ts';

/**
 * Whether rows tell their day: an hour of yesterday alone would look like one to come. What is loaded
 * of a range that ends now may all be of today; files and times with two ends are of any day.
 */
export function rowsNeedDay(snapshot: ActivitySnapshot): boolean {
  const { timeline, load } = snapshot;
  if (isOfAnyDay(snapshot)) return true;
  const oldest = load.events.find(({ atMs }) => atMs !== null)?.atMs ?? null;
  return timeline !== null && oldest !== null && dayOf(oldest) !== dayOf(timeline.untilMs);
}

/** Whether the ends of the timeline tell their day. */
export function axisNeedsDay(snapshot: ActivitySnapshot): boolean {
  const { timeline } = snapshot;
  if (isOfAnyDay(snapshot)) return true;
  return timeline !== null && dayOf(timeline.sinceMs) !== dayOf(timeline.untilMs);
}

function isOfAnyDay({ question, load }: ActivitySnapshot): boolean {
  const { file, span } = (load.of ?? question).base;
  return file !== null || span.kind === 'bounds';
}

/** Days since 1970, UTC. */
function dayOf(ms: number): number {
  return Math.floor(ms / 86_400_000);
}
