import type { Command } from '../features/feature.ts';
import type { KeyCheck } from './key-issues.ts';
import { profileAddExamples, profileAddOptions } from './profile-add-options.ts';

/* Data alone, since every start of the program reads it; what a command does is loaded when it runs. */

const profiles = () => import('./profile-commands.ts');
const config = () => import('./config-commands.ts');

const name = { name: '<name>', description: 'the profile' };

/**
 * `scandeck profile …` and `scandeck config …`.
 *
 * @param loadKeyCheck loads what judges remapped keys
 */
export const configCommands = (loadKeyCheck: () => Promise<KeyCheck>): readonly Command[] => [
  {
    name: 'profile add',
    summary: 'Add a profile, or a further source to one',
    arguments: [{ name: '<name>', description: 'the profile, such as prod' }],
    options: profileAddOptions,
    examples: profileAddExamples,
    run: async (context, input) => {
      const { addProfile } = await import('./profile-add.ts');
      return addProfile(context, input);
    },
  },
  {
    name: 'profile list',
    summary: 'List the profiles',
    run: async (context) => (await profiles()).listProfiles(context),
  },
  {
    name: 'profile use',
    summary: 'Make a profile the current one',
    arguments: [name],
    run: async (context, input) => (await profiles()).useProfile(context, input),
  },
  {
    name: 'profile show',
    summary: 'Show the sources of a profile; secrets as references',
    arguments: [{ name: '[name]', description: 'the profile; the current one by default' }],
    run: async (context, input) => (await profiles()).showProfile(context, input),
  },
  {
    name: 'profile remove',
    summary: 'Remove a profile with all its sources',
    arguments: [name],
    run: async (context, input) => (await profiles()).removeProfile(context, input),
  },
  {
    name: 'config path',
    summary: 'Print where the config file is',
    run: async (context) => (await config()).printConfigPath(context),
  },
  {
    name: 'config validate',
    summary: 'Check the config file, and print every problem as FILE:LINE:COL',
    run: async (context) => (await config()).validateConfig(context, await loadKeyCheck()),
  },
  {
    name: 'config schema',
    summary: "Print the config file's JSON Schema, for editors",
    run: async (context) => (await config()).printConfigSchema(context),
  },
];
