import { usageError } from '../../core/errors.ts';
import { safeText } from '../../core/safe-text.ts';
import { readShellWords, shellCommand } from '../../core/shell-words.ts';
import type { ExportCriteria, ExportOption } from '../../export-engine/kind.ts';

/** An option as it is typed. */
interface TypedOption {
  /** `--action`. */
  readonly flag: string;
  /** As an input has it: camelCase. */
  readonly name: string;
  readonly takesValue: boolean;
  readonly repeatable: boolean;
}

/** Reads the notation of an option: `--action <action>`. */
export function typedOption({ flags, repeatable = false }: ExportOption): TypedOption {
  const flag = /--[a-z0-9-]+/.exec(flags)?.[0] ?? flags;
  const name = flag.slice(2).replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return { flag, name, takesValue: /[<[]/.test(flags), repeatable };
}

/** Criteria as they would be typed behind the command. What no option says is left out. */
export function criteriaWords(
  criteria: ExportCriteria,
  options: readonly ExportOption[],
): readonly string[] {
  return options.map(typedOption).flatMap(({ flag, name }) => {
    const value = criteria[name];
    if (value === undefined || value === false) return [];
    if (value === true) return [flag];
    return [value].flat().flatMap((one) => [flag, one]);
  });
}

/** The same as one line. */
export function criteriaText(criteria: ExportCriteria, options: readonly ExportOption[]): string {
  return shellCommand(criteriaWords(criteria, options));
}

/** Reads criteria as they are typed. @throws ScandeckError `usage` */
export function readCriteria(text: string, options: readonly ExportOption[]): ExportCriteria {
  const criteria: Record<string, string | boolean | readonly string[]> = {};
  const words = [...readShellWords(text)];
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    const [, flag = word, given] = /^(--[^=]+)=(.*)$/s.exec(word) ?? [];
    const option = options.map(typedOption).find((known) => known.flag === flag);
    if (option === undefined) throw unknownOption(flag, options);
    criteria[option.name] = optionValue(
      option,
      criteria[option.name],
      () => given ?? words.shift(),
    );
  }
  return criteria;
}

function optionValue(
  { flag, takesValue, repeatable }: TypedOption,
  before: string | boolean | readonly string[] | undefined,
  next: () => string | undefined,
): string | boolean | readonly string[] {
  if (!takesValue) return true;
  const value = next();
  if (value === undefined) throw usageError(`${flag} needs a value`);
  return repeatable ? [...(Array.isArray(before) ? before : []), value] : value;
}

function unknownOption(flag: string, options: readonly ExportOption[]): Error {
  const known = options.map((option) => typedOption(option).flag).join(' ');
  const what = flag.startsWith('--') ? 'is no option here' : 'is no option';
  return usageError(`${safeText(flag, 40)} ${what}`, known === '' ? undefined : `Take ${known}.`);
}
