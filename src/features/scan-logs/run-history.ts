import { isSet } from '../../core/command-options.ts';
import { type ExitCode, exitCodes, usageError } from '../../core/errors.ts';
import { safeText } from '../../core/safe-text.ts';
import type { Column } from '../../core/table.ts';
import type { CommandContext, CommandInput } from '../feature.ts';
import { columns, rawColumns } from './columns.ts';
import { numberOption } from './command-input.ts';
import { describeTime, timeFromOptions } from './criteria.ts';
import { historyTime } from './image-history.ts';
import type { HistoryChange, HistoryEntry, HistoryImage } from './log-history.ts';
import { type LogRecord, recordOf } from './record.ts';
import { createLogsSource } from './source.ts';

/** A scan of an image's history. Texts are as they came. */
export interface HistoryRecord extends LogRecord {
  /** From the scan before to this one; null for the oldest that is known. */
  readonly change: HistoryChange | null;
}

const historyColumns: readonly Column<HistoryRecord>[] = [
  ...columns,
  {
    name: 'change',
    header: 'Change',
    maxWidth: 60,
    value: ({ change }) => (change === null ? null : changeText(change)),
  },
];

/** Runs `scandeck logs history`. @throws ScandeckError */
export async function runHistory(context: CommandContext, input: CommandInput): Promise<ExitCode> {
  const now = context.clock.now();
  const image = imageIn(input.arguments[0] ?? '');
  const time = timeFromOptions(input.options, now) ?? historyTime;
  const limit = numberOption(input, 'limit', 0);
  const source = createLogsSource(await context.session());
  const history = await source.history(image, {
    ...{ time, signal: context.signal, exact: isSet(input, 'raw') },
    ...(limit === null ? {} : { limit }),
  });
  const { entries, found, truncated, notes, undecoded, incomplete } = history;
  if (entries.length === 0) {
    context.narrate(
      `no scan of ${safeText(input.arguments[0] ?? '', 200)} in the ${describeTime(time)}; name the image in full, as scandeck logs prints it`,
    );
  }
  const end = { total: found, truncated: truncated || incomplete, asOf: now, warnings: notes };
  if (isSet(input, 'raw')) {
    const writer = context.records(rawColumns);
    await writer.add(entries.map(({ log }) => log.wire));
    await writer.end(end);
  } else {
    const writer = context.records(historyColumns);
    await writer.add(entries.map(historyRecord));
    await writer.end(end);
  }
  return incomplete || undecoded > 0 ? exitCodes.incomplete : exitCodes.done;
}

/** A digest, alone or behind an `@`, says exactly which image; else it is a full tag. */
function imageIn(text: string): HistoryImage {
  const digest = /(?:^|@)([a-z0-9]+:[0-9a-f]{32,})$/i.exec(text)?.[1];
  if (digest !== undefined) return { digest };
  if (text !== '') return { fullTag: text };
  throw usageError('no image is named', 'Name its full tag or its digest.');
}

function historyRecord({ log, change }: HistoryEntry): HistoryRecord {
  return { ...recordOf(log), change };
}

/** In words, the worst first: `critical +2, low -1, new digest`. */
function changeText({ vulnerabilities, digestChanged, malware }: HistoryChange): string {
  const { critical, high, medium, low, unknown } = vulnerabilities ?? {};
  const counts = Object.entries({ critical, high, medium, low, unknown }).flatMap(
    ([name, difference = 0]) =>
      difference === 0 ? [] : [`${name} ${difference > 0 ? '+' : ''}${difference}`],
  );
  const words = [
    ...(vulnerabilities === null ? ['vulnerabilities not known'] : counts),
    ...(malware === 'found' || malware === 'gone' ? [`malware ${malware}`] : []),
    ...(digestChanged === true ? ['new digest'] : []),
  ];
  return words.length === 0 ? 'none' : words.join(', ');
}
