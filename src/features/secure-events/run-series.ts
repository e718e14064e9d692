import { textOption } from '../../core/command-options.ts';
import { type ExitCode, exitCodes, ScandeckError, usageError } from '../../core/errors.ts';
import { safeText } from '../../core/safe-text.ts';
import type { Column } from '../../core/table.ts';
import type { CommandContext, CommandInput } from '../feature.ts';
import { readSeries } from './counted-series.ts';
import { formatNanos } from './nano-time.ts';
import { checkTwoWeeks, openQuestion } from './question.ts';

/** Events of a group in a stretch of time. */
export interface SeriesRecord {
  readonly source: 'workload-protection';
  /** RFC 3339, UTC. */
  readonly at: string;
  readonly stepSeconds: number;
  readonly by: 'severity' | 'user';
  readonly group: string;
  readonly count: number;
}

const columns: readonly Column<SeriesRecord>[] = [
  { name: 'at', header: 'Time', value: ({ at }) => at },
  { name: 'group', header: 'Group', maxWidth: 60, value: ({ group }) => group },
  { name: 'count', header: 'Events', align: 'right', value: ({ count }) => count },
];

/** Runs `scandeck events series`. @throws ScandeckError */
export async function runSeries(context: CommandContext, input: CommandInput): Promise<ExitCode> {
  const metric = textOption(input, 'by') ?? 'severity';
  if (metric !== 'severity' && metric !== 'user') {
    throw usageError(`--by ${safeText(metric, 40)} is no series`, 'Write severity or user.');
  }
  const asked = await openQuestion(context, input);
  if (metric === 'user') checkTwoWeeks(asked, 'a series of users');
  const { source, question, asOf } = asked;
  const series = await readSeries(source, question, metric);
  if (series === null) throw noSeries();
  if (series.from === 'counts') context.narrate('the service has no series: counted step by step');
  const stepSeconds = Number(series.stepNs) / 1e9;
  const writer = context.records(columns);
  for (const [group, points] of series.groups) {
    await writer.add(
      points.map(({ atNs, count }) => {
        const at = formatNanos(atNs);
        return { source: 'workload-protection', at, stepSeconds, by: metric, group, count };
      }),
    );
  }
  await writer.end({ asOf });
  return exitCodes.done;
}

function noSeries(): ScandeckError {
  return new ScandeckError('the service has no series of users that can be read', {
    code: 'unexpected-answer',
    who: 'vendor',
    exitCode: exitCodes.refused,
    hint: '`scandeck events series --by severity` counts without it.',
    retryable: false,
  });
}
