import type { Column } from '../../core/table.ts';
import { imageName } from './model.ts';
import type { ProgressRecord } from './record.ts';

/** The columns of `-o table` and `-o csv`. */
export const columns: readonly Column<ProgressRecord>[] = [
  { name: 'kind', header: 'Kind', value: ({ kind }) => kind },
  { name: 'registry', header: 'Registry', maxWidth: 36, value: ({ registry }) => registry },
  {
    name: 'image',
    header: 'Image',
    maxWidth: 36,
    value: ({ repo, tag, digest }) => imageName({ repo, tag, digest }) || null,
  },
  {
    name: 'state',
    header: 'State',
    value: ({ state, stalled }) => (stalled === true ? `${state}, stalled` : state),
  },
  number('discoveryScanned', 'Repos', ({ discovery }) => discovery.scanned),
  number('discoveryTotal', 'of', ({ discovery }) => discovery.total),
  number('imagesScanned', 'Images', ({ imageScan }) => imageScan.scanned),
  number('imagesTotal', 'of', ({ imageScan }) => imageScan.total),
  number('defenders', 'Def.', ({ defenders }) => defenders),
  number('ratePerMinute', 'per min', ({ ratePerMinute }) => ratePerMinute),
  number('etaSeconds', 'ETA s', ({ etaSeconds }) => etaSeconds),
  time('startedAt', 'Started', ({ startedAt }) => startedAt),
  { name: 'error', header: 'Error', maxWidth: 60, value: ({ error }) => error },
  time('observedAt', 'Observed', ({ observedAt }) => observedAt),
];

function number(
  name: string,
  header: string,
  value: (record: ProgressRecord) => number | null,
): Column<ProgressRecord> {
  return { name, header, align: 'right', value };
}

/** A person who sees the table knows about when it was made. */
function time(
  name: string,
  header: string,
  value: (record: ProgressRecord) => string | null,
): Column<ProgressRecord> {
  return { name, header, isWhole: true, isOptional: true, value };
}
