import { type Severity, severities } from '../../core/severity.ts';

/** What can be asked for by value, in the vendor's words. A row matches one value of each field. */
export const logFields = [
  'full_tags',
  'repositories',
  'digests',
  'sources',
  'registries',
  'vulnerabilities',
  'clusters',
  'namespaces',
  'hostnames',
] as const;

/** A criterion with values, in the vendor's words. */
export type LogField = (typeof logFields)[number];

/** The time that is asked for: backwards from now (`-3h`, `-2w`, `-1M`), or epoch milliseconds. */
export type LogTime =
  | { readonly kind: 'range'; readonly range: string }
  | { readonly kind: 'bounds'; readonly since: number; readonly until: number };

/** Which scans are asked for. It is plain JSON, so a saved view holds it as it is. */
export interface LogCriteria {
  /** Plain text, matched by the vendor; empty for any. */
  readonly query: string;
  readonly time: LogTime;
  readonly values: Readonly<Partial<Record<LogField, readonly string[]>>>;
}

/** How rows are ordered; `field` is in the vendor's words: `scan_time`. */
export interface LogSort {
  readonly field: string;
  readonly order: 'ASC' | 'DESC';
}

/** Newest first. */
export const newestFirst: LogSort = { field: 'scan_time', order: 'DESC' };

/** The image of a row. What the row does not tell is null. Texts are hostile. */
export interface LogImage {
  readonly fullTag: string | null;
  readonly registry: string | null;
  readonly repository: string | null;
  readonly tag: string | null;
  readonly digest: string | null;
}

/** Vulnerabilities by severity. The vendor leaves out severities that are zero. */
export type LogCounts = Readonly<Record<Severity | 'total', number>>;

/** One scan as the vendor logged it. Texts are hostile. */
export interface ScanLog {
  /** Digest, tag, time and source together: the vendor gives its rows no id. */
  readonly key: string;
  /** Epoch milliseconds; null when the row's time can't be read. */
  readonly scannedAt: number | null;
  /** What caused the scan, in the vendor's words: `CLI`, `CLUSTER_SCAN`, or any other. */
  readonly trigger: string | null;
  readonly image: LogImage;
  readonly workloads: number | null;
  /** Null when the row says nothing about vulnerabilities: unknown, not clean. */
  readonly vulnerabilities: LogCounts | null;
  readonly malware: boolean | null;
  /** The scan's own outcome, where the vendor tells it: `SCANNED`. */
  readonly status: string | null;
  /** The vendor's row with everything it carries. */
  readonly wire: Readonly<Record<string, unknown>>;
}

/** The worst severity of a row; `none` when the row tells of no vulnerability, null when unknown. */
export function worst({ vulnerabilities }: Pick<ScanLog, 'vulnerabilities'>) {
  if (vulnerabilities === null) return null;
  return severities.find((severity) => vulnerabilities[severity] > 0) ?? 'none';
}

/**
 * Whether an image may be drawn as good: true only when the vendor said so, false when something was
 * found, null when neither is known. A failed scan and a clean one both come with an empty summary.
 */
export function isClean(log: Pick<ScanLog, 'vulnerabilities' | 'malware' | 'status' | 'wire'>) {
  const found = log.vulnerabilities?.total ?? 0;
  if (found > 0 || log.malware === true) return false;
  if (log.vulnerabilities === null || log.malware === null) return null;
  const summary = log.wire.vulnerabilities_summary;
  const saidZero =
    typeof summary === 'object' && Object.values(summary ?? {}).some((entry) => entry !== null);
  return saidZero || log.status === 'SCANNED' ? true : null;
}
