import { safeText } from '../../core/safe-text.ts';
import { formatTime } from '../../core/time.ts';
import { padEnd, padStart, truncate } from '../../core/width.ts';
import { type Segments, segment } from '../../tui/kit/segments.ts';
import { imageName, type Scan } from './model.ts';
import { scanName } from './pane-words.ts';
import type { ImageResult, ScanResult, SeverityCounts } from './scan-result.ts';

const severities = ['critical', 'high', 'medium', 'low'] as const;
const countWidth = 10;

/** What a finished scan found, an image a line: counts by severity, the worst first. */
export function resultLines(scan: Scan, result: ScanResult, width: number): readonly Segments[] {
  const nameWidth = Math.max(10, width - countWidth * 5 - 24);
  const head = ['image', ...severities, 'total'].map((name, column) =>
    column === 0 ? ` ${padEnd(name, nameWidth)}` : padStart(name, countWidth),
  );
  return [
    [segment(` Result of ${scanName(scan)}`, 'strong')],
    ofNow(scan, result),
    [segment(` ${summary(result)}`, 'muted')],
    [],
    [segment(`${head.join('')}   scanned`, 'muted')],
    ...worstFirst(result.images).flatMap((image) => imageLines(image, nameWidth)),
  ];
}

/** How far a console's clock may be ahead of ours before a later time means a later scan. */
const clocksDifferMs = 60_000;

/** The console keeps the newest result of an image alone, be it this scan's or not. */
function ofNow({ finishedAt }: Scan, { images }: ScanResult): Segments {
  const end = (finishedAt ?? Number.POSITIVE_INFINITY) + clocksDifferMs;
  const later = images.filter(({ scannedAt }) => scannedAt !== null && scannedAt > end).length;
  const now = ' as the console has it now';
  if (later === 0) return [segment(now, 'muted')];
  const which = later === images.length ? '' : `${later} of ${images.length} `;
  return [segment(`${now}; ${which}scanned again since`, 'warn')];
}

function summary({ images, total, undecoded, truncated }: ScanResult): string {
  if (images.length === 0) return 'The console lists no result for it: not the same as clean.';
  const of = truncated && total !== null ? ` of ${total}; the rest is not loaded` : '';
  const lost = undecoded > 0 ? `, ${undecoded} could not be read` : '';
  return `${images.length} image${images.length === 1 ? '' : 's'}${of}${lost}`;
}

function worstFirst(images: readonly ImageResult[]): readonly ImageResult[] {
  const weight = ({ vulnerabilities: v }: ImageResult) => severities.map((name) => v[name] ?? -1);
  return images.toSorted((a, b) => {
    const [left, right] = [weight(a), weight(b)];
    const at = left.findIndex((count, index) => count !== right[index]);
    return at < 0 ? 0 : (right[at] ?? 0) - (left[at] ?? 0);
  });
}

function imageLines(image: ImageResult, nameWidth: number): readonly Segments[] {
  // A tag tells a person more than the digest, which would push it out of the column.
  const digest = image.tag === null ? image.digest : null;
  const name = truncate(safeText(imageName({ ...image, digest })), nameWidth, 'end');
  const line = [
    segment(` ${padEnd(name, nameWidth)}`),
    ...severities.map((severity) => count(image.vulnerabilities, severity)),
    segment(padStart(String(image.vulnerabilities.total ?? '?'), countWidth)),
    segment(`   ${image.scannedAt === null ? 'unknown' : formatTime(image.scannedAt)}`, 'muted'),
  ];
  if (image.error === null) return [line];
  return [line, [segment(`   ✗ ${safeText(image.error)}`, 'bad')]];
}

function count(counts: SeverityCounts, severity: (typeof severities)[number]) {
  const value = counts[severity];
  const text = padStart(value === null ? '?' : String(value), countWidth);
  if (value === null || value === 0) return segment(text, 'muted');
  return segment(text, severity === 'critical' || severity === 'high' ? 'bad' : 'warn');
}
