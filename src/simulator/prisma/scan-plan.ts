import type { CatalogueImage } from '../catalogue.ts';
import { fraction, type Part } from '../random.ts';

/** How one registry's scan goes, from its first moment to its end. Durations in simulated ms. */
export interface ScanPlan {
  readonly registry: string;
  /** In the order in which they are scanned: repository by repository. */
  readonly images: readonly CatalogueImage[];
  /** How long it would take without standing still. */
  readonly activeMs: number;
  /** Stands still once this share is done. */
  readonly stall?: { readonly after: number; readonly ms: number };
  /** Ends once this share is done, with this error. */
  readonly failure?: { readonly after: number; readonly error: string };
}

/** How far a step is. */
export interface Counts {
  readonly scanned: number;
  readonly total: number;
}

/** How far both steps of a scan are. */
export interface ScanCounts {
  readonly discovery: Counts;
  readonly imageScan: Counts;
}

/** The share of the time after which all repositories are known. */
const discoveryShare = 0.45;
/** The share of the time in which the registry has not answered yet: no totals. */
const silentShare = 0.012;

/** How long the scan is seen going. */
export function goingMs(plan: ScanPlan): number {
  const { activeMs, stall, failure } = plan;
  if (failure !== undefined) return Math.round(activeMs * failure.after);
  return activeMs + (stall?.ms ?? 0);
}

/** How far the scan is after `elapsedMs`; never goes back. */
export function countsAt(plan: ScanPlan, key: Part, elapsedMs: number): ScanCounts {
  const done = doneAt(plan, elapsedMs);
  const repositories = repositoryEnds(plan.images);
  const isSilent = done < silentShare;
  const known = isSilent ? 0 : uneven(done / discoveryShare, plan.registry, key, 'discovery');
  const found = Math.floor(repositories.length * known + 1e-9);
  const total = found === 0 ? 0 : (repositories[found - 1] ?? 0);
  const scanned = uneven((done - 0.03) / 0.97, plan.registry, key, 'images') * known;
  return {
    discovery: { scanned: found, total: isSilent ? 0 : repositories.length },
    imageScan: { scanned: Math.min(total, Math.floor(plan.images.length * scanned + 1e-9)), total },
  };
}

/**
 * How long after the scan's start the image at this position was done.
 *
 * @returns null when it is not done after `elapsedMs`
 */
export function doneAfter(
  plan: ScanPlan,
  key: Part,
  position: number,
  elapsedMs: number,
): number | null {
  const isDone = (ms: number) => countsAt(plan, key, ms).imageScan.scanned > position;
  let late = Math.min(elapsedMs, goingMs(plan));
  if (!isDone(late)) return null;
  for (let early = 0; late - early > 1; ) {
    const middle = Math.floor((early + late) / 2);
    if (isDone(middle)) late = middle;
    else early = middle;
  }
  return late;
}

function doneAt({ activeMs, stall }: ScanPlan, elapsedMs: number): number {
  if (stall === undefined) return Math.min(1, elapsedMs / activeMs);
  const stallStart = activeMs * stall.after;
  const moving = elapsedMs < stallStart ? elapsedMs : Math.max(stallStart, elapsedMs - stall.ms);
  return Math.min(1, moving / activeMs);
}

const endsOf = new WeakMap<readonly CatalogueImage[], readonly number[]>();

/** For each repository how many images there are up to its end. */
function repositoryEnds(images: readonly CatalogueImage[]): readonly number[] {
  const known = endsOf.get(images);
  if (known !== undefined) return known;
  const ends = images.flatMap((image, index) =>
    images[index + 1]?.repo === image.repo ? [] : [index + 1],
  );
  endsOf.set(images, ends);
  return ends;
}

/** Progress that is now quick, now slow: 0 to 1 for 0 to 1, never back. */
function uneven(share: number, ...key: readonly Part[]): number {
  if (share <= 0) return 0;
  if (share >= 1) return 1;
  const marks = pacesOf(key.join('\u0000'));
  const whole = Math.floor(share * paces);
  const from = marks[whole - 1] ?? 0;
  return from + (share * paces - whole) * ((marks[whole] ?? 1) - from);
}

const paces = 16;
const knownPaces = new Map<string, readonly number[]>();

/** How much is done at the end of each of the equal stretches of time. */
function pacesOf(key: string): readonly number[] {
  const known = knownPaces.get(key);
  if (known !== undefined) return known;
  const weights = Array.from({ length: paces }, (_, pace) => 0.4 + 1.2 * fraction(key, pace));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  let done = 0;
  const marks = weights.map((weight) => {
    done += weight / sum;
    return done;
  });
  if (knownPaces.size >= 256) knownPaces.clear();
  knownPaces.set(key, marks);
  return marks;
}
