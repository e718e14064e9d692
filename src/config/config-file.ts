import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { configError, type ScandeckError } from '../core/errors.ts';
import { safeText } from '../core/safe-text.ts';
import { examine, type Problem, problemLine } from './examine.ts';
import type { KeyCheck } from './key-issues.ts';
import type { Config, WrittenConfig } from './schema.ts';

/** A config file that was read and found good. */
export interface ConfigFile {
  readonly config: Config;
  /** The JSON as it was written, without defaults; `{}` while there is no file. */
  readonly written: WrittenConfig;
  readonly exists: boolean;
}

/**
 * Reads the config file; no file at all is an empty config.
 *
 * @throws ScandeckError `config` with every problem as a line `FILE:LINE:COL: …`
 */
export function readConfigFile(path: string): ConfigFile {
  const text = readText(path);
  if (text === null) return { config: emptyConfig(), written: {}, exists: false };
  const examined = examine(text);
  if ('problems' in examined) throw brokenFile(path, examined.problems);
  return { ...examined, exists: true };
}

/** Whether there is a config file. */
export function configFileExists(path: string): boolean {
  return existsSync(path);
}

/**
 * Everything that is wrong with the config file, as lines; empty when it is good or absent.
 *
 * @param checkKeys what the deck says of remapped keys
 */
export function configFileProblems(path: string, checkKeys?: KeyCheck): string[] {
  const text = readText(path);
  const examined = text === null ? null : examine(text, checkKeys);
  if (examined === null || 'config' in examined) return [];
  return examined.problems.map((problem) => problemLine(safeText(path), problem));
}

/**
 * Changes the config file through `conf`: atomically, and readable by its owner alone. A broken
 * file is left as it is.
 *
 * @throws ScandeckError `config` when the file is broken, would become broken, or can't be written
 */
export async function changeConfigFile(
  path: string,
  change: (file: ConfigFile) => WrittenConfig,
): Promise<void> {
  const next = change(readConfigFile(path));
  const examined = examine(print(next));
  if ('problems' in examined) {
    const [first] = examined.problems;
    throw configError(`The change was not written: ${first?.text}`);
  }
  const { default: Conf } = await import('conf');
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const file = new Conf({
      cwd: dirname(path),
      configName: basename(path),
      fileExtension: '',
      configFileMode: 0o600,
      clearInvalidConfig: false,
      accessPropertiesByDotNotation: false,
      serialize: print,
    });
    file.store = { ...next };
  } catch (error) {
    throw fileError('write', path, error);
  }
}

/** A warning when others than the owner may read the file; null on systems without such modes. */
export function readableByOthers(path: string): string | null {
  if (process.platform === 'win32') return null;
  const found = statSync(path, { throwIfNoEntry: false });
  const mode = found?.mode ?? 0;
  if (found?.isFile() !== true || (mode & 0o077) === 0) return null;
  const octal = (mode & 0o777).toString(8);
  return `${safeText(path)} may be read by others (mode ${octal}); run: chmod 600 ${safeText(path)}`;
}

const emptyConfig = (): Config => {
  const examined = examine('{}');
  if ('config' in examined) return examined.config;
  throw new Error('An empty config must be valid');
};

const print = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    if (isCode(error, 'ENOENT')) return null;
    throw fileError('read', path, error);
  }
}

function brokenFile(path: string, problems: readonly Problem[]): ScandeckError {
  const lines = problems.map((problem) => problemLine(safeText(path), problem));
  return configError(
    lines.join('\n'),
    'Mend the file; `scandeck config validate` checks it again. It was not changed.',
  );
}

function fileError(verb: 'read' | 'write', path: string, error: unknown): ScandeckError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
  return configError(
    `Cannot ${verb} the config file ${safeText(path)}: ${safeText(code)}`,
    `Make it a file that you may ${verb}, or name another one with --config FILE.`,
  );
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
