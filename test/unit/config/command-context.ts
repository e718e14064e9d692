import { systemClock } from '../../../src/core/clock.ts';
import type { ExitCode } from '../../../src/core/errors.ts';
import type { Command, CommandContext, CommandInput } from '../../../src/features/feature.ts';

/** What a command printed, and how it ended. */
export interface Run {
  readonly exitCode: ExitCode;
  /** Raw stdout. */
  readonly text: string;
  readonly rows: readonly unknown[];
  readonly narration: readonly string[];
}

/** Runs one of `commands` by name, with the config file that `globals` names. */
export async function runCommand(
  commands: readonly Command[],
  name: string,
  globals: Partial<CommandContext['globals']>,
  input: Partial<CommandInput> = {},
): Promise<Run> {
  const command = commands.find((candidate) => candidate.name === name);
  if (command === undefined) throw new Error(`There is no command ${name}`);
  const text: string[] = [];
  const rows: unknown[] = [];
  const narration: string[] = [];
  const context: CommandContext = {
    globals: { readOnly: false, env: {}, ...globals },
    clock: systemClock,
    signal: new AbortController().signal,
    session: () => Promise.reject(new Error('The command opened a session')),
    write: async (data) => {
      text.push(String(data));
    },
    records: () => ({
      add: async (added) => {
        rows.push(...added);
      },
      end: async () => undefined,
    }),
    narrate: (line) => narration.push(line),
  };
  const exitCode = await command.run(context, { arguments: [], options: {}, ...input });
  return { exitCode, text: text.join(''), rows, narration };
}
