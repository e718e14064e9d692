import { isSet, numberOption } from '../../core/command-options.ts';
import { type ExitCode, exitCodes, usageError } from '../../core/errors.ts';
import { formatTime } from '../../core/time.ts';
import type { CommandContext, CommandInput } from '../feature.ts';
import { filterOption, windowOption } from './command-input.ts';
import type { Gap } from './model.ts';
import { msOf } from './nano-time.ts';
import { createEventsSource } from './source.ts';
import { openStream } from './stream-writer.ts';

const defaultLimit = 200;

/** Runs `scandeck events`: newest first. @throws ScandeckError */
export async function runEvents(context: CommandContext, input: CommandInput): Promise<ExitCode> {
  const now = context.clock.now();
  const window = windowOption(input, now);
  const filter = filterOption(input);
  const limit = numberOption(input, 'limit', defaultLimit);
  const source = createEventsSource(await context.session());
  const [from, to] = [window.fromNs, window.toNs].map((ns) => formatTime(msOf(ns)));
  context.narrate(`workload-protection: ${from} to ${to}${filter === null ? '' : `, ${filter}`}`);
  const gaps: Gap[] = [];
  let total: number | null = null;
  let printed = 0;
  const writer = openStream(context, isSet(input, 'raw'));
  const pages = source.list({
    ...{ ...window, filter, limit, signal: context.signal },
    onGap: (gap) => gaps.push(gap),
    onTotal: (found) => {
      total = found;
    },
  });
  for await (const events of pages) {
    printed += events.length;
    await writer.add(events.map((event) => ({ kind: 'event', event })));
  }
  if (gaps.length > 0) await writer.add(gaps.map((gap) => ({ kind: 'gap', gap })));
  const isCut = limit > 0 && printed >= limit && total !== printed;
  const warnings = gaps.map(({ reason }) => `gap: ${reason}`);
  const truncated = isCut || gaps.length > 0;
  // With several windows no answer counts all, so a full listing is its own count.
  const known = total ?? (isCut ? null : printed);
  await writer.end({ total: known, truncated, asOf: now, warnings });
  return gaps.length > 0 ? exitCodes.incomplete : exitCodes.done;
}

/** Runs `scandeck events show`. @throws ScandeckError */
export async function runEvent(context: CommandContext, input: CommandInput): Promise<ExitCode> {
  const [id = ''] = input.arguments;
  if (id === '')
    throw usageError('no event is named', 'Name the id that `scandeck events` prints.');
  const source = createEventsSource(await context.session());
  const event = await source.event(id, context.signal);
  const writer = openStream(context, isSet(input, 'raw'));
  await writer.add([{ kind: 'event', event }]);
  await writer.end();
  return exitCodes.done;
}
