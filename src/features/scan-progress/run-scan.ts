import { isSet } from '../../core/command-options.ts';
import { type ExitCode, exitCodes } from '../../core/errors.ts';
import type { CommandContext, CommandInput } from '../feature.ts';
import { columns } from './columns.ts';
import { imageChoice, pollChoice } from './command-input.ts';
import { follow } from './follow.ts';
import { imageName, type Target } from './model.ts';
import { plainRecord } from './record.ts';
import { idleReport } from './reports.ts';
import { createProgressSource } from './source.ts';

/** Runs `scandeck scan start`. @throws ScandeckError */
export async function runScanStart(
  context: CommandContext,
  input: CommandInput,
): Promise<ExitCode> {
  const session = await context.session();
  const source = createProgressSource({ session });
  const image = imageChoice(input);
  const choice = pollChoice(input, session.preferences);
  const { stallAfterMs } = session.preferences.progress;
  await source.start(image, { signal: context.signal });
  context.narrate(`asked prisma to scan ${imageName(image)}`);
  const target: Target = { kind: 'on-demand', ...image };
  if (isSet(input, 'follow')) {
    const common = { context, source, target, stallAfterMs, ...choice };
    return follow({ ...common, changes: true, untilDone: true, expected: true });
  }
  const writer = context.records(columns);
  const at = context.clock.now();
  // Whether the vendor has begun is not known, and asking could eat the end of a short scan.
  await writer.add([{ ...plainRecord(idleReport(target), at), state: 'unknown', stalled: null }]);
  await writer.end({ total: 1, asOf: at });
  return exitCodes.done;
}

/** Runs `scandeck scan stop`. @throws ScandeckError */
export async function runScanStop(context: CommandContext): Promise<ExitCode> {
  const source = createProgressSource({ session: await context.session() });
  await source.stop({ signal: context.signal });
  context.narrate('asked prisma to stop the regular scan');
  return exitCodes.done;
}
