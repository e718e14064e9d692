import { configError, exitCodes } from '../core/errors.ts';
import type { Command } from '../features/feature.ts';
import { configFileExists, configFileProblems, readableByOthers } from './config-file.ts';
import { configPath } from './paths.ts';
import { profileCommands } from './profile-commands.ts';
import { configJsonSchema } from './schema.ts';

const pathCommand: Command = {
  name: 'config path',
  summary: 'Print where the config file is',
  run: async (context) => {
    await context.write(`${configPath(context.globals).path}\n`);
    return exitCodes.done;
  },
};

const validateCommand: Command = {
  name: 'config validate',
  summary: 'Check the config file, and print every problem as FILE:LINE:COL',
  run: async (context) => {
    const { path, named } = configPath(context.globals);
    if (!configFileExists(path)) {
      if (named)
        throw configError(`There is no config file ${path}`, 'See `scandeck profile add`.');
      context.narrate(`There is no config file ${path} yet; see \`scandeck profile add\`.`);
      return exitCodes.done;
    }
    const warning = readableByOthers(path);
    if (warning !== null) context.narrate(`warning: ${warning}`);
    const problems = configFileProblems(path);
    for (const problem of problems) await context.write(`${problem}\n`);
    if (problems.length > 0) return exitCodes.usage;
    context.narrate(`${path} is good.`);
    return exitCodes.done;
  },
};

const schemaCommand: Command = {
  name: 'config schema',
  summary: "Print the config file's JSON Schema, for editors",
  run: async (context) => {
    await context.write(`${JSON.stringify(configJsonSchema(), null, 2)}\n`);
    return exitCodes.done;
  },
};

/** `scandeck profile …` and `scandeck config …`. */
export const configCommands: readonly Command[] = [
  ...profileCommands,
  pathCommand,
  validateCommand,
  schemaCommand,
];
