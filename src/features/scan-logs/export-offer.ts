import type { ExportOffer } from '../../export-engine/kind.ts';
import { exportCriteria } from './command.ts';

/** `scandeck export scan-logs`: a scan a record. */
export const exportOffer: ExportOffer = {
  kind: 'scan-logs',
  title: 'Carbon Black Cloud scan logs',
  source: 'carbonBlack',
  since: '30d',
  options: exportCriteria,
  examples: ['scandeck export scan-logs --since 40d --cluster demo:cluster-one --out scans.ndjson'],
  load: async () => (await import('./export-kind.ts')).scanLogsKind,
};
