import { isDone, isGoing, type Scan, type ScanReport } from './model.ts';

/** Empty answers after which a scan that vanished is not taken for the same one any more. */
const forgetAfter = 5;

/**
 * Finds the scan that goes on in each report of an answer. A scan has no id: its registry stands in
 * a title that may be empty, and two specifications may scan the same registry at once. So among
 * scans of the same name the ones with the same start, then with the closest counts, belong
 * together; a nameless report goes by its start, its totals, its position, or to the only scan left.
 *
 * @returns for each report its scan; null for a scan that was not there before
 */
export function matchReports(
  scans: readonly Scan[],
  reports: readonly ScanReport[],
): readonly (Scan | null)[] {
  const matches = new Map<number, Scan>();
  const take = (pairs: readonly Pair[]) => {
    const taken = new Set(matches.values());
    for (const { scan, index } of pairs.toSorted((a, b) => a.rank - b.rank)) {
      if (matches.has(index) || taken.has(scan)) continue;
      matches.set(index, scan);
      taken.add(scan);
    }
  };
  const left = () => ({
    scans: scans.filter((scan) => ![...matches.values()].includes(scan)),
    reports: reports.flatMap((report, index) => (matches.has(index) ? [] : [{ report, index }])),
  });
  const all = pairsOf(left());
  take(all.filter(({ scan, report }) => nameOf(scan) === nameOf(report)));
  const loose = pairsOf(left()).filter(
    ({ scan, report }) => isNameless(scan) || isNameless(report),
  );
  for (const isEvidence of [isSameStart, hasSameTotals, isSamePosition]) {
    take(loose.filter(isEvidence));
  }
  const rest = left();
  const going = rest.scans.filter(isGoing);
  const nameless = rest.reports.filter(({ report }) => isNameless(report));
  if (going.length === 1 && nameless.length === 1) {
    take(pairsOf({ scans: going, reports: nameless }));
  }
  return reports.map((_, index) => matches.get(index) ?? null);
}

interface Pair {
  readonly scan: Scan;
  readonly report: ScanReport;
  readonly index: number;
  /** The lower, the likelier that both are the same. */
  readonly rank: number;
}

function pairsOf(left: {
  readonly scans: readonly Scan[];
  readonly reports: readonly { readonly report: ScanReport; readonly index: number }[];
}): readonly Pair[] {
  return left.reports.flatMap(({ report, index }) =>
    left.scans
      .filter((scan) => goesOn(scan, report))
      .map((scan) => ({ scan, report, index, rank: rankOf(scan, report, index) })),
  );
}

const isSameStart = ({ scan, report }: Pick<Pair, 'scan' | 'report'>) =>
  scan.startedAt !== null && scan.startedAt === report.startedAt;

const hasSameTotals = ({ scan, report }: Pair) =>
  scan.imageScan.total !== null &&
  scan.imageScan.total > 0 &&
  scan.imageScan.total === report.imageScan.total &&
  scan.discovery.total === report.discovery.total;

const isSamePosition = ({ scan, index }: Pair) => scan.index === index && scan.missed === 0;

function rankOf(scan: Scan, report: ScanReport, index: number): number {
  const order = (isDone(scan) ? 2 : 0) + (isSameStart({ scan, report }) ? 0 : 1);
  const closeness = distance(scan, report) + Math.min(0.9, Math.abs(scan.index - index) / 10);
  return order * 1e9 + Math.min(closeness, 1e8);
}

/** Whether a report may be the next state of a scan. */
function goesOn(scan: Scan, report: ScanReport): boolean {
  if (scan.kind !== report.kind || isLower(report, scan)) return false;
  const known = scan.startedAt !== null && report.startedAt !== null;
  if (known && scan.startedAt !== report.startedAt) return false;
  if (!isDone(scan) || scan.missed === 0) return scan.state !== 'idle';
  return known || (scan.outcome === 'vanished' && scan.missed <= forgetAfter);
}

/** Counts never fall within a scan. */
function isLower(report: ScanReport, scan: Scan): boolean {
  return counts(report).some((count, at) => count !== null && count < (counts(scan)[at] ?? 0));
}

function distance(scan: Scan, report: ScanReport): number {
  const before = [...counts(scan), scan.discovery.total, scan.imageScan.total];
  const after = [...counts(report), report.discovery.total, report.imageScan.total];
  return before.reduce<number>(
    (sum, count, at) => sum + Math.abs((after[at] ?? 0) - (count ?? 0)),
    0,
  );
}

const counts = ({ discovery, imageScan }: ScanReport) => [discovery.scanned, imageScan.scanned];

const isNameless = ({ registry, repo }: ScanReport) => registry === null && repo === null;

/** What two answers about the same scan have in common. */
export function nameOf({ kind, registry, repo, tag, digest }: ScanReport): string {
  return JSON.stringify([kind, registry, repo, tag, digest]);
}
