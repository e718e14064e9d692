import type { ExitCode } from '../../core/errors.ts';
import type { Command, CommandContext, CommandInput, CommandOption } from '../feature.ts';

const option = (flags: string, description: string): CommandOption => ({ flags, description });
const repeatable = (flags: string, description: string): CommandOption => ({
  ...{ flags, description, repeatable: true },
});

type Run = (context: CommandContext, input: CommandInput) => Promise<ExitCode>;

/** What runs a command is loaded when it runs. */
const lazy =
  (load: () => Promise<Run>): Run =>
  async (context, input) =>
    (await load())(context, input);

/** What `activity` and its export select by. */
export const activityCriteria: readonly CommandOption[] = [
  repeatable('--action <action>', 'image.delete, image.push, …; several with commas'),
  repeatable('--group <group>', 'account, images, namespaces, vulnerabilities'),
  repeatable('--outcome <outcome>', 'success, failure, pending'),
  repeatable('--severity <severity>', 'normal, warning, critical'),
  option('--initiator <text>', "a part of the initiator's id or name"),
  option('--target <text>', "a part of the target's id or name"),
  option('--correlation <id>', 'the correlationId'),
  option('--region <region>', 'us-south, global, …'),
  option('--text <text>', 'a part of anything that the event says'),
];

/** A condition of the log service's own. */
export const queryCriterion = option(
  '--query <dataprime>',
  'a condition in DataPrime: $d.reason.reasonCode == 403',
);

/** `scandeck activity`: one record an event. */
export const activityCommand: Command = {
  name: 'activity',
  summary: 'List who did what to which image, the newest first; or follow it; or read files of it',
  options: [
    option('--since <time>', 'from: 3h, 2w, a date or time (24h; with --follow 10m)'),
    option('--until <time>', 'up to, but not with it (now)'),
    ...activityCriteria,
    option('--tier <tier>', 'frequent_search or archive (what the profile says or found)'),
    queryCriterion,
    option(
      '--limit <number>',
      'the newest, but of a file the first; 0 for all (200; all of a file)',
    ),
    option('--follow', 'follow what comes, oldest first; late events are marked'),
    option('--cursor-file <file>', 'keep the position of --follow there, and go on from it'),
    option(
      '--file <file>',
      'read a file of events instead, or - for standard input; doubles within 50,000 events are left out',
    ),
    option('--raw', 'the events as they were sent'),
  ],
  examples: [
    'scandeck activity --since 7d --action image.delete,image.untag',
    'scandeck activity --outcome failure --group images -o csv --limit 0',
    'scandeck activity --follow --cursor-file activity.cursor -o ndjson >> activity.ndjson',
    'zcat 2026-*.json.gz | scandeck activity --file - --target shop/cart',
  ],
  run: lazy(async () => (await import('./run-activity.ts')).runActivity),
};

const actionsCommand: Command = {
  name: 'activity actions',
  summary: 'List the actions of the registry, their group and kind',
  options: [repeatable('--group <group>', 'account, images, namespaces, vulnerabilities')],
  examples: ['scandeck activity actions --group images'],
  run: lazy(async () => (await import('./run-actions.ts')).runActions),
};

/** The feature's headless commands. */
export const commands: readonly Command[] = [activityCommand, actionsCommand];

/** Prints the newest events once, for `scandeck` without a terminal. */
export async function snapshot(context: CommandContext): Promise<void> {
  const { runActivity } = await import('./run-activity.ts');
  await runActivity(context, { arguments: [], options: { limit: '50' } });
}
