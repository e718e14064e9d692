import type { ExportOffer } from '../../export-engine/kind.ts';
import { auditCriteria, eventCriteria } from './command.ts';

/** `scandeck export events`: a secure event a record. */
export const eventsOffer: ExportOffer = {
  kind: 'events',
  title: 'Workload Protection secure events',
  source: 'workloadProtection',
  since: '24h',
  options: eventCriteria,
  examples: [
    'scandeck export events --since 30d --severity high --out events.ndjson',
    'scandeck export events --filter \'kubernetes.namespace.name = "prod"\' --gzip --out prod.ndjson.gz',
  ],
  load: async () => (await import('./export-kind.ts')).eventsKind,
};

/** `scandeck export activity-audit`: what a process did, a record each. */
export const activityAuditOffer: ExportOffer = {
  kind: 'activity-audit',
  title: 'Workload Protection activity audit',
  source: 'workloadProtection',
  since: '24h',
  options: auditCriteria,
  examples: [
    'scandeck export activity-audit --type commands --since 2d --format csv --out commands.csv',
  ],
  load: async () => (await import('./export-audit-kind.ts')).activityAuditKind,
};
