import { exactTime } from '../../core/time-span.ts';
import type { LogCounts, LogImage, ScanLog } from './model.ts';

/** One scan as the headless commands print it. What is not known is null. Texts are as they came. */
export interface LogRecord {
  readonly source: 'carbon-black';
  /** RFC 3339, UTC. */
  readonly scannedAt: string | null;
  readonly trigger: string | null;
  readonly image: LogImage;
  readonly workloads: number | null;
  readonly vulnerabilities: LogCounts | null;
  readonly malware: boolean | null;
  readonly status: string | null;
}

/** The record of a row. */
export function recordOf(log: ScanLog): LogRecord {
  const { scannedAt, trigger, image, workloads, vulnerabilities, malware, status } = log;
  return {
    source: 'carbon-black',
    scannedAt: scannedAt === null ? null : exactTime(scannedAt),
    trigger,
    image,
    workloads,
    vulnerabilities,
    malware,
    status,
  };
}
