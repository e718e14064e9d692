import { stringify } from 'csv-stringify/sync';
import { stringifyJson } from '../core/json.ts';
import type { CellValue, ExportColumn, ExportTable, JsonRow } from './kind.ts';

/** How cells are written. */
export interface CellOptions {
  /** Cells that a spreadsheet would run, and control characters, stay as they are. */
  readonly rawCells: boolean;
}

/** Prints the header line. */
export function csvHeader({ columns }: ExportTable): string {
  return print([columns.map(({ name }) => name)]);
}

/** Prints rows: RFC 4180, one line a record unless raw cells hold line breaks. */
export function csvLines(
  { columns, lines }: ExportTable,
  rows: readonly JsonRow[],
  options: CellOptions,
): string {
  const records = rows.flatMap((row) =>
    (lines?.(row) ?? [row]).map((line) => columns.map(({ cell }) => text(cell(line), options))),
  );
  return records.length === 0 ? '' : print(records);
}

/**
 * A column that shows what stands at a dotted path: `policies.policy_name`. A list on the way is
 * walked through, so that the cell has one entry for each of its elements.
 */
export function fieldColumn(name: string, path: string, description: string): ExportColumn {
  const names = path.split('.');
  return { name, description, cell: (row) => valueAt(row, names) };
}

function valueAt(value: unknown, names: readonly string[]): unknown {
  const [name, ...rest] = names;
  if (name === undefined) return value;
  if (Array.isArray(value)) return value.map((item) => valueAt(item, names));
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return null;
  return valueAt(Reflect.get(value, name), rest);
}

function print(records: readonly (readonly string[])[]): string {
  // By itself it quotes a cell for the pair of both alone.
  return stringify([...records], { record_delimiter: 'windows', quoted_match: /[\r\n]/ });
}

function text(value: CellValue, { rawCells }: CellOptions): string {
  const plain = flat(value);
  if (rawCells || typeof value === 'number' || typeof value === 'bigint') return plain;
  return defused(plain.replace(controls, (character) => JSON.stringify(character).slice(1, -1)));
}

/** A list's entries are joined with `; `; what is nested deeper becomes JSON. */
function flat(value: CellValue): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(flatEntry).join('; ');
  return typeof value === 'object' ? stringifyJson(value) : String(value);
}

function flatEntry(value: unknown): string {
  return Array.isArray(value) ? stringifyJson(value) : flat(value);
}

const controls = /\p{Cc}/gu;

/**
 * What makes a spreadsheet take a text for a formula (OWASP, CSV Injection), also behind spaces and
 * in full width.
 */
const formula = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]/u;

function defused(text: string): string {
  return formula.test(text) ? `'${text}` : text;
}
