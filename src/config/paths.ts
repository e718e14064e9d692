import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';

/** The process's environment, or a test's. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The machine that a path is for. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly home: string;
}

const thisMachine = (): Machine => ({ platform: process.platform, home: homedir() });

/** Where the config file is, and whether the user named it. */
export interface ConfigPath {
  /** Absolute. */
  readonly path: string;
  /** Named by `--config` or SCANDECK_CONFIG, so that its absence is an error. */
  readonly named: boolean;
}

/** The config file's path: `--config`, else SCANDECK_CONFIG, else the platform's folder. */
export function configPath(
  { configFile, env }: { readonly configFile?: string | undefined; readonly env: Environment },
  machine: Machine = thisMachine(),
): ConfigPath {
  const named = configFile ?? (env.SCANDECK_CONFIG === '' ? undefined : env.SCANDECK_CONFIG);
  if (named !== undefined) return { path: fromFolder(named, process.cwd(), machine), named: true };
  return { path: join(platformFolder(env, machine), 'config.json'), named: false };
}

/**
 * The folder that `conf` uses for the project "scandeck" without a suffix. Loading `conf` for it
 * would double the start of a command.
 */
function platformFolder(env: Environment, { platform, home }: Machine): string {
  if (platform === 'darwin') return join(home, 'Library', 'Preferences', 'scandeck');
  if (platform === 'win32') {
    return join(env.APPDATA || join(home, 'AppData', 'Roaming'), 'scandeck', 'Config');
  }
  return join(env.XDG_CONFIG_HOME || join(home, '.config'), 'scandeck');
}

/** A path that a person wrote: `~` is the home folder, and the rest is relative to `folder`. */
export function fromFolder(
  path: string,
  folder: string,
  { home }: Pick<Machine, 'home'> = thisMachine(),
): string {
  if (path === '~' || path.startsWith('~/') || path.startsWith('~\\')) {
    return join(home, path.slice(1));
  }
  return isAbsolute(path) ? path : resolve(folder, path);
}

/**
 * The folder for what the program has to remember between two runs: SCANDECK_STATE, else the
 * platform's.
 *
 * @returns an absolute path
 */
export function stateFolder(env: Environment, machine: Machine = thisMachine()): string {
  const { platform, home } = machine;
  if (env.SCANDECK_STATE) return fromFolder(env.SCANDECK_STATE, process.cwd(), machine);
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'scandeck');
  if (platform === 'win32') {
    return join(env.LOCALAPPDATA || join(home, 'AppData', 'Local'), 'scandeck', 'State');
  }
  // The XDG Base Directory Specification has relative paths ignored.
  const named = env.XDG_STATE_HOME ?? '';
  return join(isAbsolute(named) ? named : join(home, '.local', 'state'), 'scandeck');
}
