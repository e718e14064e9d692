import type { ExportOffer } from '../../export-engine/kind.ts';
import { activityCriteria, queryCriterion } from './command.ts';

/** `scandeck export registry-activity`: an activity event a record. */
export const exportOffer: ExportOffer = {
  kind: 'registry-activity',
  title: 'IBM Cloud registry activity',
  source: 'activityTracking',
  since: '30d',
  options: [
    ...activityCriteria,
    { flags: '--tier <tier>', description: 'archive or frequent_search (archive: it has all)' },
    queryCriterion,
  ],
  examples: [
    'scandeck export registry-activity --since 90d --action image.delete --out deletions.ndjson',
  ],
  load: async () => (await import('./export-kind.ts')).registryActivityKind,
};
