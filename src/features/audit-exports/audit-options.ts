import type { CommandOption } from '../feature.ts';

const many = (flags: string, description: string): CommandOption => ({
  flags,
  description,
  repeatable: true,
});

/** What the listing and the export both take, beside the time. */
export const auditOptions: readonly CommandOption[] = [
  { flags: '--dry-run', description: 'what policies on trial would have done, an event a policy' },
  many('--action <action>', 'blocked, approved, passed, ... (chosen by scandeck, as those below)'),
  many('--package <name>', 'name or name:version; * is any text'),
  many('--type <type>', 'docker, npm, pypi, maven, ...'),
  many('--user <name>', 'user name or mail address; * is any text'),
  many('--policy <policy>', 'name or id of a policy that judged it; * is any text'),
  { flags: '--explain', description: 'ask for explanations and recommendations of policies, too' },
];
