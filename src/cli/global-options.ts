import { usageError } from '../core/errors.ts';
import type { CommandOption, GlobalOptions } from '../features/feature.ts';
import { type Format, formats } from './format.ts';

/** The global options, as src/cli itself needs them. */
export interface CliGlobals extends Omit<GlobalOptions, 'env'> {
  /** `-o`. */
  readonly format?: Format;
  /** `--demo`: the embedded simulator. */
  readonly demo: boolean;
  /** `--demo-seed N`: which of its data. */
  readonly demoSeed?: string;
  /** `-q`. */
  readonly quiet: boolean;
  /** `--debug FILE`, as it was typed. */
  readonly debugFile?: string;
  /** `--local`: a person's times in their own zone. */
  readonly local: boolean;
}

/** The flags of `-o`. */
export const outputFlags = '-o, --output <format>';

/** The options that every command has. */
export const globalOptions: readonly CommandOption[] = [
  { flags: '--config <file>', description: 'use this config file' },
  { flags: '--profile <name>', description: 'use this profile of it' },
  { flags: '--demo', description: 'use the embedded simulator instead of a config file' },
  { flags: '--demo-seed <number>', description: 'which of its data, as `demo --seed` has it (1)' },
  {
    flags: outputFlags,
    description: 'how to print records: usually table on a terminal, else ndjson',
  },
  { flags: '-q, --quiet', description: 'no narration on stderr; errors still show' },
  { flags: '--read-only', description: 'refuse every call that changes something' },
  { flags: '--debug <file>', description: 'write every API call to this file, without secrets' },
  { flags: '--local', description: "show times in the machine's own zone in tables" },
];

/** Reads the global options from commander's values. @throws ScandeckError `usage` */
export function readGlobals(values: Readonly<Record<string, unknown>>): CliGlobals {
  const text = (name: string) => {
    const value = values[name];
    return typeof value === 'string' ? value : undefined;
  };
  const format = formats.find((name) => name === values.output);
  const configFile = text('config');
  const profile = text('profile');
  const debugFile = text('debug');
  const demoSeed = text('demoSeed');
  if (demoSeed !== undefined && values.demo !== true) {
    throw usageError('--demo-seed without --demo', 'Write `scandeck --demo --demo-seed 7 …`.');
  }
  return {
    readOnly: values.readOnly === true,
    demo: values.demo === true,
    quiet: values.quiet === true,
    local: values.local === true,
    ...(demoSeed === undefined ? {} : { demoSeed }),
    ...(format === undefined ? {} : { format }),
    ...(configFile === undefined ? {} : { configFile }),
    ...(profile === undefined ? {} : { profile }),
    ...(debugFile === undefined ? {} : { debugFile }),
  };
}
