import { sourceIds } from '../api/types.ts';
import type { ExitCode } from '../core/errors.ts';
import type { Column } from '../core/table.ts';
import type { CommandContext, CommandInput } from '../features/feature.ts';
import { changeConfigFile, readConfigFile } from './config-file.ts';
import { configPath } from './paths.ts';
import { chooseProfile, chosenName, profileNamed, requiredName } from './profile-choice.ts';
import { isReadOnly, type Profile } from './schema.ts';

interface ProfileRow {
  readonly profile: string;
  readonly current: boolean;
  readonly readOnly: boolean;
  readonly production: boolean;
  readonly colour: string | null;
  readonly sources: readonly string[];
}

const profileColumns: readonly Column<ProfileRow>[] = [
  { name: 'profile', header: 'PROFILE', value: (row) => row.profile },
  { name: 'current', header: 'CURRENT', value: (row) => row.current },
  { name: 'readOnly', header: 'READ-ONLY', value: (row) => row.readOnly },
  { name: 'production', header: 'PRODUCTION', value: (row) => row.production },
  { name: 'colour', header: 'COLOUR', value: (row) => row.colour },
  { name: 'sources', header: 'SOURCES', value: (row) => row.sources.join(' ') },
];

/** Runs `scandeck profile list`. @throws ScandeckError `config` */
export async function listProfiles(context: CommandContext): Promise<ExitCode> {
  const { path } = configPath(context.globals);
  const { config } = readConfigFile(path);
  const current = chosenName(config, context.globals);
  const rows = Object.entries(config.profiles).map(([name, profile]) => ({
    profile: name,
    current: name === current,
    readOnly: isReadOnly(profile),
    production: profile.production ?? false,
    colour: profile.colour ?? null,
    sources: sourceIds.filter((source) => profile[source] !== undefined),
  }));
  if (rows.length === 0) context.narrate(`There is no profile in ${path}.`);
  const records = context.records(profileColumns);
  await records.add(rows);
  await records.end({ total: rows.length });
  return 0;
}

/** One source of a profile as it was written; `source` null for a profile without any. */
interface SourceRow {
  readonly profile: string;
  readonly readOnly: boolean;
  readonly source: string | null;
  readonly url: string | null;
  readonly insecure: boolean;
  /** `type`, and names, references and ids; never a secret. */
  readonly auth: Readonly<Record<string, unknown>> | null;
  readonly settings: Readonly<Record<string, unknown>>;
}

const words = (values: Readonly<Record<string, unknown>>) =>
  Object.entries(values)
    .map(([key, value]) => `${key}=${typeof value === 'object' ? JSON.stringify(value) : value}`)
    .join(' ');

const sourceColumns: readonly Column<SourceRow>[] = [
  { name: 'profile', header: 'PROFILE', value: (row) => row.profile },
  { name: 'readOnly', header: 'READ-ONLY', value: (row) => row.readOnly },
  { name: 'source', header: 'SOURCE', value: (row) => row.source },
  { name: 'url', header: 'URL', value: (row) => row.url },
  { name: 'insecure', header: 'INSECURE', value: (row) => row.insecure },
  { name: 'auth', header: 'AUTH', value: (row) => (row.auth === null ? null : words(row.auth)) },
  { name: 'settings', header: 'SETTINGS', value: (row) => words(row.settings) },
];

/** Runs `scandeck profile show`. @throws ScandeckError `config` */
export async function showProfile(context: CommandContext, input: CommandInput): Promise<ExitCode> {
  const { path } = configPath(context.globals);
  const { config } = readConfigFile(path);
  const [named] = input.arguments;
  const choice = named === undefined ? context.globals : { ...context.globals, profile: named };
  const { name, profile } = chooseProfile(config, choice, path);
  const rows = sourceRows(name, profile);
  const records = context.records(sourceColumns);
  await records.add(rows);
  await records.end({ total: rows.length });
  return 0;
}

function sourceRows(name: string, profile: Profile): SourceRow[] {
  const shared = { profile: name, readOnly: isReadOnly(profile) };
  const rows = sourceIds.flatMap((source) => {
    const config = profile[source];
    if (config === undefined) return [];
    const { url, auth, insecure = false, ...settings } = config;
    return [{ ...shared, source, url, insecure, auth, settings }];
  });
  const none = { ...shared, source: null, url: null, insecure: false, auth: null, settings: {} };
  return rows.length === 0 ? [none] : rows;
}

/** Runs `scandeck profile use`. @throws ScandeckError `config` */
export async function useProfile(context: CommandContext, input: CommandInput): Promise<ExitCode> {
  const name = requiredName(input.arguments[0]);
  await changeConfigFile(configPath(context.globals).path, ({ config, written }) => {
    profileNamed(config, name);
    return { ...written, currentProfile: name };
  });
  context.narrate(`${name} is the current profile.`);
  return 0;
}

/** Runs `scandeck profile remove`. @throws ScandeckError `config` */
export async function removeProfile(
  context: CommandContext,
  input: CommandInput,
): Promise<ExitCode> {
  const name = requiredName(input.arguments[0]);
  let wasCurrent = false;
  await changeConfigFile(configPath(context.globals).path, ({ config, written }) => {
    profileNamed(config, name);
    const { [name]: _removed, ...profiles } = written.profiles ?? {};
    const { currentProfile, ...others } = written;
    wasCurrent = currentProfile === name;
    // Another profile never becomes current by itself: it might be production.
    const current = wasCurrent || currentProfile === undefined ? {} : { currentProfile };
    return { ...current, ...others, profiles };
  });
  context.narrate(`Removed the profile ${name}.`);
  if (wasCurrent) context.narrate('No profile is current now; see `scandeck profile use`.');
  return 0;
}
