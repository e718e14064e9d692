import type { CatalogueImage } from '../catalogue.ts';
import { between } from '../random.ts';

/** An image as a request names it. Parts that were not named are empty. */
export interface ImageTag {
  readonly registry: string;
  readonly repo: string;
  readonly tag: string;
  readonly digest: string;
}

/** One on-demand scan at a moment. Times are simulated ms. */
export interface OnDemandReport {
  readonly request: ImageTag;
  readonly startedAt: number;
  readonly discovered: boolean;
  readonly scanned: boolean;
  readonly error: string | null;
}

/** On-demand scans, any number side by side. Each tells its end once. */
export interface OnDemandScans {
  /** Starts a scan, unless one of this image is going. Without an image there is none to find. */
  start(request: ImageTag, image: CatalogueImage | undefined, at: number): void;
  /** The scans of the image that is asked for. Those that are over are told now and never again. */
  read(asked: ImageTag, at: number): readonly OnDemandReport[];
  /** When the image was last scanned on demand; null when it was not. */
  scannedAt(image: CatalogueImage, at: number): number | null;
}

interface OnDemandScan {
  readonly request: ImageTag;
  readonly image: CatalogueImage | undefined;
  readonly startedAt: number;
  readonly endsAt: number;
  told: boolean;
}

/** Scans of this registry's images never show in the progress: only their results tell the end. */
const silentRegistry = 'acme.jfrog.io';
/** The console takes a moment until a new scan shows in its progress. */
const unseenMs = 800;
/** An image whose format is too old to be scanned. */
const brokenRepo = 'legacy/billing';

/** A console on which nothing was scanned on demand yet. */
export function createOnDemandScans(seed: number): OnDemandScans {
  const scans = new Map<string, OnDemandScan>();
  return {
    start: (request, image, at) => {
      const key = [request.registry, request.repo, request.tag, request.digest].join('\n');
      const known = scans.get(key);
      if (known !== undefined && at < known.endsAt) return;
      const lasts = between(20, 40, seed, request.repo, request.tag, request.digest) * 1000;
      scans.set(key, { request, image, startedAt: at, endsAt: at + lasts, told: false });
    },
    read: (asked, at) => {
      const found = [...scans.values()].filter(
        (scan) => isAskedFor(scan, asked) && isTold(scan, at),
      );
      for (const scan of found) scan.told = at >= scan.endsAt;
      return found.map((scan) => reportOf(scan, at));
    },
    scannedAt: (image, at) => {
      const ends = [...scans.values()]
        .filter((scan) => scan.image === image && at >= scan.endsAt)
        .map(({ endsAt }) => endsAt);
      return ends.length === 0 ? null : Math.max(...ends);
    },
  };
}

/** What is not asked for does not matter; a scan is found by what it was started with. */
function isAskedFor({ request, image }: OnDemandScan, asked: ImageTag): boolean {
  const registry = image?.registry ?? request.registry;
  return (
    request.repo === asked.repo &&
    (asked.registry === '' || asked.registry === registry) &&
    (asked.tag === '' || asked.tag === request.tag) &&
    (asked.digest === '' || asked.digest === request.digest)
  );
}

function isTold(scan: OnDemandScan, at: number): boolean {
  return scan.image?.registry !== silentRegistry && !scan.told && at >= scan.startedAt + unseenMs;
}

function reportOf({ request, image, startedAt, endsAt }: OnDemandScan, at: number): OnDemandReport {
  const scanned = at >= endsAt;
  return {
    request,
    startedAt,
    discovered: at >= startedAt + (endsAt - startedAt) * 0.3,
    scanned,
    error: scanned ? errorOf(request, image) : null,
  };
}

function errorOf(
  { repo, tag, digest }: ImageTag,
  image: CatalogueImage | undefined,
): string | null {
  const name = digest === '' ? `${repo}:${tag}` : `${repo}@${digest}`;
  if (image === undefined) return `Failed to query image details of ${name}: manifest unknown`;
  if (image.repo !== brokenRepo) return null;
  return `Failed to query image details of ${name}: unsupported manifest type application/vnd.docker.distribution.manifest.v1+prettyjws`;
}
