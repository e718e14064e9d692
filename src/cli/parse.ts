import { type Command as Commander, CommanderError } from 'commander';
import { usageError } from '../core/errors.ts';
import type { Command, CommandInput } from '../features/feature.ts';
import { type CliGlobals, readGlobals } from './global-options.ts';
import { createProgram, type Picked } from './program.ts';

/** What a command line asks for. */
export type Invocation =
  /** Help or the version; `isError` when it is shown because a command is missing. */
  | { readonly kind: 'print'; readonly text: string; readonly isError: boolean }
  /** The deck; `demo` has the options of `scandeck demo`. */
  | { readonly kind: 'deck'; readonly demo: CommandInput | null; readonly globals: CliGlobals }
  | {
      readonly kind: 'command';
      readonly command: Command;
      readonly input: CommandInput;
      readonly globals: CliGlobals;
    };

/** What can be called. */
export interface Catalogue {
  readonly commands: readonly Command[];
  readonly version: string;
}

/**
 * Reads a command line.
 *
 * @param argv without the program's own name
 * @throws ScandeckError `usage`, with a suggestion where a word was mistyped
 */
export function parseArguments(argv: readonly string[], catalogue: Catalogue): Invocation {
  let picked: Picked | null = null;
  let text = '';
  const program = createProgram({
    ...catalogue,
    argv,
    onPick: (choice) => {
      picked = choice;
    },
    onText: (part) => {
      text += part;
    },
  });
  try {
    if (!isBare(program, argv)) program.parse(argv, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (text === '') throw readableError(error, program, argv);
    return { kind: 'print', text, isError: error.exitCode !== 0 };
  }
  return invocationOf(picked, readGlobals(program.opts()));
}

function invocationOf(picked: Picked | null, globals: CliGlobals): Invocation {
  if (picked === null) return { kind: 'deck', demo: null, globals };
  if (picked.kind === 'demo') return { kind: 'deck', demo: picked.input, globals };
  return { kind: 'command', command: picked.command, input: picked.input, globals };
}

/** Nothing but global options: to commander that would be a missing command. */
function isBare(program: Commander, argv: readonly string[]): boolean {
  const { operands, unknown } = program.parseOptions([...argv]);
  return operands.length === 0 && unknown.length === 0;
}

function readableError(error: CommanderError, program: Commander, argv: readonly string[]) {
  const [first = '', ...rest] = error.message.replace(/^error: /, '').split('\n');
  const suggestion = /\((Did you mean .*\?)\)/.exec(rest.join(' '))?.[1];
  return usageError(first, suggestion ?? `See \`${commandPath(program, argv)} --help\`.`);
}

function commandPath(program: Commander, argv: readonly string[]): string {
  let path = program.name();
  let current = program;
  for (const word of argv) {
    const next = current.commands.find((command) => command.name() === word);
    if (next === undefined) continue;
    current = next;
    path += ` ${word}`;
  }
  return path;
}
