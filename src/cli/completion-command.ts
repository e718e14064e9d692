import { exitCodes, usageError } from '../core/errors.ts';
import type { Command } from '../features/feature.ts';

/** `scandeck completion`: a script for the shell, made from the commands. */
export function completionCommand(commands: readonly Command[]): Command {
  const completion: Command = {
    name: 'completion',
    summary: 'Print a script that completes commands and options in a shell',
    arguments: [{ name: '<shell>', description: 'bash, zsh or fish' }],
    examples: [
      'source <(scandeck completion bash)',
      'scandeck completion fish > ~/.config/fish/completions/scandeck.fish',
    ],
    run: async (context, { arguments: [shell = ''] }) => {
      const [{ completionScripts }, { completionNodes }] = await Promise.all([
        import('./completion-scripts.ts'),
        import('./completion-words.ts'),
      ]);
      const names = Object.keys(completionScripts);
      const make = names.includes(shell) ? completionScripts[shell] : undefined;
      if (make === undefined) {
        throw usageError(`"${shell}" is not a shell that is known`, `Write ${names.join(', ')}.`);
      }
      await context.write(make(completionNodes([...commands, completion])));
      return exitCodes.done;
    },
  };
  return completion;
}
