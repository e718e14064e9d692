import { isSet, textOption } from '../../core/command-options.ts';
import { type ExitCode, exitCodes } from '../../core/errors.ts';
import { safeText } from '../../core/safe-text.ts';
import { parseSeverity, severities } from '../../core/severity.ts';
import type { CommandContext, CommandInput, RecordWriter } from '../feature.ts';
import { columnsNamed, rawColumns } from './columns.ts';
import { chosenView, numberOption } from './command-input.ts';
import { criteriaFromOptions, describe } from './criteria.ts';
import { amount } from './cursor-notes.ts';
import { createJudge, type Finding, parseFinding } from './fail-on.ts';
import type { LogCursor } from './log-cursor.ts';
import { type LogCriteria, type LogSort, newestFirst, type ScanLog } from './model.ts';
import { readRows } from './read-rows.ts';
import { recordOf } from './record.ts';
import { parseSort } from './sort.ts';
import { createLogsSource } from './source.ts';

const defaultLimit = 200;
const pageRows = 2000;

/** What the command line says beside the criteria. */
interface Wish {
  /** 0 for all. */
  readonly limit: number;
  readonly sort: LogSort | null;
  readonly failOn: Finding | null;
  readonly raw: boolean;
}

/** Runs `scandeck logs`. @throws ScandeckError */
export async function runLogs(context: CommandContext, input: CommandInput): Promise<ExitCode> {
  const now = context.clock.now();
  const wish = wishOf(input);
  // Once before anything is opened, so that a mistake costs nothing.
  criteriaFromOptions(input.options, now);
  const session = await context.session();
  const chosen = await chosenView(input, session);
  const criteria = criteriaFromOptions(input.options, now, chosen?.criteria);
  const sort = wish.sort ?? chosen?.view.sort ?? newestFirst;
  const { limit, raw } = wish;
  context.narrate(`carbon-black: ${describe(criteria)}`);
  const rows = limit === 0 ? pageRows : Math.min(limit, pageRows);
  const options = { pageRows: rows, signal: context.signal, exact: raw };
  const source = createLogsSource(session);
  const reading = readRows((by) => source.open(criteria, { ...options, sort: by }), {
    sort,
    limit,
  });
  const judge = createJudge(wish.failOn);
  const writer = raw
    ? mapped(context.records(rawColumns), ({ wire }: ScanLog) => wire)
    : mapped(context.records(columnsNamed(chosen?.view.columns)), recordOf);
  let printed = 0;
  for await (const logs of reading.rows()) {
    judge.look(logs);
    printed += logs.length;
    await writer.add(logs);
  }
  const cursor = reading.cursor();
  const { found } = cursor;
  const isCut = limit > 0 && printed >= limit && found !== printed + cursor.undecoded;
  const truncated = isCut || cursor.incomplete;
  const order = reading.order();
  const warnings = [
    ...(order === null ? [] : [order]),
    ...cursor.warnings,
    ...verdictWarnings(wish, judge.verdict(), isCut),
    ...(wish.failOn !== null && printed === 0 ? ['--fail-on looked at no scan at all'] : []),
    ...severityWarnings(criteria),
  ];
  await writer.end({ total: found, truncated, limited: isCut, asOf: now, warnings });
  return exitCodeOf(wish, cursor, { matched: judge.verdict().matched, isCut });
}

function wishOf(input: CommandInput): Wish {
  const sort = textOption(input, 'sort');
  const failOn = textOption(input, 'failOn');
  const finding = failOn === null ? null : parseFinding(failOn);
  return {
    sort: sort === null ? null : parseSort(sort),
    failOn: finding,
    // A gate that looked at the first rows alone would let the others pass.
    limit: numberOption(input, 'limit', 0) ?? (finding === null ? defaultLimit : 0),
    raw: isSet(input, 'raw'),
  };
}

function mapped<Row>(
  writer: RecordWriter<Row>,
  rowOf: (log: ScanLog) => Row,
): RecordWriter<ScanLog> {
  return { add: (logs) => writer.add(logs.map(rowOf)), end: (summary) => writer.end(summary) };
}

function verdictWarnings(
  { failOn }: Wish,
  { matched, unknown }: { readonly matched: number; readonly unknown: number },
  isCut: boolean,
): readonly string[] {
  if (failOn === null) return [];
  const what = failOn === 'malware' ? 'malware' : 'vulnerabilities';
  return [
    ...(matched > 0 ? [`--fail-on ${failOn} matches ${amount(matched, 'scan')}`] : []),
    ...(unknown > 0
      ? [`--fail-on ${failOn} can't judge ${amount(unknown, 'scan')} without word of ${what}`]
      : []),
    ...(isCut ? [`--fail-on ${failOn} looked at the printed scans alone`] : []),
  ];
}

/** The vendor's words are open, so a strange one is asked for all the same. */
function severityWarnings({ values }: LogCriteria): readonly string[] {
  const strange = (values.vulnerabilities ?? []).filter(
    (word) => parseSeverity(word) === 'unknown' && word.toLowerCase() !== 'unknown',
  );
  if (strange.length === 0) return [];
  const names = strange.map((word) => safeText(word, 40)).join(', ');
  return [`severity ${names}: not one of ${severities.join(', ')}`];
}

function exitCodeOf(
  { failOn }: Wish,
  { incomplete, undecoded }: LogCursor,
  { matched, isCut }: { readonly matched: number; readonly isCut: boolean },
): ExitCode {
  if (matched > 0) return exitCodes.matched;
  const isUnjudged = failOn !== null && isCut;
  return incomplete || undecoded > 0 || isUnjudged ? exitCodes.incomplete : exitCodes.done;
}
