import type { ScanRequest } from '../../api/prisma/endpoints.ts';

/** The registry's periodic scan, or the scan of one image that somebody asked for. */
export type ScanKind = 'regular' | 'on-demand';

/** What a scan is doing, told from its counts; `unknown` when they do not tell. */
export type ScanState = 'idle' | 'discovering' | 'scanning' | 'finished' | 'failed' | 'unknown';

/** How far one of the two steps is; null where the vendor did not say. */
export interface StepCount {
  readonly scanned: number | null;
  readonly total: number | null;
}

/** The titles of both steps as they came: hostile text. */
export interface StepTitles {
  readonly discovery: string | null;
  readonly imageScan: string | null;
}

/** What is watched: the regular view with all its scans, or the scan of one image. */
export type Target = { readonly kind: 'regular' } | ({ readonly kind: 'on-demand' } & ScanRequest);

/** One scan in one answer. Times are epoch milliseconds. */
export interface ScanReport {
  readonly kind: ScanKind;
  readonly registry: string | null;
  readonly repo: string | null;
  readonly tag: string | null;
  readonly digest: string | null;
  readonly state: ScanState;
  readonly discovery: StepCount;
  readonly imageScan: StepCount;
  readonly defenders: number | null;
  /** When the vendor says that it began. */
  readonly startedAt: number | null;
  /** The vendor's own words: hostile text. */
  readonly error: string | null;
  readonly titles: StepTitles;
}

/** How many images were done at a time. */
export interface Sample {
  readonly at: number;
  readonly scanned: number;
}

/** How the end of a scan became known: told by the vendor, gone from its answer, seen in the results. */
export type Outcome = 'reported' | 'vanished' | 'result';

/** A scan followed through many answers. Times are epoch milliseconds of our clock. */
export interface Scan extends ScanReport {
  /** Stable for as long as the process runs; holds text of the vendor. */
  readonly id: string;
  readonly firstSeenAt: number;
  /** The last answer that the scan stood in. */
  readonly observedAt: number;
  /** The last answer in which one of its counts had changed. */
  readonly lastMovedAt: number;
  /** Null while it goes on, and when its end was not seen. */
  readonly finishedAt: number | null;
  readonly outcome: Outcome | null;
  /** Answers that it stood in. */
  readonly observations: number;
  /** Answers since then that it was missing from. */
  readonly missed: number;
  /** Its position in the last answer that it stood in. */
  readonly index: number;
  /** Oldest first, bounded. */
  readonly samples: readonly Sample[];
}

/** The counts of a step that nothing is known about. */
export const noCount: StepCount = { scanned: null, total: null };

/** Whether the scan is over. */
export function isDone(scan: Pick<ScanReport, 'state'>): boolean {
  return scan.state === 'finished' || scan.state === 'failed';
}

/** Whether the scan was seen going and is not over. */
export function isGoing(scan: Pick<ScanReport, 'state'>): boolean {
  return !isDone(scan) && scan.state !== 'idle';
}

/** Whether a step has something to do and has done all of it. */
export function isComplete(step: StepCount): boolean {
  return step.total !== null && step.total > 0 && (step.scanned ?? 0) >= step.total;
}

/** Whether a scan was gone from the answer before its counts were full: what became of it is unknown. */
export function vanishedEarly(scan: Scan): boolean {
  return scan.outcome === 'vanished' && (isPending(scan.discovery) || isPending(scan.imageScan));
}

/** Whether a step has something left to do. */
export function isPending(step: StepCount): boolean {
  return step.total !== null && (step.scanned ?? 0) < step.total;
}

/**
 * Tells the state from the counts, because the vendor's `discovery` flag is false in its own sample
 * of a discovery under way.
 *
 * @param ongoing what the vendor says; null when it says nothing, as consoles before 30.03 do
 */
export function stateOf(
  ongoing: boolean | null,
  steps: { readonly discovery: StepCount; readonly imageScan: StepCount },
  error: string | null,
): ScanState {
  const over = error === null ? 'finished' : 'failed';
  if (ongoing === false) return over;
  if (ongoing === true) return (steps.imageScan.total ?? 0) > 0 ? 'scanning' : 'discovering';
  if (isPending(steps.imageScan)) return 'scanning';
  if (isPending(steps.discovery)) return isComplete(steps.imageScan) ? 'scanning' : 'discovering';
  return isComplete(steps.imageScan) ? over : 'unknown';
}

/** What identifies the watched thing: watchers with the same key share one poll. */
export function targetKey(target: Target): string {
  if (target.kind === 'regular') return 'regular';
  const { registry, repo, tag, digest } = target;
  return JSON.stringify(['on-demand', registry ?? '', repo, tag ?? '', digest ?? '']);
}

/** The image of a scan or request, as people write it: `registry/repo:tag@digest`. Hostile text. */
export function imageName(image: {
  readonly registry?: string | null | undefined;
  readonly repo?: string | null | undefined;
  readonly tag?: string | null | undefined;
  readonly digest?: string | null | undefined;
}): string {
  const path = [image.registry, image.repo].filter(Boolean).join('/');
  return `${path}${image.tag ? `:${image.tag}` : ''}${image.digest ? `@${image.digest}` : ''}`;
}
