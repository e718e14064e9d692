import { matchReports, nameOf } from './matching.ts';
import {
  isComplete,
  isDone,
  isGoing,
  type Outcome,
  type Sample,
  type Scan,
  type ScanReport,
  type StepCount,
  type Target,
} from './model.ts';
import { idleReport } from './reports.ts';

/** How long rates are remembered, and how many ended scans. */
const sampleWindowMs = 15 * 60_000;
const maxSamples = 450;
const maxDone = 200;

/** What is known of a target's scans after a number of answers. Immutable. */
export interface Tracker {
  readonly target: Target;
  /** In the order in which they were first seen. For an image there is always one, if only idle. */
  readonly scans: readonly Scan[];
  /** Answers in a row that held no scan. */
  readonly emptyAnswers: number;
  /** When a scan of the image was asked for that was not seen yet; epoch milliseconds. */
  readonly expectedSince: number | null;
  /** Counts the scans, for their ids. */
  readonly seen: number;
}

/** A tracker that has seen nothing. */
export function createTracker(target: Target, at: number): Tracker {
  const tracker = { target, scans: [], emptyAnswers: 0, expectedSince: null, seen: 0 };
  return target.kind === 'regular'
    ? tracker
    : addScan(tracker, idleReport(target), { at, index: 0 });
}

/** Takes note that a scan of the image was started: what ended before is not its state. */
export function expectScan(tracker: Tracker, at: number): Tracker {
  if (tracker.scans.some(isGoing)) return tracker;
  const expecting = { ...tracker, expectedSince: at, emptyAnswers: 0 };
  if (tracker.scans.some(isWaiting)) return expecting;
  return addScan(expecting, idleReport(tracker.target), { at, index: 0 });
}

/** Ends the scan that was expected and never seen going, because its result is there. */
export function endByResult(tracker: Tracker, at: number): Tracker {
  const scans = tracker.scans.map((scan) =>
    isWaiting(scan) ? { ...scan, observedAt: at, ...ending(scan, at, 'result') } : scan,
  );
  return { ...tracker, scans, expectedSince: null };
}

/** The scans of one answer, and how many more there were that could not be decoded. */
export interface Observation {
  readonly reports: readonly ScanReport[];
  readonly undecoded: number;
}

/** Takes in one answer. */
export function observe(tracker: Tracker, answer: Observation, at: number): Tracker {
  const { reports } = answer;
  const waiting = tracker.scans.find(isWaiting);
  const known = tracker.scans.filter((scan) => !isDone(scan) || waiting === undefined);
  const matches = matchReports(known, reports);
  const fresh = reports.flatMap((report, index) =>
    matches[index] === null ? [{ report, index }] : [],
  );
  const replaced = new Set(fresh.map(({ report }) => nameOf(report)));
  const scans = tracker.scans.map((scan) => {
    const index = matches.indexOf(scan);
    const report = reports[index];
    if (report !== undefined) return advance(scan, report, { at, index });
    // Any scan may be the one that could not be decoded.
    if (answer.undecoded > 0) return scan;
    return miss(scan, at, replaced.has(nameOf(scan)));
  });
  const empty = reports.length === 0 && answer.undecoded === 0;
  const begin = {
    ...tracker,
    scans,
    emptyAnswers: empty ? tracker.emptyAnswers + 1 : 0,
  };
  const next = fresh.reduce<Tracker>(
    (state, { report, index }) => addScan(state, report, { at, index }),
    begin,
  );
  const expectedSince = reports.length > 0 ? null : tracker.expectedSince;
  return { ...next, expectedSince, scans: bounded(next.scans) };
}

/** Where and when a report was seen. */
interface Sighting {
  readonly at: number;
  readonly index: number;
}

/** Adds a scan; the one that was waited for becomes it and keeps its id. */
function addScan(tracker: Tracker, report: ScanReport, { at, index }: Sighting): Tracker {
  const waiting = tracker.scans.find(isWaiting);
  const seen = waiting === undefined ? tracker.seen + 1 : tracker.seen;
  const name = [report.registry, report.repo, report.tag ?? report.digest]
    .filter(Boolean)
    .join('/');
  const scan: Scan = {
    ...report,
    id: waiting?.id ?? `${report.kind}:${name}#${seen}`,
    firstSeenAt: at,
    observedAt: at,
    lastMovedAt: at,
    finishedAt: null,
    outcome: isDone(report) ? 'reported' : null,
    observations: report.state === 'idle' ? 0 : 1,
    missed: 0,
    index,
    samples: samplesWith([], report, at),
  };
  const scans =
    waiting === undefined
      ? [...tracker.scans, scan]
      : tracker.scans.map((other) => (other === waiting ? scan : other));
  return { ...tracker, scans, seen };
}

function advance(scan: Scan, report: ScanReport, { at, index }: Sighting): Scan {
  const next = {
    ...scan,
    ...report,
    // A title is empty once the scan is over, and parts may be left out of any answer.
    registry: report.registry ?? scan.registry,
    repo: report.repo ?? scan.repo,
    tag: report.tag ?? scan.tag,
    digest: report.digest ?? scan.digest,
    discovery: countAfter(scan.discovery, report.discovery),
    imageScan: countAfter(scan.imageScan, report.imageScan),
    defenders: report.defenders ?? scan.defenders,
    startedAt: report.startedAt ?? scan.startedAt,
    titles: {
      discovery: report.titles.discovery ?? scan.titles.discovery,
      imageScan: report.titles.imageScan ?? scan.titles.imageScan,
    },
  };
  const moved =
    !sameCount(scan.discovery, next.discovery) || !sameCount(scan.imageScan, next.imageScan);
  const seen = { observedAt: at, observations: scan.observations + 1, missed: 0, index };
  const end = isDone(report)
    ? { finishedAt: isDone(scan) ? scan.finishedAt : at, outcome: scan.outcome ?? 'reported' }
    : { finishedAt: null, outcome: null };
  const samples =
    isDone(scan) && isDone(report) ? scan.samples : samplesWith(scan.samples, next, at);
  return { ...next, ...seen, ...end, samples, lastMovedAt: moved ? at : scan.lastMovedAt };
}

/** A scan that an answer does not hold. One missing answer alone proves no end. */
function miss(scan: Scan, at: number, replaced: boolean): Scan {
  if (scan.state === 'idle') return { ...scan, observedAt: at };
  const missed = { ...scan, missed: scan.missed + 1 };
  if (isDone(scan)) return missed;
  const complete =
    isComplete(scan.imageScan) && (scan.discovery.total === null || isComplete(scan.discovery));
  return complete || replaced || missed.missed > 1
    ? { ...missed, ...ending(scan, at, 'vanished') }
    : missed;
}

function ending(scan: Scan, at: number, outcome: Outcome) {
  const state = scan.error === null ? 'finished' : 'failed';
  return { state, finishedAt: at, outcome } as const;
}

function samplesWith(
  samples: readonly Sample[],
  report: ScanReport,
  at: number,
): readonly Sample[] {
  const { scanned } = report.imageScan;
  if (scanned === null) return samples;
  return [...samples.filter((sample) => at - sample.at <= sampleWindowMs), { at, scanned }].slice(
    -maxSamples,
  );
}

/** Forgets the scans that ended first. */
function bounded(scans: readonly Scan[]): readonly Scan[] {
  const surplus = scans.filter(isDone).length - maxDone;
  if (surplus <= 0) return scans;
  const oldest = new Set(scans.filter(isDone).slice(0, surplus));
  return scans.filter((scan) => !oldest.has(scan));
}

const isWaiting = (scan: Scan) => scan.state === 'idle';

const sameCount = (a: StepCount, b: StepCount) => a.scanned === b.scanned && a.total === b.total;

const countAfter = (before: StepCount, after: StepCount): StepCount => ({
  scanned: after.scanned ?? before.scanned,
  total: after.total ?? before.total,
});
