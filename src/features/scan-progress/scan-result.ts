import type { ResultPage } from '../../api/prisma/results.ts';
import type { WireResult } from '../../api/prisma/schema.ts';
import { parseWireTime } from '../../core/time.ts';

/** Counts by severity. A count is null when the vendor did not tell it: unknown, not clean. */
export interface SeverityCounts {
  readonly critical: number | null;
  readonly high: number | null;
  readonly medium: number | null;
  readonly low: number | null;
  readonly total: number | null;
}

/** What a scan found in one image. Texts are hostile. */
export interface ImageResult {
  readonly registry: string | null;
  readonly repo: string | null;
  readonly tag: string | null;
  readonly digest: string | null;
  /** Epoch milliseconds. */
  readonly scannedAt: number | null;
  readonly vulnerabilities: SeverityCounts;
  readonly compliance: SeverityCounts;
  readonly error: string | null;
}

/** What a finished scan left behind. */
export interface ScanResult {
  readonly images: readonly ImageResult[];
  /** Images that the vendor has in all; null when it does not tell. */
  readonly total: number | null;
  /** Rows that could not be decoded. */
  readonly undecoded: number;
  /** Whether there are more images than were loaded. */
  readonly truncated: boolean;
  /** Of all loaded images that tell theirs. */
  readonly vulnerabilities: SeverityCounts;
}

/** Puts pages of results together. */
export function resultOf(pages: readonly ResultPage[]): ScanResult {
  const images = pages.flatMap(({ rows }) => rows.map(imageOf));
  const undecoded = pages.reduce((sum, page) => sum + page.undecoded, 0);
  const total = pages.at(-1)?.total ?? null;
  return {
    images,
    total,
    undecoded,
    truncated: total !== null && total > images.length + undecoded,
    vulnerabilities: sumOf(images.map(({ vulnerabilities }) => vulnerabilities)),
  };
}

/** One row of the results. */
export function imageOf(row: WireResult): ImageResult {
  const { registry, repo, tag, digest } = row.repoTag ?? {};
  return {
    registry: registry || null,
    repo: repo || null,
    tag: tag || null,
    digest: digest || null,
    scannedAt: parseWireTime(row.scanTime),
    vulnerabilities: countsOf(row.vulnerabilityDistribution, row.vulnerabilitiesCount),
    compliance: countsOf(row.complianceDistribution, row.complianceIssuesCount),
    error: row.err || null,
  };
}

const severities = ['critical', 'high', 'medium', 'low', 'total'] as const;

function countsOf(
  counts: WireResult['vulnerabilityDistribution'],
  total: number | null | undefined,
): SeverityCounts {
  const { critical = null, high = null, medium = null, low = null } = counts ?? {};
  return { critical, high, medium, low, total: counts?.total ?? total ?? null };
}

function sumOf(all: readonly SeverityCounts[]): SeverityCounts {
  const sums = severities.map((name) => {
    const known = all.flatMap((counts) => counts[name] ?? []);
    return [name, known.length === 0 ? null : known.reduce((sum, count) => sum + count, 0)];
  });
  return Object.fromEntries(sums);
}
