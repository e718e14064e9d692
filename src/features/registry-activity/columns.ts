import { stringifyJson } from '../../core/json.ts';
import type { Column } from '../../core/table.ts';
import { type ActivityRecord, shortAction } from './model.ts';

const column = (
  name: string,
  header: string,
  value: (event: ActivityRecord) => string | number | boolean | null,
  maxWidth = 32,
): Column<ActivityRecord> => ({ ...{ name, header, maxWidth, value } });

/** The columns of `-o table` and `-o csv`. */
export const columns: readonly Column<ActivityRecord>[] = [
  { ...column('at', 'Time', ({ at }) => at), isWhole: true },
  column('outcome', 'Outcome', ({ outcome }) => outcome, 10),
  column('severity', 'Severity', ({ severity }) => severity, 10),
  column('action', 'Action', ({ action }) => shortAction(action), 36),
  column('initiator', 'Initiator', ({ initiator }) => initiator.name ?? initiator.id),
  column('credential', 'Credential', ({ initiator }) => initiator.credential, 16),
  column('target', 'Target', ({ target }) => target.name ?? target.id, 48),
  column('address', 'Address', ({ initiator }) => initiator.address, 24),
  column('reason', 'Reason', ({ reason: { code, type } }) =>
    code === null ? type : `${code}${type === null ? '' : ` ${type}`}`,
  ),
  { ...column('failure', 'Failure', ({ reason }) => reason.failure, 40), isOptional: true },
  { ...column('region', 'Region', ({ region }) => region, 12), isOptional: true },
  { ...column('late', 'Late', ({ late }) => late), isOptional: true },
  { ...column('id', 'Id', ({ id }) => id, 40), isOptional: true },
];

/** The columns of `--raw`; what is no plain value is JSON. */
export const rawColumns: readonly Column<Readonly<Record<string, unknown>>>[] = [
  ...['eventTime', 'action', 'outcome', 'severity', 'reason', 'initiator', 'target'],
  ...['logSourceCRN', 'correlationId', 'requestData', 'responseData', 'message'],
].map((name) => ({ name, header: name, maxWidth: 60, value: (row) => plainValue(row[name]) }));

function plainValue(value: unknown): string | number | boolean | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    return value;
  }
  return stringifyJson(value);
}
