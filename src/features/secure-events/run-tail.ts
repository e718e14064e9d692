import type { Session } from '../../api/session.ts';
import {
  createOutageTeller,
  createTailPatience,
  isClientStatus,
  type TailEnds,
} from '../../api/tail-outage.ts';
import { isSet, textOption } from '../../core/command-options.ts';
import { counted } from '../../core/count-text.ts';
import { formatDuration, parseDuration } from '../../core/duration.ts';
import { type ExitCode, exitCodes } from '../../core/errors.ts';
import type { CommandContext, CommandInput } from '../feature.ts';
import { filterOption, momentOf } from './command-input.ts';
import { openCursorFile } from './cursor-file.ts';
import { msOf, nanosOf } from './nano-time.ts';
import { createEventsSource } from './source.ts';
import { openStream } from './stream-writer.ts';
import type { TailBatch, TailFailure } from './tail-batch.ts';

const defaultSince = '10m';
const defaultInterval = '5s';

/** A token may have expired, and a gateway may have answered in the server's place. */
const ends: TailEnds = {
  isRefusal: (error) => error.code === 'http-status' && isClientStatus(error),
  passing: ['unauthorised', 'unexpected-answer'],
};

/** Runs `scandeck tail`, until a signal. @throws ScandeckError when the source refuses for good */
export async function runTail(context: CommandContext, input: CommandInput): Promise<ExitCode> {
  const { clock, signal } = context;
  const sinceNs = momentOf(textOption(input, 'since') ?? defaultSince, clock.now());
  const filter = filterOption(input);
  const intervalMs = Math.max(250, parseDuration(textOption(input, 'interval') ?? defaultInterval));
  const session = await context.session();
  const path = textOption(input, 'cursorFile');
  const own = { feed: feedOf(session), filter, sinceNs, nowNs: nanosOf(clock.now()) };
  const file = path === null ? null : await openCursorFile(path, own);
  const cursor = file?.cursor ?? null;
  const tail = createEventsSource(session).tail({ sinceNs, filter, cursor, signal, intervalMs });
  const writer = openStream(context, isSet(input, 'raw'));
  const teller = createTeller(context);
  const isOver = createTailPatience(ends);
  let isWhole = true;
  try {
    // What a killed tail has left of a line must not be written on.
    if (file?.isTorn) await context.write('\n');
    for await (const event of tail) {
      const isEnd = isOver(event);
      if (event.kind === 'failure' && isEnd) throw event.error;
      teller.look(event);
      if (event.kind === 'failure') continue;
      isWhole = false;
      if (event.items.length > 0) await writer.add(event.items);
      isWhole = true;
      // Stopped while it was printed: it may not have got out, and is printed again.
      if (!signal.aborted || event.items.length === 0) await file?.save(event);
    }
    await writer.end({ total: null });
    return teller.gaps() > 0 ? exitCodes.incomplete : exitCodes.done;
  } finally {
    await file?.close(isWhole);
  }
}

/** Whose events these are: another instance's or team's position means nothing here. */
function feedOf(session: Session): string {
  const { instanceId, teamId } = session.settings('workloadProtection');
  const named = [instanceId, teamId].filter((part) => part !== undefined);
  return [session.baseUrl('workloadProtection'), ...named].join(' ');
}

/** Tells on stderr when the tail stumbles, catches up, or leaves a gap. */
function createTeller(context: CommandContext) {
  const outage = createOutageTeller('workload-protection', context.narrate);
  let wasBehind = false;
  let gaps = 0;
  const lookAt = (batch: TailBatch) => {
    outage.answered(batch.at);
    const isBehind = batch.state === 'catching-up' && batch.lagNs > 60_000_000_000n;
    if (isBehind && !wasBehind) {
      context.narrate(`catching up: ${formatDuration(msOf(batch.lagNs))} behind`);
    }
    wasBehind = isBehind;
    const found = batch.items.filter(({ kind }) => kind === 'gap').length;
    gaps += found;
    if (found > 0) context.narrate(`warning: ${counted(found, 'gap')}, printed as records`);
  };
  return {
    look: (event: TailBatch | TailFailure) =>
      event.kind === 'failure' ? outage.failed(event) : lookAt(event),
    gaps: () => gaps,
  };
}
