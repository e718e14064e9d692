import { usageError } from '../../core/errors.ts';
import { safeText } from '../../core/safe-text.ts';
import { severities } from '../../core/severity.ts';
import type { ScanLog } from './model.ts';

const findings = ['critical', 'high', 'medium', 'low', 'malware'] as const;

/** What `--fail-on` looks for: vulnerabilities of a severity or worse, or malware. */
export type Finding = (typeof findings)[number];

/** Reads `--fail-on`. @throws ScandeckError `usage` */
export function parseFinding(text: string): Finding {
  const finding = findings.find((known) => known === text.toLowerCase());
  if (finding !== undefined) return finding;
  throw usageError(
    `--fail-on ${safeText(text, 40)} is nothing that can be looked for`,
    `Write one of ${findings.join(', ')}.`,
  );
}

/**
 * Whether a scan found it; null when its row does not tell. A row that lists nothing at all may be
 * that of a failed scan.
 */
export function hasFinding(log: ScanLog, finding: Finding): boolean | null {
  if (finding === 'malware') return log.malware;
  const { vulnerabilities } = log;
  if (vulnerabilities === null || vulnerabilities.total === 0) return null;
  return severities
    .slice(0, severities.indexOf(finding) + 1)
    .some((severity) => vulnerabilities[severity] > 0);
}

/** What was found so far. */
export interface Verdict {
  readonly matched: number;
  /** Rows that do not tell. */
  readonly unknown: number;
}

/** Judges rows as they come. */
export function createJudge(finding: Finding | null): {
  look(logs: readonly ScanLog[]): void;
  verdict(): Verdict;
} {
  let matched = 0;
  let unknown = 0;
  return {
    look: (logs) => {
      if (finding === null) return;
      for (const log of logs) {
        const found = hasFinding(log, finding);
        if (found === null) unknown += 1;
        else if (found) matched += 1;
      }
    },
    verdict: () => ({ matched, unknown }),
  };
}
