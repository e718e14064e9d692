import { type CliGlobals, readGlobals } from './global-options.ts';

const named: Readonly<Record<string, string>> = { '--config': 'config', '--profile': 'profile' };

/**
 * Reads a command line that asks for the deck in the usual words: nothing but `--config FILE`,
 * `--profile NAME` and `--read-only`. It spares a start of the deck the parser and all commands.
 *
 * @param argv without the program's own name
 * @returns what the parser would; null for anything else, which is for the parser to read
 */
export function readBareArguments(argv: readonly string[]): CliGlobals | null {
  const values: Record<string, string | true> = {};
  for (let index = 0; index < argv.length; index += 1) {
    const word = argv[index] ?? '';
    const name = named[word];
    if (word === '--read-only') values.readOnly = true;
    else if (name === undefined) return null;
    else {
      index += 1;
      const value = argv[index] ?? '';
      if (value === '' || value.startsWith('-')) return null;
      values[name] = value;
    }
  }
  return readGlobals(values);
}
