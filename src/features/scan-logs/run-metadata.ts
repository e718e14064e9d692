import { type ExitCode, exitCodes } from '../../core/errors.ts';
import type { Column } from '../../core/table.ts';
import type { CommandContext } from '../feature.ts';
import { amount } from './cursor-notes.ts';
import { createLogsSource } from './source.ts';

/** A name that scans can be narrowed to. Texts are as they came. */
export interface MetadataRecord {
  readonly source: 'carbon-black';
  readonly field: 'clusters' | 'namespaces' | 'hostnames';
  readonly name: string;
}

const columns: readonly Column<MetadataRecord>[] = [
  { name: 'field', header: 'Field', value: ({ field }) => field },
  { name: 'name', header: 'Name', maxWidth: 100, value: ({ name }) => name },
];

/** Runs `scandeck logs metadata`. @throws ScandeckError */
export async function runMetadata(context: CommandContext): Promise<ExitCode> {
  const now = context.clock.now();
  const metadata = await createLogsSource(await context.session()).metadata(context.signal);
  const fields = ['clusters', 'namespaces', 'hostnames'] as const;
  const records = fields.flatMap((field) =>
    (metadata[field] ?? []).map((name) => ({ source: 'carbon-black' as const, field, name })),
  );
  const lacking = fields.filter((field) => metadata[field] === null);
  const { undecoded = 0 } = metadata;
  const writer = context.records(columns);
  await writer.add(records);
  await writer.end({
    asOf: now,
    warnings: [
      ...lacking.map((field) => `this server tells no ${field}`),
      ...(undecoded > 0 ? [`${amount(undecoded, 'name')} can't be read`] : []),
    ],
  });
  return undecoded > 0 ? exitCodes.incomplete : exitCodes.done;
}
