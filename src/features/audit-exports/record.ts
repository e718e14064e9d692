import { formatTime } from '../../core/time.ts';
import type { AuditEvent } from './model.ts';

/** One audit event as the headless commands print it. What is not known is null. */
export interface AuditRecord extends Omit<AuditEvent, 'atMs' | 'raw'> {
  readonly source: 'xray';
  /** RFC 3339, UTC. */
  readonly at: string;
}

/** The record of an event. */
export function recordOf(event: AuditEvent): AuditRecord {
  const { id, atMs, action, outcome, reason, dryRun, raw: _raw, ...rest } = event;
  return { source: 'xray', id, at: formatTime(atMs), action, outcome, reason, dryRun, ...rest };
}
