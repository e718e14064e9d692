import { isSet } from '../../core/command-options.ts';
import { type ExitCode, exitCodes } from '../../core/errors.ts';
import type { CommandContext, CommandInput } from '../feature.ts';
import { columns } from './columns.ts';
import { pollChoice, targetChoice } from './command-input.ts';
import { follow } from './follow.ts';
import { recordsOf } from './record.ts';
import { createProgressSource } from './source.ts';

/** Runs `scandeck progress`. @throws ScandeckError */
export async function runProgress(context: CommandContext, input: CommandInput): Promise<ExitCode> {
  const session = await context.session();
  const source = createProgressSource({ session });
  const target = targetChoice(input);
  const choice = pollChoice(input, session.preferences);
  const { stallAfterMs } = session.preferences.progress;
  const changes = isSet(input, 'watch');
  const untilDone = isSet(input, 'untilDone');
  if (changes || untilDone) {
    const common = { context, source, target, stallAfterMs, ...choice };
    return follow({ ...common, changes, untilDone, expected: false });
  }
  const answer = await source.ask(target, {
    signal: context.signal,
    ...(choice.timeoutMs === null ? {} : { totalTimeoutMs: choice.timeoutMs }),
  });
  const writer = context.records(columns);
  const rows = recordsOf(answer.scans, { at: answer.at, stallAfterMs });
  await writer.add(rows);
  const unread = answer.undecoded;
  const warnings = unread > 0 ? [`${unread} scans of the answer cannot be read`] : [];
  await writer.end({ total: rows.length + unread, asOf: answer.at, warnings });
  return unread > 0 ? exitCodes.incomplete : exitCodes.done;
}
