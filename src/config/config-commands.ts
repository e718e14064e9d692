import { configError, type ExitCode, exitCodes } from '../core/errors.ts';
import type { CommandContext } from '../features/feature.ts';
import { configFileExists, configFileProblems, readableByOthers } from './config-file.ts';
import type { KeyCheck } from './key-issues.ts';
import { configPath } from './paths.ts';
import { configJsonSchema } from './schema.ts';

/** Runs `scandeck config path`. */
export async function printConfigPath(context: CommandContext): Promise<ExitCode> {
  await context.write(`${configPath(context.globals).path}\n`);
  return exitCodes.done;
}

/** Runs `scandeck config validate`: every problem is a line on stdout. */
export async function validateConfig(
  context: CommandContext,
  checkKeys: KeyCheck,
): Promise<ExitCode> {
  const { path, named } = configPath(context.globals);
  if (!configFileExists(path)) {
    if (named) throw configError(`There is no config file ${path}`, 'See `scandeck profile add`.');
    context.narrate(`There is no config file ${path} yet; see \`scandeck profile add\`.`);
    return exitCodes.done;
  }
  const warning = readableByOthers(path);
  if (warning !== null) context.narrate(`warning: ${warning}`);
  const problems = configFileProblems(path, checkKeys);
  for (const problem of problems) await context.write(`${problem}\n`);
  if (problems.length > 0) return exitCodes.usage;
  context.narrate(`${path} is good.`);
  return exitCodes.done;
}

/** Runs `scandeck config schema`. */
export async function printConfigSchema(context: CommandContext): Promise<ExitCode> {
  await context.write(`${JSON.stringify(configJsonSchema(), null, 2)}\n`);
  return exitCodes.done;
}
