import { ScandeckError } from '../../core/errors.ts';
import type { ProgramPort } from '../../core/program.ts';
import { createJobs, type Jobs } from '../../export-engine/jobs.ts';
import type { CommandContext } from '../feature.ts';

/** The program that a command runs in. */
export function programOf({ program }: CommandContext): ProgramPort {
  if (program !== undefined) return program;
  throw new ScandeckError('No program runs this command', {
    ...{ code: 'bug', who: 'bug', exitCode: 1 },
  });
}

/** The jobs of the user who runs the command. */
export function jobsOf(context: CommandContext): Jobs {
  return createJobs({ program: programOf(context), clock: context.clock });
}
