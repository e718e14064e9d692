import type { ScanReport } from '../../../../src/features/scan-progress/model.ts';
import {
  createTracker,
  observe,
  type Tracker,
} from '../../../../src/features/scan-progress/tracker.ts';

/** Shorthand for a report: counts as `[scanned, total]`. */
export interface ReportParts {
  readonly registry?: string | null;
  readonly discovery?: readonly [number, number];
  readonly images?: readonly [number, number];
  readonly over?: boolean;
  readonly startedAt?: number | null;
  readonly error?: string | null;
}

/** A report of a regular scan that goes on. */
export function report(parts: ReportParts = {}): ScanReport {
  const { registry = 'a', discovery = [1, 1], images = [0, 0], over = false, error = null } = parts;
  const ended = error === null ? 'finished' : 'failed';
  return {
    kind: 'regular',
    registry,
    repo: null,
    tag: null,
    digest: null,
    state: over ? ended : images[1] > 0 ? 'scanning' : 'discovering',
    discovery: { scanned: discovery[0], total: discovery[1] },
    imageScan: { scanned: images[0], total: images[1] },
    defenders: registry === null ? null : 1,
    startedAt: parts.startedAt ?? null,
    error,
    titles: { discovery: registry, imageScan: registry },
  };
}

/** Plays answers to a tracker of the regular view, one every two seconds from time 0 on. */
export function play(
  answers: readonly (readonly ScanReport[])[],
  tracker: Tracker = createTracker({ kind: 'regular' }, 0),
): Tracker {
  return answers.reduce(
    (state, reports, index) => observe(state, { reports, undecoded: 0 }, index * 2000),
    tracker,
  );
}
