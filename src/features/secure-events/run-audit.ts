import type { WireObject } from '../../api/workload-protection/wire.ts';
import { isSet, numberOption } from '../../core/command-options.ts';
import { type ExitCode, exitCodes, usageError } from '../../core/errors.ts';
import type { Column } from '../../core/table.ts';
import type { CommandContext, CommandInput, RecordWriter } from '../feature.ts';
import { type AuditRow, auditColumns, auditRecordOf, rawAuditColumns } from './audit-columns.ts';
import type { AuditEntry, AuditType } from './audit-model.ts';
import { auditOption, readType, windowOption } from './command-input.ts';
import { type Gap, gapRecordOf } from './model.ts';
import { formatNanos } from './nano-time.ts';
import { createEventsSource } from './source.ts';

const defaultLimit = 200;

/** Runs `scandeck audit`: newest first. @throws ScandeckError */
export async function runAudit(context: CommandContext, input: CommandInput): Promise<ExitCode> {
  const asOf = context.clock.now();
  const query = queryOf(input, asOf);
  const limit = numberOption(input, 'limit', defaultLimit);
  const source = createEventsSource(await context.session());
  const gaps: Gap[] = [];
  let total: number | null = null;
  let printed = 0;
  const pages = source.activityAudit({
    ...{ ...query, limit, signal: context.signal },
    onGap: (gap) => gaps.push(gap),
    onTotal: (found) => {
      total = found;
    },
  });
  const writer = openAudit(context, isSet(input, 'raw'));
  for await (const entries of pages) {
    printed += entries.length;
    await writer.add(entries);
  }
  if (gaps.length > 0) await writer.add(gaps);
  const isCut = limit > 0 && printed >= limit && total !== printed;
  const warnings = gaps.map(({ reason }) => `gap: ${reason}`);
  const known = total ?? (isCut ? null : printed);
  await writer.end({ total: known, truncated: isCut || gaps.length > 0, asOf, warnings });
  return gaps.length > 0 ? exitCodes.incomplete : exitCodes.done;
}

/** How often a kind of activity happened in a stretch of time. */
export interface AuditCount {
  readonly source: 'workload-protection';
  /** As the vendor names it. */
  readonly type: string;
  readonly at: string;
  readonly stepSeconds: number;
  readonly count: number;
}

const countColumns: readonly Column<AuditCount>[] = [
  { name: 'at', header: 'Time', value: ({ at }) => at },
  { name: 'type', header: 'Type', value: ({ type }) => type },
  { name: 'count', header: 'Count', align: 'right', value: ({ count }) => count },
];

/** Runs `scandeck audit summary`. @throws ScandeckError */
export async function runAuditSummary(
  context: CommandContext,
  input: CommandInput,
): Promise<ExitCode> {
  const asOf = context.clock.now();
  const query = queryOf(input, asOf);
  const source = createEventsSource(await context.session());
  const series = await source.auditSummary({ ...query, signal: context.signal });
  const writer = context.records(countColumns);
  for (const { type, stepNs, points } of series) {
    const stepSeconds = Number(stepNs) / 1e9;
    await writer.add(
      points.map(({ atNs, count }) => {
        return { source: 'workload-protection', type, at: formatNanos(atNs), stepSeconds, count };
      }),
    );
  }
  await writer.end({ asOf });
  return exitCodes.done;
}

/** Runs `scandeck audit show`. @throws ScandeckError */
export async function runAuditShow(
  context: CommandContext,
  input: CommandInput,
): Promise<ExitCode> {
  const [type, id] = namedEntry(input);
  const source = createEventsSource(await context.session());
  const writer = openAudit(context, isSet(input, 'raw'));
  await writer.add([await source.auditEvent(type, id, context.signal)]);
  await writer.end();
  return exitCodes.done;
}

/** Runs `scandeck audit trace`. @throws ScandeckError, also for what cannot be traced */
export async function runAuditTrace(
  context: CommandContext,
  input: CommandInput,
): Promise<ExitCode> {
  const [type, id] = namedEntry(input);
  const source = createEventsSource(await context.session());
  const writer = openAudit(context, isSet(input, 'raw'));
  const { entries, isWhole } = await source.auditTrace(type, id, context.signal);
  await writer.add(entries);
  if (!isWhole) context.narrate('warning: the service did not give all of the trace');
  await writer.end(isWhole ? {} : { total: null, truncated: true });
  return isWhole ? exitCodes.done : exitCodes.incomplete;
}

function queryOf(input: CommandInput, nowMs: number) {
  return {
    ...windowOption(input, nowMs, '1h'),
    ...auditOption(input),
  };
}

function namedEntry({ arguments: words }: CommandInput): readonly [AuditType, string] {
  const [type = '', id = ''] = words;
  if (id === '') throw usageError('no activity is named', 'Name its type and its id.');
  return [readType(type), id];
}

function openAudit(context: CommandContext, raw: boolean): RecordWriter<AuditEntry | Gap> {
  if (raw) {
    const writer = context.records<WireObject>(rawAuditColumns);
    return {
      add: (rows) =>
        writer.add(rows.map((row) => ('reason' in row ? { ...gapRecordOf(row) } : row.raw))),
      end: (summary) => writer.end(summary),
    };
  }
  const writer = context.records(auditColumns);
  return { add: (rows) => writer.add(rows.map(rowOf)), end: (summary) => writer.end(summary) };
}

function rowOf(row: AuditEntry | Gap): AuditRow {
  return 'reason' in row ? gapRecordOf(row) : auditRecordOf(row);
}
