import type { Command } from '../features/feature.ts';

/** A command without its behaviour. */
export type CommandData = Omit<Command, 'run'>;

/** `scandeck demo`; the composition root runs it, since it is the deck. */
export const demoData: CommandData = {
  name: 'demo',
  summary: 'Open the deck on the embedded simulator',
  options: [
    { flags: '--seed <number>', description: 'equal seeds give equal data', defaultValue: '1' },
    { flags: '--speed <factor>', description: 'how fast simulated time runs', defaultValue: '1' },
    {
      flags: '--faults <list>',
      description: 'what goes wrong, as in 429:5%,cut; see `scandeck simulate --help`',
    },
  ],
  examples: ['scandeck demo', 'scandeck demo --faults all', 'scandeck demo -o json'],
};

/** Below the help of `scandeck` itself. */
export const programFooter = `
Without a terminal on stdout, scandeck and scandeck demo print one snapshot of every configured
source and end.

Examples:
  $ scandeck demo
  $ scandeck progress --watch
  $ scandeck progress --until-done --timeout 30m && echo all finished
  $ scandeck api prisma GET registry/progress --include

Exit codes:
  0         done
  1         the vendor refused or failed
  2         usage or configuration
  3         unreachable, TLS or timed out: worth trying again
  4         authentication or permission
  5         incomplete: some rows or sources are missing, and stderr says which
  10        done, and --fail-on matched
  129, 130, 143  stopped by SIGHUP, SIGINT, SIGTERM`;

/** The examples of a command, for below its help. */
export function examplesText(examples: readonly string[]): string {
  return ['', 'Examples:', ...examples.map((example) => `  $ ${example}`)].join('\n');
}
