import {
  auditEventsCommand,
  snapshot as auditSnapshot,
} from './audit-exports/audit-events-command.ts';
import { exportCommands } from './audit-exports/command.ts';
import { exportOffer as xrayAudit } from './audit-exports/export-offer.ts';
import { keymap as auditExportsKeymap } from './audit-exports/keymap.ts';
import type { Feature } from './feature.ts';
import * as registryActivity from './registry-activity/command.ts';
import { exportOffer as registryActivityExport } from './registry-activity/export-offer.ts';
import { keymap as registryActivityKeymap } from './registry-activity/keymap.ts';
import * as scanLogs from './scan-logs/command.ts';
import { exportOffer as scanLogsExport } from './scan-logs/export-offer.ts';
import { keymap as scanLogsKeymap } from './scan-logs/keymap.ts';
import * as scanProgress from './scan-progress/command.ts';
import { exportOffer as scanResults } from './scan-progress/export-offer.ts';
import { keymap as scanProgressKeymap } from './scan-progress/keymap.ts';
import * as secureEvents from './secure-events/command.ts';
import { activityAuditOffer, eventsOffer } from './secure-events/export-offer.ts';
import { keymap as secureEventsKeymap } from './secure-events/keymap.ts';

/** What can be exported, by the features that have the records. */
export const exportOffers = [
  xrayAudit,
  scanLogsExport,
  eventsOffer,
  activityAuditOffer,
  registryActivityExport,
  scanResults,
];

/** The features in the order of their tabs. Importing this loads no pane, client or schema. */
export const features: readonly Feature[] = [
  {
    id: 'scan-progress',
    slot: 1,
    title: 'Progress',
    source: 'prisma',
    vendor: 'Prisma Cloud Compute',
    question: 'What is being scanned right now, how far is it, when will it finish, is it stuck?',
    keymap: scanProgressKeymap,
    commands: scanProgress.commands,
    pane: () => import('./scan-progress/pane.tsx'),
    snapshot: scanProgress.snapshot,
  },
  {
    id: 'scan-logs',
    slot: 2,
    title: 'Scan logs',
    source: 'carbonBlack',
    vendor: 'Carbon Black Cloud',
    question: 'What was scanned, when, by what, and what came out?',
    keymap: scanLogsKeymap,
    commands: scanLogs.commands,
    pane: () => import('./scan-logs/pane.tsx'),
    snapshot: scanLogs.snapshot,
  },
  {
    id: 'audit-exports',
    slot: 3,
    title: 'Exports',
    source: 'xray',
    otherSources: ['prisma', 'carbonBlack', 'workloadProtection', 'activityTracking'],
    takesSelections: true,
    vendor: 'JFrog Xray',
    question: 'Get me all of it, complete, in a file, whatever happens.',
    keymap: auditExportsKeymap,
    commands: [auditEventsCommand, ...exportCommands(exportOffers)],
    pane: async () => (await import('./audit-exports/pane.tsx')).exportsPane(exportOffers),
    greeting: async (host) =>
      (await import('./audit-exports/store-greeting.ts')).tellInterrupted(host),
    snapshot: auditSnapshot,
  },
  {
    id: 'secure-events',
    slot: 4,
    title: 'Events',
    source: 'workloadProtection',
    vendor: 'IBM Cloud Workload Protection',
    question: 'What is happening at runtime, and what did that process do?',
    keymap: secureEventsKeymap,
    commands: secureEvents.commands,
    pane: () => import('./secure-events/pane.tsx'),
    snapshot: secureEvents.snapshot,
  },
  {
    id: 'registry-activity',
    slot: 5,
    title: 'Activity',
    source: 'activityTracking',
    vendor: 'IBM Cloud Logs',
    question: 'Who pushed, pulled, deleted or inspected which image?',
    keymap: registryActivityKeymap,
    commands: registryActivity.commands,
    pane: () => import('./registry-activity/pane.tsx'),
    snapshot: registryActivity.snapshot,
  },
];
