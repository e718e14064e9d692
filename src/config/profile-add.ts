import { sourceTitles } from '../api/source-titles.ts';
import type { SourceId } from '../api/types.ts';
import { usageError } from '../core/errors.ts';
import type { Command, CommandContext, CommandInput } from '../features/feature.ts';
import { check } from './check.ts';
import { type ConfigFile, changeConfigFile } from './config-file.ts';
import { configPath } from './paths.ts';
import { requiredName } from './profile-choice.ts';
import { type Flags, readSourceId, sourceFromFlags } from './profile-flags.ts';
import { profileNameSchema, profileSchema, type WrittenConfig } from './schema.ts';

const option = (flags: string, description: string, repeatable = false) => ({
  flags,
  description,
  ...(repeatable ? { repeatable } : {}),
});

/** `scandeck profile add`: one source a call. */
export const profileAddCommand: Command = {
  name: 'profile add',
  summary: 'Add a profile, or a further source to one',
  arguments: [{ name: '<name>', description: 'the profile, such as prod' }],
  options: [
    option('--source <source>', 'prisma, carbonBlack, xray, workloadProtection, activityTracking'),
    option('--url <url>', "the source's address, without the API's path"),
    option('--auth <type>', 'how to sign in; found from the credentials that are given'),
    option('--username <name>', 'for basic and prisma-token'),
    option(
      '--password <ref>',
      'env:NAME, file:PATH or "command:CMD LINE"; for basic, prisma-token',
    ),
    option('--token <ref>', 'for bearer and sysdig-token'),
    option('--api-id <id>', 'for cbc-key'),
    option('--api-secret <ref>', 'for cbc-key'),
    option('--api-key <ref>', 'for jfrog-api-key and ibm-iam'),
    option('--iam-url <url>', 'for ibm-iam'),
    option('--api-version <version>', 'Prisma: the version in the path, such as v32.07'),
    option('--project <name>', 'Prisma: the tenant project'),
    option('--collection <name>', 'Prisma: a collection to look at', true),
    option('--org-key <key>', 'Carbon Black: the organisation'),
    option('--instance <name>', 'Carbon Black: the instance in the path'),
    option('--instance-id <guid>', 'Workload Protection: the instance'),
    option('--team-id <number>', 'Workload Protection: the team'),
    option('--tier <tier>', 'Cloud Logs: frequent_search or archive'),
    option('--application-name <name>', 'Cloud Logs: the application of the audit events'),
    option('--ca-file <file>', 'PEM file of a private certificate authority'),
    option('--insecure', 'do not check the certificate'),
    option('--production', 'mark the profile as production: read-only unless the file says else'),
    option('--colour <colour>', "the profile's badge: one of the terminal's eight colours"),
    option('--replace', 'replace the source if the profile has it'),
  ],
  examples: [
    'scandeck profile add prod --source prisma --url https://console.example:8083 --username ops --password env:PRISMA_PASSWORD --production',
    'scandeck profile add prod --source xray --url https://acme.example --token "command:pass show jfrog"',
  ],
  run: async (context, input) => {
    const { path } = configPath(context.globals);
    const name = requiredName(input.arguments[0]);
    const source = readSource(input);
    const flags = { ...input.options, collections: input.options.collection };
    const block = sourceFromFlags(source, flags);
    const settings = profileSettings(input.options, context);
    const valid = check(profileNameSchema, name);
    if ('issues' in valid) throw usageError(`The name ${valid.issues[0]?.message}`);
    let first = false;
    await changeConfigFile(path, (file) => {
      const profile = file.config.profiles[name];
      if (profile?.[source] !== undefined && input.options.replace !== true) {
        throw usageError(
          `The profile ${name} has ${source} already`,
          'Say --replace to replace it.',
        );
      }
      first = Object.keys(file.config.profiles).length === 0;
      return withSource(file, name, { ...settings, [source]: block });
    });
    context.narrate(`Added ${sourceTitles[source]} to the profile ${name} in ${path}.`);
    if (first) context.narrate(`${name} is the current profile.`);
    context.narrate(`Check it with: scandeck doctor --profile ${name}`);
    return 0;
  },
};

function readSource({ options }: CommandInput): SourceId {
  if (typeof options.source === 'string') return readSourceId(options.source);
  throw usageError('--source is missing', 'Write --source prisma, or another source.');
}

/** What the call says about the profile as a whole. */
function profileSettings(options: Flags, { globals }: CommandContext): Record<string, unknown> {
  const settings = {
    ...(globals.readOnly || options.readOnly === true ? { readOnly: true } : {}),
    ...(options.production === true ? { production: true } : {}),
    ...(options.colour === undefined ? {} : { colour: options.colour }),
  };
  const checked = check(profileSchema, settings);
  if ('value' in checked) return settings;
  throw usageError(`--colour ${checked.issues[0]?.message}`);
}

function withSource(
  { written }: ConfigFile,
  name: string,
  addition: Readonly<Record<string, unknown>>,
): WrittenConfig {
  const profiles = written.profiles ?? {};
  const isFirst = Object.keys(profiles).length === 0;
  return {
    ...(isFirst ? { currentProfile: name } : {}),
    ...written,
    profiles: { ...profiles, [name]: { ...profiles[name], ...addition } },
  };
}
