import { usageError } from './errors.ts';
import { safeText } from './safe-text.ts';

/** What was typed behind the name of a command: options by camelCase name, checked by shape alone. */
export interface TypedOptions {
  readonly options: Readonly<Record<string, string | boolean | readonly string[] | undefined>>;
}

/** An option's text; null without it. */
export function textOption({ options }: TypedOptions, name: string): string | null {
  const value = options[name];
  return typeof value === 'string' ? value : null;
}

/** A switch, such as `--raw`. */
export function isSet({ options }: TypedOptions, name: string): boolean {
  return options[name] === true;
}

/** The words of an option that takes several, repeated or with commas. */
export function listOption({ options }: TypedOptions, name: string): readonly string[] {
  const value = options[name];
  const texts = typeof value === 'string' ? [value] : Array.isArray(value) ? value : [];
  return texts
    .flatMap((text: string) => text.split(','))
    .map((word) => word.trim())
    .filter(Boolean);
}

/** A whole number that an option names. @throws ScandeckError `usage` */
export function numberOption(input: TypedOptions, name: string, otherwise: number): number {
  const text = textOption(input, name);
  if (text === null) return otherwise;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw usageError(
    `--${name} ${safeText(text, 40)} is not a whole number`,
    `For example --${name} 500.`,
  );
}
