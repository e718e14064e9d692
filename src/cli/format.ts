/** The formats of `-o`. */
export const formats = ['table', 'json', 'ndjson', 'csv'] as const;
export type Format = (typeof formats)[number];

/** The format that was asked for; else a table for a person, and a record a line for a program. */
export function chooseFormat(asked: Format | undefined, isTerminal: boolean): Format {
  return asked ?? (isTerminal ? 'table' : 'ndjson');
}
