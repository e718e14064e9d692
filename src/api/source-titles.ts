import type { SourceId } from './types.ts';

/** The vendor systems' names, for messages. */
export const sourceTitles: Readonly<Record<SourceId, string>> = {
  prisma: 'Prisma Cloud Compute',
  carbonBlack: 'Carbon Black Cloud',
  xray: 'JFrog Xray',
  workloadProtection: 'IBM Cloud Workload Protection',
  activityTracking: 'IBM Cloud Logs',
};
