import type { CommandOption } from '../features/feature.ts';
import { formats } from './format.ts';
import { globalOptions } from './global-options.ts';
import { type CommandData, demoData } from './help-text.ts';

/** What may follow one command, for a shell. */
export interface CompletionNode {
  /** Words after `scandeck`; '' for itself. */
  readonly path: string;
  /** Commands below it, with a line for each. */
  readonly commands: readonly { readonly word: string; readonly summary: string }[];
  /** Long flags, with a line for each; the global ones are among them. */
  readonly flags: readonly { readonly name: string; readonly description: string }[];
}

/** Every command and group of commands, the program itself first. */
export function completionNodes(commands: readonly CommandData[]): readonly CompletionNode[] {
  const all = [demoData, ...commands.filter(({ isHidden }) => isHidden !== true)];
  const paths = new Set(['', ...all.flatMap(({ name }) => prefixes(name))]);
  return Array.from(paths, (path) => {
    const own = all.find(({ name }) => name === path);
    return { path, commands: below(path, paths, all), flags: flagsOf(own?.options ?? []) };
  });
}

/** The values of `-o`. */
export const formatWords = formats.join(' ');

function prefixes(name: string): string[] {
  const words = name.split(' ');
  return words.map((_, index) => words.slice(0, index + 1).join(' '));
}

function below(path: string, paths: ReadonlySet<string>, all: readonly CommandData[]) {
  const start = path === '' ? '' : `${path} `;
  return [...paths]
    .filter(
      (name) => name !== '' && name.startsWith(start) && !name.slice(start.length).includes(' '),
    )
    .map((name) => ({
      word: name.slice(start.length),
      summary: all.find((command) => command.name === name)?.summary ?? '',
    }));
}

function flagsOf(options: readonly CommandOption[]) {
  return [...options, ...globalOptions].flatMap(({ flags, description }) => {
    const name = /--([\w-]+)/.exec(flags)?.[1];
    return name === undefined ? [] : [{ name, description }];
  });
}
