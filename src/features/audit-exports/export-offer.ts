import type { ExportOffer } from '../../export-engine/kind.ts';
import { auditOptions } from './audit-options.ts';

/** `scandeck export xray-audit`, before its code is loaded. */
export const exportOffer: ExportOffer = {
  kind: 'xray-audit',
  title: 'JFrog Xray curation audit',
  source: 'xray',
  options: auditOptions,
  since: '30d',
  examples: [
    'scandeck export xray-audit --since 30d --out audit.ndjson',
    'scandeck export xray-audit --since 30d --format csv --columns vendor --out audit.csv',
  ],
  load: async () => (await import('./export-kind.ts')).xrayAuditKind,
};
