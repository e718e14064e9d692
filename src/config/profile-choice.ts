import { configError, usageError } from '../core/errors.ts';
import { nearest } from '../core/nearest.ts';
import { safeText } from '../core/safe-text.ts';
import type { Environment } from './paths.ts';
import type { Config, Profile } from './schema.ts';

/** What may say which profile is meant. */
export interface ProfileChoice {
  /** `--profile NAME`. */
  readonly profile?: string | undefined;
  readonly env: Environment;
}

/** The profile's name by `--profile`, else SCANDECK_PROFILE, else `currentProfile`; null for none. */
export function chosenName(config: Config, { profile, env }: ProfileChoice): string | null {
  return profile ?? (env.SCANDECK_PROFILE || config.currentProfile) ?? null;
}

/**
 * The profile that the user means.
 *
 * @param file where the config is, for the message
 * @throws ScandeckError `config` that lists the profiles there are
 */
export function chooseProfile(
  config: Config,
  choice: ProfileChoice,
  file: string,
): { readonly name: string; readonly profile: Profile } {
  const names = Object.keys(config.profiles);
  if (names.length === 0) throw noProfiles(file);
  const name = chosenName(config, choice);
  if (name === null) {
    throw configError(
      `No profile is chosen; there are: ${names.join(', ')}`,
      'Choose one with `scandeck profile use NAME`, --profile NAME or SCANDECK_PROFILE.',
    );
  }
  return { name, profile: profileNamed(config, name) };
}

/** @throws ScandeckError `config` that lists the profiles there are */
export function profileNamed(config: Config, name: string): Profile {
  const profile = Object.hasOwn(config.profiles, name) ? config.profiles[name] : undefined;
  if (profile !== undefined) return profile;
  const names = Object.keys(config.profiles);
  const meant = nearest(name, names);
  const hint = meant === null ? 'See `scandeck profile list`.' : `Did you mean ${meant}?`;
  throw configError(
    `There is no profile "${safeText(name, 80)}"${names.length === 0 ? ', nor any other' : `; there are: ${names.join(', ')}`}`,
    names.length === 0 ? addHint : hint,
  );
}

function noProfiles(file: string) {
  return configError(`There is no profile yet in ${safeText(file)}`, addHint);
}

const addHint =
  'Add one with `scandeck profile add NAME --source prisma --url https://CONSOLE:8083 ' +
  '--username USER --password env:PRISMA_PASSWORD`, or look around with `scandeck demo`.';

/** @throws ScandeckError `usage` when a command got no name */
export function requiredName(name: string | undefined): string {
  if (name !== undefined && name !== '') return name;
  throw usageError('The name of a profile is missing', 'See `scandeck profile list`.');
}
