import { type ExitCode, exitCodes } from '../../core/errors.ts';
import { safeText } from '../../core/safe-text.ts';
import type { Column } from '../../core/table.ts';
import type { CommandContext, CommandInput } from '../feature.ts';
import { chosenView, numberOption } from './command-input.ts';
import { criteriaFromOptions, describe, fieldNamed } from './criteria.ts';
import { amount } from './cursor-notes.ts';
import type { Facet } from './facets.ts';
import { createLogsSource } from './source.ts';

/** How often a value occurs. Texts are as they came. */
export interface FacetRecord {
  readonly source: 'carbon-black';
  /** In the vendor's words. */
  readonly field: string;
  readonly name: string;
  readonly total: number;
}

const columns: readonly Column<FacetRecord>[] = [
  { name: 'field', header: 'Field', value: ({ field }) => field },
  { name: 'name', header: 'Value', maxWidth: 80, value: ({ name }) => name },
  { name: 'total', header: 'Scans', align: 'right', value: ({ total }) => total },
];

/** Fields that the document names, and those that it can be searched by; a server may take fewer. */
const defaultFields = [
  ...['sources', 'scan_status', 'vulnerabilities', 'registries', 'repositories'],
  ...['clusters', 'namespaces', 'hostnames'],
];

const defaultRows = 20;

/** Runs `scandeck facets`. @throws ScandeckError */
export async function runFacets(context: CommandContext, input: CommandInput): Promise<ExitCode> {
  const now = context.clock.now();
  const rows = numberOption(input, 'rows', 1) ?? defaultRows;
  criteriaFromOptions(input.options, now);
  const session = await context.session();
  const chosen = await chosenView(input, session);
  const criteria = criteriaFromOptions(input.options, now, chosen?.criteria);
  const named = fieldsIn(input);
  const fields = named ?? defaultFields;
  context.narrate(`carbon-black: ${describe(criteria)}`);
  const source = createLogsSource(session);
  const facets = await source.facets(criteria, fields, { rows, signal: context.signal });
  const lacking = fields.filter((field) => !facets.some((facet) => facet.field === field));
  const full = facets.filter(({ values }) => values.length >= rows);
  const unread = facets.filter(({ undecoded = 0 }) => undecoded > 0);
  const words = lacking.map((field) => safeText(field, 60)).join(', ');
  if (lacking.length > 0 && named === null) context.narrate(`this server does not count ${words}`);
  const writer = context.records(columns);
  const records = facets.flatMap(recordsOf);
  await writer.add(records);
  await writer.end({
    total: full.length > 0 ? null : records.length,
    truncated: full.length > 0,
    asOf: now,
    warnings: [
      ...unread.map(
        ({ field, undecoded = 0 }) =>
          `${safeText(field, 60)}: ${amount(undecoded, 'value')} can't be read`,
      ),
      ...full.map(
        ({ field }) => `${safeText(field, 60)}: the first ${rows} values; --rows N for more`,
      ),
      ...(lacking.length > 0 && named !== null ? [`this server does not count ${words}`] : []),
    ],
  });
  const isIncomplete = unread.length > 0 || (lacking.length > 0 && named !== null);
  return isIncomplete ? exitCodes.incomplete : exitCodes.done;
}

function fieldsIn({ options }: CommandInput): readonly string[] | null {
  const { field } = options;
  const list = typeof field === 'string' ? [field] : Array.isArray(field) ? field : [];
  return list.length === 0 ? null : [...new Set(list.map(fieldNamed))];
}

function recordsOf({ field, values }: Facet): readonly FacetRecord[] {
  return values.map(({ name, total }) => ({ source: 'carbon-black', field, name, total }));
}
