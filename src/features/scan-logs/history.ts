import type { HistoryChange, HistoryEntry } from './log-history.ts';
import type { LogCounts, ScanLog } from './model.ts';

/**
 * The scans of one image with what changed. A scan that tells nothing, such as one that failed, is
 * passed over: each is compared with the last one before it that tells.
 *
 * @param logs newest first
 */
export function entriesOf(logs: readonly ScanLog[]): readonly HistoryEntry[] {
  const entries: HistoryEntry[] = [];
  let known: Known = { digest: null, vulnerabilities: null, malware: null };
  for (const log of logs.toReversed()) {
    entries.push({ log, change: entries.length === 0 ? null : changeOf(log, known) });
    known = {
      digest: log.image.digest ?? known.digest,
      vulnerabilities: log.vulnerabilities ?? known.vulnerabilities,
      malware: log.malware ?? known.malware,
    };
  }
  return entries.reverse();
}

/** What was last told of an image. */
interface Known {
  readonly digest: string | null;
  readonly vulnerabilities: LogCounts | null;
  readonly malware: boolean | null;
}

function changeOf({ image, vulnerabilities, malware }: ScanLog, known: Known): HistoryChange {
  const isNew = image.digest !== known.digest;
  return {
    vulnerabilities: differences(vulnerabilities, known.vulnerabilities),
    digestChanged: image.digest === null || known.digest === null ? null : isNew,
    malware: malwareChange(malware, known.malware),
  };
}

function differences(now: LogCounts | null, then: LogCounts | null): LogCounts | null {
  if (now === null || then === null) return null;
  const by = (name: keyof LogCounts) => now[name] - then[name];
  return {
    critical: by('critical'),
    high: by('high'),
    medium: by('medium'),
    low: by('low'),
    unknown: by('unknown'),
    total: by('total'),
  };
}

function malwareChange(now: boolean | null, then: boolean | null): HistoryChange['malware'] {
  if (now === null || then === null) return null;
  if (now === then) return 'same';
  return now ? 'found' : 'gone';
}
