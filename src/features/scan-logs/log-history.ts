import type { LogCriteria, ScanLog } from './model.ts';

/** The image whose scans are asked for: of its digest, of its tag, or of either. */
export interface HistoryImage {
  readonly fullTag?: string | null;
  readonly digest?: string | null;
}

/** What is different from the last scan before that told it. */
export interface HistoryChange {
  /** Signed differences; null when this scan, or every one before, tells no vulnerabilities. */
  readonly vulnerabilities: ScanLog['vulnerabilities'];
  /** The tag points to another image than before; null when a digest is not known. */
  readonly digestChanged: boolean | null;
  /** Malware came (`found`) or went (`gone`); null when it is not told. */
  readonly malware: 'found' | 'gone' | 'same' | null;
}

/** One scan of an image's history. */
export interface HistoryEntry {
  readonly log: ScanLog;
  /** Null for the oldest scan that is known. */
  readonly change: HistoryChange | null;
}

/** The scans of an image, newest first. */
export interface LogHistory {
  readonly entries: readonly HistoryEntry[];
  /** Scans that there are; null when the vendor does not tell. */
  readonly found: number | null;
  readonly truncated: boolean;
  readonly notes: readonly string[];
  readonly undecoded: number;
  readonly incomplete: boolean;
}

/** How a history is asked for. */
export interface HistoryOptions {
  /** @default the last twelve months */
  readonly time?: LogCriteria['time'];
  /** The newest scans that are wanted; 0 for all. @default 200 */
  readonly limit?: number;
  readonly signal?: AbortSignal;
  readonly exact?: boolean;
}
