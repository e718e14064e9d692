import { dirname } from 'node:path';
import { configError } from '../core/errors.ts';
import { check, pathText } from './check.ts';
import { configFileExists, readConfigFile } from './config-file.ts';
import { configPath, type Environment, fromFolder } from './paths.ts';
import { chooseProfile } from './profile-choice.ts';
import { type Config, configSchema, type Profile } from './schema.ts';
import type { SourceConfig } from './source-schema.ts';

/** What says which profile is to be opened. */
export interface ProfileRequest {
  /** `--config FILE`. */
  readonly configFile?: string | undefined;
  /** A config file's content, instead of a file: for the demo and for tests. */
  readonly config?: unknown;
  /** `--profile NAME`. */
  readonly profile?: string | undefined;
  readonly env: Environment;
}

/** A profile that was found and checked. */
export interface LoadedProfile {
  readonly name: string;
  readonly profile: Profile;
  readonly preferences: Config['preferences'];
  /** Where relative paths in the config start. */
  readonly folder: string;
}

/**
 * Finds and checks the profile that the user means.
 *
 * @throws ScandeckError `config`
 */
export function loadProfile(request: ProfileRequest): LoadedProfile {
  const { config, file, folder } =
    request.config === undefined ? fromFile(request) : given(request);
  const chosen = chooseProfile(config, request, file);
  return { ...chosen, preferences: config.preferences, folder };
}

function fromFile({ configFile, env }: ProfileRequest) {
  const { path, named } = configPath({ configFile, env });
  if (named && !configFileExists(path)) {
    throw configError(
      `There is no config file ${path}`,
      'Check --config and SCANDECK_CONFIG, or create the file with `scandeck profile add`.',
    );
  }
  return { config: readConfigFile(path).config, file: path, folder: dirname(path) };
}

function given({ config }: ProfileRequest) {
  const checked = check(configSchema, config);
  if ('value' in checked)
    return { config: checked.value, file: 'the config', folder: process.cwd() };
  const lines = checked.issues.map(({ path, message }) => `${pathText(path)} ${message}`);
  throw configError(lines.join('\n'), 'Mend the config that was given.');
}

/** How a source's certificate is checked, with the path of its CA file in full. */
export function tlsOf(config: SourceConfig, folder: string) {
  const caFile = config.tls?.caFile;
  return {
    ...(caFile === undefined ? {} : { caFile: fromFolder(caFile, folder) }),
    ...(config.insecure === true ? { insecure: true } : {}),
  };
}
