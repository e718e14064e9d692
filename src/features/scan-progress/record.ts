import { formatTime } from '../../core/time.ts';
import { estimateOf, isStalled, rateOf } from './estimate.ts';
import type { Scan, ScanKind, ScanReport, ScanState, StepCount, StepTitles } from './model.ts';
import { idleReport } from './reports.ts';

/** One scan as the headless command prints it. What is not known is null. Texts are as they came. */
export interface ProgressRecord {
  readonly source: 'prisma';
  /** RFC 3339, UTC. */
  readonly observedAt: string;
  readonly kind: ScanKind;
  readonly registry: string | null;
  readonly repo: string | null;
  readonly tag: string | null;
  readonly digest: string | null;
  readonly state: ScanState;
  readonly discovery: StepCount;
  readonly imageScan: StepCount;
  readonly defenders: number | null;
  /** RFC 3339, UTC. */
  readonly startedAt: string | null;
  /** Images a minute, to two decimals. */
  readonly ratePerMinute: number | null;
  readonly etaSeconds: number | null;
  readonly stalled: boolean | null;
  readonly error: string | null;
  readonly titles: StepTitles;
}

/** @param stallAfterMs how long an ongoing scan may stand still */
export function recordOf(scan: Scan, stallAfterMs: number): ProgressRecord {
  const rate = rateOf(scan);
  return {
    ...plainRecord(scan, scan.observedAt),
    ratePerMinute: rate === null ? null : Math.round(rate * 100) / 100,
    etaSeconds: estimateOf(scan, stallAfterMs)?.seconds ?? null,
    stalled: isStalled(scan, stallAfterMs),
  };
}

/** The records of a target: one a scan, and one that says so when there is none. */
export function recordsOf(
  scans: readonly Scan[],
  { at, stallAfterMs }: { readonly at: number; readonly stallAfterMs: number },
): readonly ProgressRecord[] {
  if (scans.length > 0) return scans.map((scan) => recordOf(scan, stallAfterMs));
  return [plainRecord(idleReport({ kind: 'regular' }), at)];
}

/** What a change of makes a record worth printing again: not its age, rate and estimate. */
export function fingerprint(record: ProgressRecord): string {
  // One observation alone cannot tell a stall: that a second one can is no change.
  const stalled = record.stalled ?? false;
  const derived = { observedAt: null, ratePerMinute: null, etaSeconds: null, stalled };
  return JSON.stringify({ ...record, ...derived });
}

/** A record of what an answer alone tells, without rate and estimate. */
export function plainRecord(report: ScanReport, at: number): ProgressRecord {
  return {
    source: 'prisma',
    observedAt: formatTime(at),
    kind: report.kind,
    registry: report.registry,
    repo: report.repo,
    tag: report.tag,
    digest: report.digest,
    state: report.state,
    discovery: report.discovery,
    imageScan: report.imageScan,
    defenders: report.defenders,
    startedAt: report.startedAt === null ? null : formatTime(report.startedAt),
    ratePerMinute: null,
    etaSeconds: null,
    stalled: false,
    error: report.error,
    titles: report.titles,
  };
}
