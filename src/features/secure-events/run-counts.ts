import { listOption, numberOption } from '../../core/command-options.ts';
import { type ExitCode, exitCodes, type ScandeckError, usageError } from '../../core/errors.ts';
import { safeText } from '../../core/safe-text.ts';
import type { Column } from '../../core/table.ts';
import type { CommandContext, CommandInput } from '../feature.ts';
import { severityWordOf } from './event.ts';
import type { TopList } from './event-counts.ts';
import type { EventSeverity } from './model.ts';
import { checkTwoWeeks, openQuestion } from './question.ts';
import { createEventsSource } from './source.ts';

/** Events of a category and severity. */
export interface CountRecord {
  readonly source: 'workload-protection';
  readonly category: string;
  readonly severity: EventSeverity;
  readonly count: number;
}

const countColumns: readonly Column<CountRecord>[] = [
  { name: 'category', header: 'Category', value: ({ category }) => category },
  { name: 'severity', header: 'Severity', value: ({ severity: { word } }) => word },
  { name: 'level', header: 'Lvl', align: 'right', value: ({ severity: { level } }) => level },
  { name: 'count', header: 'Events', align: 'right', value: ({ count }) => count },
];

/** Runs `scandeck events count`: what has no events is left out. @throws ScandeckError */
export async function runCount(context: CommandContext, input: CommandInput): Promise<ExitCode> {
  const { source, question, asOf } = await openQuestion(context, input);
  const { byCategory } = await source.count(question);
  const records = [...byCategory].flatMap(([category, counts]) =>
    counts.flatMap((count, level): readonly CountRecord[] => {
      // Results of scans are counted under 0, which says nothing of how bad they are.
      const means = category !== 'scanningEvents' || level > 0;
      const severity = { level, word: means ? severityWordOf(level) : 'unknown' } as const;
      return count === 0 ? [] : [{ source: 'workload-protection', category, severity, count }];
    }),
  );
  const writer = context.records(countColumns);
  await writer.add(records);
  await writer.end({ asOf });
  return exitCodes.done;
}

/** How often a value occurs. Texts are as they came. */
export interface TopRecord {
  readonly source: 'workload-protection';
  readonly field: string;
  readonly key: string;
  /** The field that a filter compares with the key. */
  readonly label: string | null;
  readonly count: number;
}

const topColumns: readonly Column<TopRecord>[] = [
  { name: 'field', header: 'Field', value: ({ field }) => field },
  { name: 'key', header: 'Value', maxWidth: 80, value: ({ key }) => key },
  { name: 'count', header: 'Events', align: 'right', value: ({ count }) => count },
];

/** Runs `scandeck events top`. @throws ScandeckError */
export async function runTop(context: CommandContext, input: CommandInput): Promise<ExitCode> {
  const wanted = listOption(input, 'by').map(fieldNamed);
  const rows = numberOption(input, 'rows', 10) > 5 ? 10 : 5;
  const asked = await openQuestion(context, input);
  checkTwoWeeks(asked, 'what is most frequent');
  const { source, question, asOf } = asked;
  const lists = await source.topStats({ ...question, rows });
  const lacking = wanted.filter((field) => !lists.some((list) => list.field === field));
  if (lacking.length > 0) throw unknownField(lacking, lists);
  const writer = context.records(topColumns);
  for (const { field, values } of lists) {
    if (wanted.length > 0 && !wanted.includes(field)) continue;
    await writer.add(values.map((value) => ({ source: 'workload-protection', field, ...value })));
  }
  await writer.end({ total: null, asOf });
  return exitCodes.done;
}

const fieldWords: Readonly<Record<string, string>> = {
  rule: 'ruleName',
  cluster: 'kubernetes.cluster.name',
  namespace: 'kubernetes.namespace.name',
  node: 'kubernetes.node.name',
  image: 'container.image.repo',
};

function fieldNamed(word: string): string {
  return Object.hasOwn(fieldWords, word) ? (fieldWords[word] ?? word) : word;
}

function unknownField(lacking: readonly string[], lists: readonly TopList[]): ScandeckError {
  const known = lists.map(({ field }) => safeText(field, 60)).join(', ');
  const words = lacking.map((field) => safeText(field, 60)).join(', ');
  return usageError(`the service has no statistics by ${words}`, `It has: ${known}.`);
}

/** A field that filters may name. */
export interface FieldRecord {
  readonly name: string;
  readonly type: string | null;
  readonly operators: readonly string[] | null;
  readonly from: 'server' | 'built-in';
}

const fieldColumns: readonly Column<FieldRecord>[] = [
  { name: 'name', header: 'Field', value: ({ name }) => name },
  { name: 'type', header: 'Type', value: ({ type }) => type },
  {
    name: 'operators',
    header: 'Operators',
    value: ({ operators }) => operators?.join(' ') ?? null,
  },
  { name: 'from', header: 'From', value: ({ from }) => from },
];

/** Runs `scandeck events fields`. @throws ScandeckError */
export async function runFields(context: CommandContext): Promise<ExitCode> {
  const source = createEventsSource(await context.session());
  const { fields, from, failure } = await source.filters(context.signal);
  if (failure !== undefined) throw failure;
  if (from === 'built-in') context.narrate('the service tells no fields: these are the documented');
  const writer = context.records(fieldColumns);
  await writer.add(fields.map((field) => ({ ...field, from })));
  await writer.end();
  return exitCodes.done;
}
