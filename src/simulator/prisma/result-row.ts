import { type CatalogueImage, nameOf } from '../catalogue.ts';
import { type Finding, findingsOf } from '../catalogue-findings.ts';
import { goTime, goZeroTime } from '../go-time.ts';
import { between } from '../random.ts';
import { lastScannedAt, type PrismaConsole } from './prisma-console.ts';
import { specFor } from './registries.ts';

const severities = ['critical', 'high', 'medium', 'low'] as const;

/** Counts of findings by severity, as the console's rows have them. */
export interface Distribution {
  readonly critical: number;
  readonly high: number;
  readonly medium: number;
  readonly low: number;
  readonly total: number;
}

/**
 * One image of the results (`shared.ImageScanResult`), with the nulls and zero times that the
 * console sends.
 *
 * @param compact leaves the single vulnerabilities out; their counts stay
 */
export function resultRow(prisma: PrismaConsole, image: CatalogueImage, compact: boolean) {
  const { seed, story } = prisma;
  const findings = findingsOf(seed, image);
  const vulnerabilities = distributionOf(findings.map(({ severity }) => severity));
  const compliance = complianceOf(seed, image);
  const scannedAt = story.clockTime(lastScannedAt(prisma, image));
  const { registry, repo, tag, digest } = image;
  const scanTime = goTime(scannedAt, between(0, 999_999, digest, scannedAt));
  const isBroken = repo === 'legacy/billing';
  return {
    // Recorded rows have an image's id here, so that tags of one image may share it.
    _id: image.imageId,
    type: 'registry',
    hostname: '',
    scanTime,
    firstScanTime: goTime(image.pushedAt + 3_600_000),
    pushTime: goTime(image.pushedAt),
    creationTime: goZeroTime,
    id: image.imageId,
    distro: image.distro,
    repoTag: { registry, repo, tag, digest, id: '' },
    tags: [{ registry, repo, tag, digest, id: '' }],
    instances: [{ image: nameOf(image), host: '', modified: scanTime, registry, repo, tag }],
    repoDigests: [`${registry}/${repo}@${digest}`],
    layers: null,
    packages: null,
    Secrets: null,
    allCompliance: {},
    vulnerabilities: compact || findings.length === 0 ? null : findings.map(vulnerabilityRow),
    vulnerabilitiesCount: vulnerabilities.total,
    vulnerabilityDistribution: vulnerabilities,
    vulnerabilityRiskScore: riskOf(vulnerabilities),
    complianceIssues: null,
    complianceIssuesCount: compliance.total,
    complianceDistribution: compliance,
    complianceRiskScore: riskOf(compliance),
    collections: ['All', registry],
    registryType: specFor(repo, registry)?.version ?? '',
    scanDuration: between(900, 24_000, digest, 'scan'),
    pullDuration: between(300, 9000, digest, 'pull'),
    err: isBroken ? 'Failed to query image details: unsupported manifest type' : '',
    errCode: isBroken ? 5 : 0,
    isARM64: false,
  };
}

/** The console's score: each severity outweighs any number of the next. */
export function riskOf({ critical, high, medium, low }: Distribution): number {
  return critical * 1_000_000 + high * 10_000 + medium * 100 + low;
}

/** Counts severities. */
export function distributionOf(found: readonly Finding['severity'][]): Distribution {
  const counts = { critical: 0, high: 0, medium: 0, low: 0 };
  for (const severity of found) counts[severity] += 1;
  return { ...counts, total: found.length };
}

function complianceOf(seed: number, { digest }: CatalogueImage): Distribution {
  const found = severities
    .slice(1)
    .flatMap((severity) =>
      Array.from({ length: between(0, 2, seed, digest, severity) }, () => severity),
    );
  return distributionOf(found);
}

function vulnerabilityRow(finding: Finding) {
  const { cve, severity, cvss, fixedIn, publishedAt } = finding;
  const unixSeconds = Math.floor(publishedAt / 1000);
  return {
    text: '',
    id: 46,
    severity,
    cvss,
    status: fixedIn === null ? '' : `fixed in ${fixedIn}`,
    cve,
    cause: '',
    description: `A flaw in ${finding.package.name} that the simulator made up.`,
    title: '',
    vecStr: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
    exploit: '',
    riskFactors: null,
    link: `https://nvd.nist.gov/vuln/detail/${cve}`,
    type: 'image',
    packageName: finding.package.name,
    packageVersion: finding.package.version,
    packageType: finding.package.type,
    layerTime: 0,
    templates: null,
    twistlock: false,
    cri: false,
    published: unixSeconds,
    fixDate: fixedIn === null ? 0 : unixSeconds + 9 * 86_400,
    discovered: goZeroTime,
    functionLayer: '',
  };
}
