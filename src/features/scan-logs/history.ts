import type { LogCounts, ScanLog } from './model.ts';
import type { HistoryChange, HistoryEntry } from './source.ts';

/** The scans of one image with what changed from each to the next. @param logs newest first */
export function entriesOf(logs: readonly ScanLog[]): readonly HistoryEntry[] {
  return logs.map((log, index) => {
    const before = logs[index + 1];
    return { log, change: before === undefined ? null : changeOf(log, before) };
  });
}

function changeOf(log: ScanLog, before: ScanLog): HistoryChange {
  const [now, then] = [log.image.digest, before.image.digest];
  return {
    vulnerabilities: differences(log.vulnerabilities, before.vulnerabilities),
    digestChanged: now === null || then === null ? null : now !== then,
    malware: malwareChange(log.malware, before.malware),
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
