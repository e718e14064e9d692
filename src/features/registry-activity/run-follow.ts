import {
  createOutageTeller,
  createTailPatience,
  isClientStatus,
  type TailEnds,
} from '../../api/tail-outage.ts';
import { isSet, textOption } from '../../core/command-options.ts';
import { counted } from '../../core/count-text.ts';
import { type ExitCode, exitCodes } from '../../core/errors.ts';
import { safeText } from '../../core/safe-text.ts';
import { parseTime } from '../../core/time.ts';
import type { CommandContext, CommandInput } from '../feature.ts';
import { criteriaOption } from './command-input.ts';
import type { Tier } from './criteria.ts';
import { openCursorFile } from './cursor-file.ts';
import { openEvents } from './event-writer.ts';
import { queryText } from './query-text.ts';
import { archiveAdvice, tierWords } from './run-activity.ts';
import { createActivitySource } from './source.ts';
import type { TailBatch, TailEvent } from './tail-batch.ts';

/** A token may have expired, and a refusal for too many queries passes. */
const ends: TailEnds = {
  isRefusal: (error) => isClientStatus(error) && error.status !== 429,
  passing: ['unauthorised'],
};

/** Runs `scandeck activity --follow`, until a signal. @throws ScandeckError for a final refusal */
export async function runFollow(context: CommandContext, input: CommandInput): Promise<ExitCode> {
  const { clock, signal } = context;
  const sinceMs = parseTime(textOption(input, 'since') ?? '10m', clock.now());
  const criteria = criteriaOption(input);
  const session = await context.session();
  const source = createActivitySource(session);
  const { applicationName } = session.settings('activityTracking');
  const query = queryText(criteria, typeof applicationName === 'string' ? applicationName : null);
  const path = textOption(input, 'cursorFile');
  const selection = JSON.stringify({ ...criteria, tier: null, query });
  const feed = session.baseUrl('activityTracking');
  const file = path === null ? null : await openCursorFile(path, { feed, selection });
  const writer = openEvents(context, isSet(input, 'raw'));
  const teller = createTeller(context);
  const isOver = createTailPatience(ends);
  try {
    const cursor = file?.cursor ?? null;
    for await (const event of source.tail({ criteria, sinceMs, cursor, signal })) {
      if (isOver(event) && event.kind === 'failure') throw event.error;
      teller.look(event);
      if (event.kind === 'failure') continue;
      if (event.items.length > 0) await writer.add(event.items);
      // Stopped while it was printed: it may not have got out, and is printed again.
      if (!signal.aborted || event.items.length === 0) await file?.save(event.cursor);
    }
    await writer.end({ total: null });
    return teller.isIncomplete() ? exitCodes.incomplete : exitCodes.done;
  } finally {
    await file?.close();
  }
}

/** Tells on stderr when the tail stumbles, waits longer than usual, or misses something. */
function createTeller({ narrate }: CommandContext) {
  const outage = createOutageTeller('activity-tracking', narrate);
  let why: string | null = null;
  let isAdvised = false;
  let tier: Tier = 'frequent_search';
  let incomplete = false;
  let hasUnread = false;
  const known = new Set<string>();
  const lookAt = (batch: TailBatch) => {
    outage.answered(batch.at);
    if (batch.tier !== tier) narrate(`activity-tracking: following${tierWords(batch.tier)}`);
    tier = batch.tier;
    if (batch.why !== null && why === null) narrate(batch.why);
    why = batch.why;
    for (const warning of batch.warnings.filter((text) => !known.has(text))) {
      known.add(warning);
      narrate(`warning: ${safeText(warning, 300)}`);
    }
    if (batch.undecodable > 0) {
      hasUnread = true;
      const what = counted(batch.undecodable, 'log record');
      narrate(`warning: ${what} could not be decoded: left out`);
    }
    if (batch.incomplete === true) {
      if (!incomplete) narrate('warning: the vendor could not give all rows; some are missing');
      incomplete = true;
    }
    if (batch.tryArchive && !isAdvised) narrate(archiveAdvice);
    isAdvised ||= batch.tryArchive;
  };
  return {
    look: (event: TailEvent) => (event.kind === 'failure' ? outage.failed(event) : lookAt(event)),
    isIncomplete: () => incomplete || hasUnread,
  };
}
