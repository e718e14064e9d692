import { isGoing, isPending, type Sample, type Scan } from './model.ts';

const rateWindowMs = 5 * 60_000;

/** How far an estimate is to be trusted: the total still grows, few samples, or neither. */
export type Sureness = 'lower-bound' | 'rough' | 'steady';

/** When a scan will be over, as far as its rate tells. */
export interface Estimate {
  readonly seconds: number;
  readonly sureness: Sureness;
}

/**
 * Images per minute: over the last five minutes of what was observed, or since the scan's own start
 * while it was observed only once. Null when neither tells.
 */
export function rateOf(scan: Scan): number | null {
  const { first, last } = recent(scan.samples);
  if (first === undefined || last === undefined) return null;
  if (last.at > first.at) return ((last.scanned - first.scanned) / (last.at - first.at)) * 60_000;
  const elapsedMs = scan.startedAt === null ? 0 : last.at - scan.startedAt;
  return elapsedMs > 0 && isGoing(scan) ? (last.scanned / elapsedMs) * 60_000 : null;
}

/**
 * Since when an ongoing scan has not moved, epoch milliseconds; null when it moves, is not ongoing,
 * or was seen only once.
 *
 * @param stallAfterMs how long it may stand still
 */
export function stalledSince(scan: Scan, stallAfterMs: number): number | null {
  return isStalled(scan, stallAfterMs) === true ? scan.lastMovedAt : null;
}

/** Whether an ongoing scan stands still; null when one observation alone cannot tell. */
export function isStalled(scan: Scan, stallAfterMs: number): boolean | null {
  if (!isGoing(scan)) return false;
  if (scan.observations < 2) return null;
  return scan.observedAt - scan.lastMovedAt >= stallAfterMs;
}

/** The time that is left; null when nothing tells, and while the scan stands still. */
export function estimateOf(scan: Scan, stallAfterMs: number): Estimate | null {
  const rate = rateOf(scan);
  const { scanned, total } = scan.imageScan;
  if (!isGoing(scan) || isStalled(scan, stallAfterMs) === true) return null;
  if (rate === null || rate <= 0 || scanned === null || total === null) return null;
  const seconds = Math.ceil((Math.max(0, total - scanned) / rate) * 60);
  return { seconds, sureness: surenessOf(scan) };
}

function surenessOf(scan: Scan): Sureness {
  if (isPending(scan.discovery)) return 'lower-bound';
  const { first, last, length } = recent(scan.samples);
  const spanMs = (last?.at ?? 0) - (first?.at ?? 0);
  return length < 5 || spanMs < 30_000 ? 'rough' : 'steady';
}

function recent(samples: readonly Sample[]) {
  const last = samples.at(-1);
  const window = samples.filter(({ at }) => last !== undefined && last.at - at <= rateWindowMs);
  return { first: window[0], last, length: window.length };
}

/**
 * Images per minute in slices of time that are over, oldest first, for a sparkline. Slices stand on
 * the clock, so that a value does not change once it is shown; null where nothing was observed.
 */
export function rateHistory(scan: Scan, sliceMs = 10_000): readonly (number | null)[] {
  const first = scan.samples[0];
  const last = scan.samples.at(-1);
  if (first === undefined || last === undefined) return [];
  const start = Math.ceil(first.at / sliceMs);
  const slices = Math.max(0, Math.floor(last.at / sliceMs) - start);
  const rates: (number | null)[] = [];
  let at = 0;
  let before = first.scanned;
  for (let slice = start; slice < start + slices; slice += 1) {
    let seen = false;
    let after = before;
    for (let sample = scan.samples[at]; sample && sample.at < (slice + 1) * sliceMs; ) {
      seen ||= sample.at >= slice * sliceMs;
      after = sample.scanned;
      at += 1;
      sample = scan.samples[at];
    }
    rates.push(seen ? ((after - before) / sliceMs) * 60_000 : null);
    before = after;
  }
  return rates;
}
