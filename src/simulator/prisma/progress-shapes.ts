import { goZeroTime } from '../go-time.ts';
import type { LegacyShape } from '../vendor.ts';

/** One step of a scan before it is put into a console's shape (`shared.Progress`). */
export interface StepView {
  readonly title: string;
  readonly scanned: number;
  readonly total: number;
  readonly error: string | null;
}

/** One scan before it is put into a console's shape (`shared.RegistryScanProgress`). */
export interface ScanView {
  readonly discovery: StepView;
  readonly imageScan: StepView;
  readonly ongoing: boolean;
  readonly onDemand: boolean;
  /** Null is told as Go's zero time. */
  readonly startTime: string | null;
}

/**
 * The answer's rows in the shape of the console's version (Prisma Cloud API reference, View Registry
 * Scan Progress, and its older editions). The `discovery` flag is false even while tags are being
 * discovered, as in the reference's sample.
 */
export function progressRows(
  scans: readonly ScanView[],
  legacy: LegacyShape | undefined,
): readonly unknown[] {
  if (legacy === 'pre-30') return scans.flatMap(flatSteps);
  return scans.map((scan) => ({
    discovery: stepRow(scan.discovery, scan, legacy),
    imageScan: stepRow(scan.imageScan, scan, legacy),
    isScanOngoing: scan.ongoing,
    ...(legacy === undefined ? { specScanStartTime: scan.startTime ?? goZeroTime } : {}),
  }));
}

function stepRow(step: StepView, scan: ScanView, legacy: LegacyShape | undefined) {
  const row = { id: '', type: '', discovery: false, ...bareStep(step) };
  if (legacy === undefined) return row;
  const unset = { hostname: '', scanTime: goZeroTime };
  if (legacy === '30.03') return { ...unset, ...row };
  const flags = { aisInitialScanInProgress: false, aisOnDemandScanInProgress: false };
  return { ...flags, ...unset, onDemand: scan.onDemand, ...row };
}

/** Before 30.03 the steps stood by themselves, and nothing said whether a scan was going on. */
function flatSteps({ discovery, imageScan }: ScanView): readonly unknown[] {
  const flat = (step: StepView, isDiscovery: boolean) => ({
    hostname: '',
    id: '',
    scanTime: goZeroTime,
    type: 'registry',
    discovery: isDiscovery,
    ...bareStep(step),
  });
  const second = imageScan.total > 0 || imageScan.error !== null ? [flat(imageScan, false)] : [];
  return [flat(discovery, true), ...second];
}

/** Go leaves an empty error out. */
function bareStep({ total, scanned, title, error }: StepView) {
  return { total, scanned, title, ...(error === null ? {} : { error }) };
}
