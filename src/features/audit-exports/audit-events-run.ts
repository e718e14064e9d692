import { mostRows } from '../../api/xray/endpoints.ts';
import { type ExitCode, exitCodes, usageError } from '../../core/errors.ts';
import { safeText } from '../../core/safe-text.ts';
import { formatTime, parseTime } from '../../core/time.ts';
import type { CommandContext, CommandInput, RecordWriter } from '../feature.ts';
import {
  type AuditCriteria,
  compileCriteria,
  criteriaFromOptions,
  describe,
  isFiltered,
} from './audit-criteria.ts';
import { columns, rawColumns } from './columns.ts';
import type { AuditEvent } from './model.ts';
import { recordOf } from './record.ts';
import { type AuditBatch, createAuditSource } from './source.ts';

const defaultLimit = 200;
const pageRows = 1000;

/** What the command line says. */
interface Wish {
  readonly fromMs: number;
  readonly toMs: number;
  readonly criteria: AuditCriteria;
  /** 0 for all. */
  readonly limit: number;
}

/** What came of a listing. */
interface Outcome {
  readonly printed: number;
  /** Events that were read, matching or not. */
  readonly read: number;
  readonly unreadable: number;
  /** Whether there are more than were printed. */
  readonly isCut: boolean;
  /** What the server counts, where one window is all. */
  readonly total: number | null;
  readonly warnings: readonly string[];
}

/** Runs `scandeck audit-events`. @throws ScandeckError */
export async function runAuditEvents(
  context: CommandContext,
  input: CommandInput,
): Promise<ExitCode> {
  const now = context.clock.now();
  const wish = wishOf(input, now);
  const source = createAuditSource(await context.session());
  context.narrate(`xray: ${timeOf(wish)}: ${describe(wish.criteria)}`);
  const { fromMs, toMs, criteria } = wish;
  const { dryRun, explain } = criteria;
  const options = { fromMs, toMs, dryRun, explain, pageRows: rowsAPage(wish) };
  const writer = openWriter(context, input.options.raw === true);
  const batches = source.list({ ...options, signal: context.signal });
  const outcome = await printEvents(batches, wish, writer);
  const { isCut, printed, unreadable, warnings } = outcome;
  const isIncomplete = unreadable > 0 || warnings.length > 0;
  await writer.end({
    total: isCut ? null : printed,
    truncated: isCut || isIncomplete,
    limited: isCut,
    asOf: now,
    warnings: [...notesOn(wish, outcome), ...warnings],
  });
  return isIncomplete ? exitCodes.incomplete : exitCodes.done;
}

async function printEvents(
  batches: AsyncGenerator<AuditBatch>,
  { criteria, limit }: Wish,
  writer: RecordWriter<AuditEvent>,
): Promise<Outcome> {
  const matches = compileCriteria(criteria);
  const warnings: string[] = [];
  let [printed, read, unreadable] = [0, 0, 0];
  let total: number | null = null;
  let isCut = false;
  for await (const batch of batches) {
    read += batch.events.length;
    unreadable += batch.unreadable;
    warnings.push(...batch.warnings.filter((warning) => !warnings.includes(warning)));
    total = batch.isOnlyWindow ? batch.total : null;
    const found = batch.events.filter(matches);
    // One more than is printed tells that there are more.
    const wanted = limit === 0 ? found : found.slice(0, limit - printed);
    printed += wanted.length;
    isCut = wanted.length < found.length;
    if (wanted.length > 0) await writer.add(wanted);
    if (isCut) break;
  }
  return { printed, read, unreadable, isCut, total, warnings };
}

/** The server has no filters: what scandeck does in its place, and what it costs, is said. */
function notesOn(wish: Wish, { read, printed, isCut, total, unreadable }: Outcome) {
  const notes: string[] = [];
  if (isFiltered(wish.criteria)) {
    const what = `${printed} of the ${read} events that were read of ${timeOf(wish)}`;
    notes.push(`the server has no such filter: scandeck chose ${what}`);
  } else if (isCut && total !== null) {
    notes.push(`the server counts about ${total} events in that time`);
  }
  if (unreadable > 0) {
    const what = unreadable === 1 ? '1 event' : `${unreadable} events`;
    notes.push(`${what} could not be read: left out`);
  }
  return notes;
}

function wishOf({ options }: CommandInput, now: number): Wish {
  const criteria = criteriaFromOptions(options);
  const limit = numberOption(options.limit, defaultLimit);
  const fromMs = parseTime(typeof options.since === 'string' ? options.since : '24h', now);
  const until = typeof options.until === 'string' ? parseTime(options.until, now) : now;
  const toMs = Math.min(until, now);
  if (fromMs < toMs) return { fromMs, toMs, criteria, limit };
  throw usageError(
    '--since is not before --until, or not before now',
    'For example --since 2d --until 1d.',
  );
}

function numberOption(value: CommandInput['options'][string], otherwise: number): number {
  if (typeof value !== 'string') return otherwise;
  if (/^\d{1,9}$/.test(value)) return Number(value);
  throw usageError(`--limit ${safeText(value, 40)} is not a whole number`, 'As in --limit 500.');
}

/** No more than are wanted, and one that tells whether there are more. */
function rowsAPage({ criteria, limit }: Wish): number {
  if (limit === 0 || isFiltered(criteria)) return pageRows;
  return Math.min(limit + 1, pageRows, mostRows);
}

const timeOf = ({ fromMs, toMs }: Wish) => `${formatTime(fromMs)} to ${formatTime(toMs)}`;

function openWriter(context: CommandContext, isRaw: boolean): RecordWriter<AuditEvent> {
  return isRaw
    ? mapped(context.records(rawColumns), ({ raw }: AuditEvent) => raw)
    : mapped(context.records(columns), recordOf);
}

function mapped<Row>(
  writer: RecordWriter<Row>,
  rowOf: (event: AuditEvent) => Row,
): RecordWriter<AuditEvent> {
  return { add: (events) => writer.add(events.map(rowOf)), end: (summary) => writer.end(summary) };
}
