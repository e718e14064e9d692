import { createHash } from 'node:crypto';
import { registryOutlines } from './catalogue-names.ts';
import { between, pick } from './random.ts';

/** An image that the simulated vendors know. */
export interface CatalogueImage {
  readonly registry: string;
  /** Without the registry. */
  readonly repo: string;
  readonly tag: string;
  /** The manifest's, `sha256:...`. */
  readonly digest: string;
  /** The configuration's digest, `sha256:...`. */
  readonly imageId: string;
  /** Epoch milliseconds. */
  readonly pushedAt: number;
  readonly distro: string;
}

/** The images of all vendors: a pure function of the seed. */
export interface Catalogue {
  /** Grouped by registry and repository. */
  readonly images: readonly CatalogueImage[];
  inRegistry(host: string): readonly CatalogueImage[];
}

const distros = [
  'Alpine Linux v3.16',
  'Alpine Linux v3.20',
  'Alpine Linux v3.22',
  'Debian GNU/Linux 11 (bullseye)',
  'Debian GNU/Linux 12 (bookworm)',
  'Ubuntu 22.04.5 LTS',
  'Red Hat Enterprise Linux release 9.4 (Plow)',
];

const firstPush = Date.UTC(2024, 0, 8, 6);
const day = 86_400_000;

/** Makes the catalogue of a seed. */
export function createCatalogue(seed: number): Catalogue {
  const byHost = new Map(
    registryOutlines.map(({ host, repositories, tags }) => [
      host,
      repositories(seed).flatMap((repo) =>
        tags(seed, repo).map((tag, age) => imageOf(seed, { registry: host, repo, tag, age })),
      ),
    ]),
  );
  const images = [...byHost.values()].flat();
  return { images, inRegistry: (host) => byHost.get(host) ?? [] };
}

/** The image's name as people write it: `registry/repo:tag`. */
export function nameOf(image: Pick<CatalogueImage, 'registry' | 'repo' | 'tag'>): string {
  return `${image.registry}/${image.repo}:${image.tag}`;
}

/** 64 hexadecimal digits that depend on the parts alone. */
export function sha256(...parts: readonly (string | number)[]): string {
  return createHash('sha256').update(parts.join('\u0000')).digest('hex');
}

/** A UUID that depends on the parts alone. */
export function uuidOf(...parts: readonly (string | number)[]): string {
  const digits = sha256('uuid', ...parts);
  const [a, b, c, d, e] = [
    [0, 8],
    [8, 12],
    [12, 15],
    [15, 18],
    [18, 30],
  ].map(([from, to]) => digits.slice(from, to));
  return `${a}-${b}-4${c}-a${d}-${e}`;
}

interface ImageKey {
  readonly registry: string;
  readonly repo: string;
  readonly tag: string;
  /** 0 for the repository's newest. */
  readonly age: number;
}

function imageOf(seed: number, { registry, repo, tag, age }: ImageKey): CatalogueImage {
  const key = [seed, registry, repo, tag] as const;
  const newest = firstPush + between(400, 680, seed, registry, repo) * day;
  return {
    registry,
    repo,
    tag,
    digest: `sha256:${sha256(...key, 'manifest')}`,
    imageId: `sha256:${sha256(...key, 'configuration')}`,
    pushedAt: newest - age * 17 * day - between(0, 86_399, ...key) * 1000,
    distro: distroOf(repo, tag) ?? pick(distros, seed, registry, repo),
  };
}

/** What the name itself tells of the distribution. */
function distroOf(repo: string, tag: string): string | null {
  if (repo === 'library/alpine') return `Alpine Linux v${tag}`;
  if (repo === 'library/ubuntu') return 'Ubuntu 22.04.5 LTS';
  if (repo === 'library/debian' || tag.includes('bookworm'))
    return 'Debian GNU/Linux 12 (bookworm)';
  return null;
}
