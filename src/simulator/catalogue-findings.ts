import type { CatalogueImage } from './catalogue.ts';
import { between, fraction, pick } from './random.ts';

/** A package in an image. */
export interface CataloguePackage {
  readonly name: string;
  readonly version: string;
  readonly type: 'os' | 'jar' | 'nodejs' | 'python' | 'go';
}

/** A vulnerability of a package in an image. */
export interface Finding {
  readonly cve: string;
  readonly severity: 'critical' | 'high' | 'medium' | 'low';
  readonly package: CataloguePackage;
  /** Null when there is no fix yet. */
  readonly fixedIn: string | null;
  readonly cvss: number;
  /** Epoch milliseconds. */
  readonly publishedAt: number;
}

/** The share of images in which nothing is found. */
const cleanShare = 0.08;

const osPackages = [
  ...['busybox', 'bzip2', 'ca-certificates', 'curl', 'expat', 'glib', 'gnutls', 'krb5', 'libcap'],
  ...[
    'libgcrypt',
    'libxml2',
    'libxslt',
    'ncurses',
    'nghttp2',
    'openssl',
    'pcre2',
    'perl',
    'sqlite',
  ],
  ...['systemd', 'tar', 'tzdata', 'util-linux', 'xz', 'zlib'],
];
const libraries: Readonly<Record<'jar' | 'nodejs' | 'python' | 'go', readonly string[]>> = {
  jar: [
    'jackson-databind',
    'log4j-core',
    'netty-codec-http',
    'snakeyaml',
    'spring-web',
    'tomcat-embed',
  ],
  nodejs: ['axios', 'express', 'follow-redirects', 'lodash', 'minimist', 'semver', 'tar', 'ws'],
  python: ['cryptography', 'jinja2', 'pillow', 'pyyaml', 'requests', 'setuptools', 'urllib3'],
  go: ['golang.org/x/crypto', 'golang.org/x/net', 'google.golang.org/grpc', 'stdlib'],
};
const families = ['jar', 'nodejs', 'python', 'go'] as const;

/** The image's packages, a pure function of the seed. */
export function packagesOf(seed: number, image: CatalogueImage): readonly CataloguePackage[] {
  const key = [seed, image.registry, image.repo] as const;
  const family = pick(families, ...key, 'family');
  const os = osPackages.filter((name) => fraction(...key, name) < 0.7);
  const app = libraries[family].filter((name) => fraction(...key, name) < 0.6);
  return [
    ...os.map((name) => packageOf(name, 'os', image)),
    ...app.map((name) => packageOf(name, family, image)),
  ];
}

/** What a scan finds in the image, worst first: a pure function of the seed. */
export function findingsOf(seed: number, image: CatalogueImage): readonly Finding[] {
  if (isClean(seed, image)) return [];
  return packagesOf(seed, image)
    .flatMap((found) => vulnerabilitiesOf(seed, found))
    .filter((flaw) => isIn(image, flaw))
    .sort((a, b) => b.cvss - a.cvss || (a.cve < b.cve ? -1 : 1));
}

/**
 * Counts an image's findings by severity, the same that `findingsOf` tells: many images at little
 * cost, because the packages that they share are looked up once.
 */
export function createFindingCounts(
  seed: number,
): (image: CatalogueImage) => Readonly<Record<Finding['severity'], number>> {
  const known = new Map<string, readonly Flaw[]>();
  const flaws = (found: CataloguePackage) => {
    const key = `${found.type} ${found.name}`;
    const listed = known.get(key) ?? flawsOf(seed, found);
    known.set(key, listed);
    return listed;
  };
  return (image) => {
    const counts = { critical: 0, high: 0, medium: 0, low: 0 };
    if (isClean(seed, image)) return counts;
    for (const found of packagesOf(seed, image)) {
      for (const flaw of flaws(found)) if (isIn(image, flaw)) counts[flaw.severity] += 1;
    }
    return counts;
  };
}

const isClean = (seed: number, image: CatalogueImage) =>
  fraction(seed, image.digest, 'clean') < cleanShare;
const isIn = (image: CatalogueImage, { cve }: Pick<Finding, 'cve'>) =>
  fraction(image.digest, cve) < 0.6;

function packageOf(
  name: string,
  type: CataloguePackage['type'],
  image: CatalogueImage,
): CataloguePackage {
  const base = `${between(1, 4, name, 'major')}.${between(0, 19, name, 'minor')}`;
  return { name, version: `${base}.${between(0, 6, image.distro, name)}`, type };
}

/** What is known of a vulnerability of a package, whatever its version. */
interface Flaw extends Pick<Finding, 'cve' | 'severity' | 'cvss' | 'publishedAt'> {
  /** How many patch releases later it is fixed; null when there is no fix yet. */
  readonly fixedAfter: number | null;
}

function vulnerabilitiesOf(seed: number, found: CataloguePackage): readonly Finding[] {
  const [major, minor, patch] = found.version.split('.').map(Number);
  return flawsOf(seed, found).map(({ fixedAfter, ...flaw }) => {
    const fixed = `${major}.${minor}.${(patch ?? 0) + (fixedAfter ?? 0)}`;
    return { ...flaw, package: found, fixedIn: fixedAfter === null ? null : fixed };
  });
}

/** The vulnerabilities of a package are the same in every image. */
function flawsOf(
  seed: number,
  { name, type }: Pick<CataloguePackage, 'name' | 'type'>,
): readonly Flaw[] {
  const count = between(0, 4, seed, type, name, 'vulnerabilities');
  return Array.from({ length: count }, (_, index) => {
    const key = [seed, type, name, index] as const;
    const year = between(2019, 2025, ...key, 'year');
    const cvss =
      Math.round((2.5 + 7.4 * fraction(...key, 'a') ** 0.9 * fraction(...key, 'b') ** 0.3) * 10) /
      10;
    return {
      cve: `CVE-${year}-${between(1000, 58_999, ...key, 'number')}`,
      severity: severityOf(cvss),
      fixedAfter: fraction(...key, 'fixed') < 0.7 ? between(1, 4, ...key, 'fix') : null,
      cvss,
      publishedAt: Date.UTC(year, between(0, 11, ...key, 'month'), between(1, 28, ...key, 'day')),
    };
  });
}

/** The bounds of CVSS 3. */
function severityOf(cvss: number): Finding['severity'] {
  if (cvss >= 9) return 'critical';
  if (cvss >= 7) return 'high';
  return cvss >= 4 ? 'medium' : 'low';
}
