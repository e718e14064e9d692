import type { Command, CommandContext } from '../feature.ts';
import { auditOptions } from './audit-options.ts';

/** `scandeck audit-events`: one record an event. */
export const auditEventsCommand: Command = {
  name: 'audit-events',
  summary: 'List which packages Xray curation blocked or let through, the newest first',
  options: [
    { flags: '--since <time>', description: 'from: 3h, 2d, a date or time (24h)' },
    { flags: '--until <time>', description: 'up to (now)' },
    ...auditOptions,
    { flags: '--limit <number>', description: 'the newest; 0 for all (200)' },
    { flags: '--raw', description: "the vendor's objects, numbers intact" },
  ],
  examples: [
    'scandeck audit-events --since 7d --action blocked',
    "scandeck audit-events --type npm --package 'lodash*' --limit 0 -o csv",
    'scandeck audit-events --dry-run --policy no-gpl -o table',
  ],
  run: async (context, input) => {
    const { runAuditEvents } = await import('./audit-events-run.ts');
    return runAuditEvents(context, input);
  },
};

/** Prints the newest audit events once, for `scandeck` without a terminal. */
export async function snapshot(context: CommandContext): Promise<void> {
  const { runAuditEvents } = await import('./audit-events-run.ts');
  await runAuditEvents(context, { arguments: [], options: { limit: '50' } });
}
