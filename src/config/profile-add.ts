import { sourceTitles } from '../api/source-titles.ts';
import type { SourceId } from '../api/types.ts';
import { type ExitCode, usageError } from '../core/errors.ts';
import type { CommandContext, CommandInput } from '../features/feature.ts';
import { check } from './check.ts';
import { type ConfigFile, changeConfigFile } from './config-file.ts';
import { configPath } from './paths.ts';
import { requiredName } from './profile-choice.ts';
import { type Flags, readSourceId, sourceFromFlags } from './profile-flags.ts';
import { sourceWarnings } from './profile-warnings.ts';
import { profileNameSchema, profileSchema, type WrittenConfig } from './schema.ts';

/** Runs `scandeck profile add`: one source a call. @throws ScandeckError `usage`, `config` */
export async function addProfile(context: CommandContext, input: CommandInput): Promise<ExitCode> {
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
      throw usageError(`The profile ${name} has ${source} already`, 'Say --replace to replace it.');
    }
    first = Object.keys(file.config.profiles).length === 0;
    return withSource(file, name, { ...settings, [source]: block });
  });
  context.narrate(`Added ${sourceTitles[source]} to the profile ${name} in ${path}.`);
  if (first) context.narrate(`${name} is the current profile.`);
  for (const warning of sourceWarnings(block, path)) context.narrate(`warning: ${warning}`);
  context.narrate(`Check it with: scandeck doctor --profile ${name}`);
  return 0;
}

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
