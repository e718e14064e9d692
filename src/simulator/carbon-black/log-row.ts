import { sourceNames } from './day-plan.ts';
import { hasDigest, malwareWords, type ScanDay } from './scan-day.ts';
import type { ScanLogs } from './scan-logs.ts';
import { severityCount, severityNames } from './severity-drift.ts';

/**
 * A row as the search answers it. What is not known is left out, and so are severities of which
 * there are none; only images that were scanned have a summary and, mostly, a word on malware.
 */
export function logRow(
  logs: ScanLogs,
  day: ScanDay,
  row: number,
): Readonly<Record<string, unknown>> {
  const subject = logs.subjects[day.subjects[row] ?? 0];
  const status = day.statuses[row] ?? 0;
  const malware = day.malware[row];
  return {
    ...(subject?.fullTag ? { full_tag: subject.fullTag } : {}),
    ...(hasDigest(status) ? { manifest_digest: subject?.digest } : {}),
    workloads: subject?.workloads ?? 0,
    scan_time: new Date(logs.timeOf(day, row)).toISOString().replace('.000Z', 'Z'),
    source: sourceNames[day.sources[row] ?? 0],
    ...(status === 0 ? { vulnerabilities_summary: summaryOf(day, row) } : {}),
    ...(malware === malwareWords.untold ? {} : { has_malware: malware === malwareWords.yes }),
  };
}

function summaryOf({ amounts }: ScanDay, row: number): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    severityNames.flatMap((name, place) => {
      const amount = amounts[row * severityCount + place] ?? 0;
      return amount === 0 ? [] : [[name, { amount }]];
    }),
  );
}
