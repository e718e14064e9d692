import { type ExitCode, exitCodes } from '../../core/errors.ts';
import type { Column } from '../../core/table.ts';
import type { CommandContext, CommandInput } from '../feature.ts';
import { actions } from './actions.ts';
import { groupOption } from './command-input.ts';

/** An action as `activity actions` prints it. */
interface ActionRecord {
  readonly action: string;
  readonly group: string;
  readonly kind: 'data' | 'management';
  readonly description: string;
  /** Custom fields of its events, as paths. */
  readonly fields: readonly string[];
}

const columns: readonly Column<ActionRecord>[] = [
  { name: 'action', header: 'Action', value: ({ action }) => action },
  { name: 'group', header: 'Group', value: ({ group }) => group },
  { name: 'kind', header: 'Kind', value: ({ kind }) => kind },
  { name: 'description', header: 'Description', maxWidth: 70, value: (row) => row.description },
  {
    ...{ name: 'fields', header: 'Fields', maxWidth: 60, isOptional: true },
    value: ({ fields }) => fields.join(' '),
  },
];

/** Runs `scandeck activity actions`. @throws ScandeckError `usage` */
export async function runActions(context: CommandContext, input: CommandInput): Promise<ExitCode> {
  const groups = groupOption(input);
  const chosen = actions.filter(({ group }) => groups.length === 0 || groups.includes(group));
  const writer = context.records(columns);
  await writer.add(
    chosen.map(({ name, group, dataEvent, description, fields }) => ({
      ...{ action: name, group, kind: dataEvent ? 'data' : 'management', description },
      fields: fields.map(({ path }) => path),
    })),
  );
  await writer.end({ total: chosen.length });
  return exitCodes.done;
}
