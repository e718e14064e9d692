import { isApiError } from '../../api/errors.ts';
import { type ExitCode, exitCodes, ScandeckError } from '../../core/errors.ts';
import { safeText } from '../../core/safe-text.ts';
import { formatClock, parseTime } from '../../core/time.ts';
import type { CommandContext, CommandInput } from '../feature.ts';
import { criteriaOption, isSet, textOption } from './command-input.ts';
import type { Tier } from './criteria.ts';
import { openCursorFile } from './cursor-file.ts';
import { openEvents } from './event-writer.ts';
import { queryText } from './query-text.ts';
import { archiveAdvice, tierWords } from './run-activity.ts';
import { createActivitySource } from './source.ts';
import type { TailBatch, TailEvent, TailFailure } from './tail-batch.ts';

/** Refused credentials in a row that a tail outlives once it was answered: a token may have expired. */
const refusalsOutlived = 2;

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
  const isOver = createPatience();
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

/** Tells whether a tail is to end. */
function createPatience(): (event: TailEvent) => boolean {
  let left = 0;
  return (event) => {
    if (event.kind === 'batch') {
      left = refusalsOutlived;
      return false;
    }
    if (!isFinal(event.error)) return false;
    const mayPass = isApiError(event.error) && event.error.code === 'unauthorised' && left > 0;
    left -= 1;
    return !mayPass;
  };
}

/** A refusal that no waiting mends. */
function isFinal(error: unknown): boolean {
  if (!isApiError(error)) return error instanceof ScandeckError && !error.retryable;
  if (error.code === 'unauthorised' || error.code === 'forbidden') return true;
  const status = error.status ?? 0;
  return !error.retryable && status >= 400 && status < 500 && status !== 429;
}

/** Tells on stderr when the tail stumbles, waits longer than usual, or misses something. */
function createTeller({ narrate }: CommandContext) {
  let isFailing = false;
  let why: string | null = null;
  let isAdvised = false;
  let tier: Tier = 'frequent_search';
  let incomplete = false;
  const known = new Set<string>();
  const lookAt = (batch: TailBatch) => {
    if (isFailing) narrate(`activity-tracking answers again (${formatClock(batch.at)})`);
    isFailing = false;
    if (batch.tier !== tier) narrate(`activity-tracking: following${tierWords(batch.tier)}`);
    tier = batch.tier;
    if (batch.why !== null && why === null) narrate(batch.why);
    why = batch.why;
    for (const warning of batch.warnings.filter((text) => !known.has(text))) {
      known.add(warning);
      narrate(`warning: ${safeText(warning, 300)}`);
    }
    if (batch.incomplete === true) {
      if (!incomplete) narrate('warning: the vendor could not give all rows; some are missing');
      incomplete = true;
    }
    if (batch.tryArchive && !isAdvised) narrate(archiveAdvice);
    isAdvised ||= batch.tryArchive;
  };
  const lookAtFailure = ({ error, nextAt }: TailFailure) => {
    if (isFailing) return;
    isFailing = true;
    const reason = error instanceof Error ? error.message : String(error);
    narrate(`warning: ${reason}; next try ${formatClock(nextAt)}`);
  };
  return {
    look: (event: TailEvent) => (event.kind === 'failure' ? lookAtFailure(event) : lookAt(event)),
    isIncomplete: () => incomplete,
  };
}
