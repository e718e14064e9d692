import { Command as Commander, Option } from 'commander';
import { usageError } from '../core/errors.ts';
import type { Command, CommandInput, CommandOption } from '../features/feature.ts';
import { formats } from './format.ts';
import { globalOptions, outputFlags } from './global-options.ts';
import { type CommandData, demoData, examplesText, programFooter } from './help-text.ts';
import { refuseOptionsAsValue } from './option-value.ts';

/** What is left of the command line: a command, or the deck itself (`demo`: on the simulator). */
export type Picked =
  | { readonly kind: 'command'; readonly command: Command; readonly input: CommandInput }
  | { readonly kind: 'demo'; readonly input: CommandInput };

/** What the parser is made of. */
export interface ProgramOptions {
  /** What it will parse, without the program's own name. */
  readonly argv: readonly string[];
  readonly commands: readonly Command[];
  readonly version: string;
  /** Told what the user chose, once at most. */
  readonly onPick: (picked: Picked) => void;
  /** Receives help and version; `isError` when it is shown because something is missing. */
  readonly onText: (text: string, isError: boolean) => void;
}

/** Makes commander's parser from command data. It never exits and never prints by itself. */
export function createProgram(options: ProgramOptions): Commander {
  const { commands, version, argv, onPick, onText } = options;
  const program: Commander = new Commander('scandeck')
    .description('Watch container-security scans. Without a command it opens the deck.')
    .usage('[command] [options]')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => onText(text, false),
      writeErr: (text) => onText(text, true),
      outputError: () => {},
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .configureHelp({
      showGlobalOptions: true,
      // Not those of `logs` below `logs history`: they are another command's.
      visibleGlobalOptions: (command) => (command === program ? [] : [...program.options]),
    })
    .helpOption('-h, --help', 'show help')
    .version(version, '-V, --version', 'show the version')
    .addHelpText('after', programFooter);
  addGlobalOptions(program);
  addCommand(program, demoData, (input) => onPick({ kind: 'demo', input }));
  for (const command of commands) {
    addCommand(program, command, (input) => onPick({ kind: 'command', command, input }));
  }
  for (const group of program.commands) describeGroup(group);
  guardValues(program, argv);
  return program;
}

function addGlobalOptions(program: Commander): void {
  for (const { flags, description } of globalOptions) {
    const option = new Option(flags, description);
    if (flags === outputFlags) option.choices(formats);
    program.addOption(option);
  }
}

function addCommand(
  program: Commander,
  command: CommandData,
  onInput: (input: CommandInput) => void,
): void {
  const target = command.name
    .split(' ')
    .reduce((parent, word) => findOrAdd(parent, word, command.isHidden === true), program);
  target.description(command.summary);
  for (const { name, description } of command.arguments ?? []) target.argument(name, description);
  addOptions(target, command.options ?? []);
  if (command.examples) target.addHelpText('after', examplesText(command.examples));
  target.action(() => onInput({ arguments: target.args, options: ownOptions(target) }));
}

function findOrAdd(parent: Commander, word: string, hidden: boolean): Commander {
  const known = parent.commands.find((command) => command.name() === word);
  return known ?? parent.command(word, { hidden });
}

/**
 * A command's own options. Commander gives what `logs history` and `logs` both know to `logs`,
 * because global options may stand anywhere.
 *
 * @throws ScandeckError `usage` for an option that only the shorter command knows
 */
function ownOptions(target: Commander): CommandInput['options'] {
  const group = target.parent;
  if (group === null || group.parent === null) return target.opts();
  const given = Object.entries(group.opts()).filter(
    ([name]) => group.getOptionValueSource(name) === 'cli',
  );
  const isKnown = (name: string) =>
    target.options.some((option) => option.attributeName() === name);
  const foreign = given.find(([name]) => !isKnown(name));
  if (foreign === undefined) return { ...target.opts(), ...Object.fromEntries(given) };
  const flag = group.options.find((option) => option.attributeName() === foreign[0])?.long;
  throw usageError(
    `${flag} does not go with ${group.name()} ${target.name()}`,
    `See \`scandeck ${group.name()} ${target.name()} --help\`.`,
  );
}

function guardValues(command: Commander, argv: readonly string[]): void {
  for (const option of command.options) refuseOptionsAsValue(option, command, argv);
  for (const part of command.commands) guardValues(part, argv);
}

function addOptions(target: Commander, options: readonly CommandOption[]): void {
  for (const { flags, description, repeatable, defaultValue } of options) {
    const option = new Option(flags, repeatable ? `${description} (repeatable)` : description);
    if (defaultValue !== undefined) option.default(defaultValue);
    if (repeatable) {
      option.argParser<readonly string[]>((value, before) => [...(before ?? []), value]);
    }
    target.addOption(option);
  }
}

/** A group such as `profile` has no words of its own. */
function describeGroup(group: Commander): void {
  if (group.commands.length === 0 || group.description() !== '') return;
  const shown = group.createHelp().visibleCommands(group);
  const names = shown.map((command) => command.name()).filter((name) => name !== 'help');
  group.description(names.join(', '));
}
