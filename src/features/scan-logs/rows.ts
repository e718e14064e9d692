import type { LogRow, WireLog } from '../../api/carbon-black/schema.ts';
import { countOf } from '../../api/wire-count.ts';
import { stringifyJson } from '../../core/json.ts';
import { parseSeverity, type Severity } from '../../core/severity.ts';
import { parseWireTime } from '../../core/time.ts';
import { imageOf } from './image-name.ts';
import type { LogCounts, ScanLog } from './model.ts';

/** A row in our words. */
export function logOf({ row, wire }: LogRow): ScanLog {
  return {
    key: keyOf(row, wire),
    scannedAt: parseWireTime(row.scan_time),
    trigger: row.source || null,
    image: imageOf(row.full_tag || null, row.manifest_digest || null),
    workloads: row.workloads ?? null,
    vulnerabilities: countsOf(row.vulnerabilities_summary),
    malware: row.has_malware ?? null,
    status: row.scan_status || null,
    wire,
  };
}

/**
 * Digest, tag, time and source. The time counts as it was written, since it may be finer than a
 * millisecond. Without digest and tag, or without time, only the whole row can tell it from others.
 */
function keyOf({ manifest_digest, full_tag, scan_time, source }: WireLog, wire: unknown): string {
  const identity = [manifest_digest || null, full_tag || null, scan_time ?? null, source ?? null];
  const isIdentity = Boolean((manifest_digest || full_tag) && scan_time);
  return stringifyJson(isIdentity ? identity : [...identity, wire]);
}

/**
 * Adds a summary up: a severity that it leaves out, or that is null, is zero, and one that is not
 * known counts as unknown. An amount that can't be read makes all of it unknown, since its total would be wrong.
 */
function countsOf(summary: WireLog['vulnerabilities_summary']): LogCounts | null {
  if (summary == null) return null;
  const counts: Record<Severity | 'total', number> = {
    critical: 0,
    high: 0,
    medium: 0,
    low: 0,
    unknown: 0,
    total: 0,
  };
  for (const [word, entry] of Object.entries(summary)) {
    if (entry === null) continue;
    const amount = amountOf(entry);
    if (amount === null) return null;
    counts[parseSeverity(word)] += amount;
    counts.total += amount;
  }
  return counts;
}

function amountOf(entry: unknown): number | null {
  const amount =
    typeof entry === 'object' && entry !== null && 'amount' in entry ? entry.amount : entry;
  return countOf(amount);
}
