import type { Command as Commander, Option } from 'commander';
import { type ScandeckError, usageError } from '../core/errors.ts';
import { safeText } from '../core/safe-text.ts';

/**
 * Has an option refuse a value that was meant as an option itself: the parser takes any word that
 * follows, and `--out --detach` would make a file of that name. What is joined to the option by `=`
 * is meant as it stands.
 *
 * @param command the one that has the option, with all of its options by the time it parses
 */
export function refuseOptionsAsValue(
  option: Option,
  command: Commander,
  argv: readonly string[],
): void {
  if (!option.required) return;
  const { parseArg } = option;
  option.argParser<unknown>((value, before) => {
    if (!argv.includes(`${option.long}=${value}`)) {
      const doubt = doubtOf(option, value, flagsOf(command));
      if (doubt !== null) throw doubt;
    }
    return parseArg === undefined ? value : parseArg(value, before);
  });
}

function doubtOf(option: Option, value: string, known: ReadonlySet<string>): ScandeckError | null {
  const shown = safeText(value, 200);
  const needs = option.flags.split(' ').at(-1) ?? '';
  const isFile = needs === '<file>';
  const isKnown = known.has(value.startsWith('--') ? (value.split('=')[0] ?? '') : value);
  // Nobody names a file so, and a mistyped option would make one.
  if (!isKnown && !(isFile && value.startsWith('--'))) return null;
  const is = isKnown ? 'is an option' : 'looks like an option';
  return usageError(
    `${option.long} needs a ${needs}, and ${shown} ${is}`,
    isFile
      ? `For a file of that name write ${option.long} ./${shown}.`
      : `If it is meant as it stands, write ${option.long}=${shown}.`,
  );
}

/** The flags that a command's line may have, its groups' and the program's among them. */
function flagsOf(command: Commander | null): ReadonlySet<string> {
  const flags = new Set(['-h', '--help']);
  for (let at = command; at !== null; at = at.parent) {
    for (const { short, long } of at.options) {
      for (const flag of [short, long]) if (flag) flags.add(flag);
    }
  }
  return flags;
}
