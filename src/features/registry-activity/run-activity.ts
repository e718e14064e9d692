import { isSet, numberOption, textOption } from '../../core/command-options.ts';
import { counted } from '../../core/count-text.ts';
import { type ExitCode, exitCodes } from '../../core/errors.ts';
import { safeText } from '../../core/safe-text.ts';
import { formatTime } from '../../core/time.ts';
import type { CommandContext, CommandInput } from '../feature.ts';
import { criteriaOption, refuseWith, windowOption } from './command-input.ts';
import type { ActivityCriteria, Tier } from './criteria.ts';
import { openEvents } from './event-writer.ts';
import { tellRefusal, tellWaits } from './run-waits.ts';
import { createActivitySource } from './source.ts';

const defaultLimit = 200;

/** Runs `scandeck activity`. @throws ScandeckError */
export async function runActivity(context: CommandContext, input: CommandInput): Promise<ExitCode> {
  for (const line of doubts(criteriaOption(input))) context.narrate(line);
  if (textOption(input, 'file') !== null) {
    refuseWith(input, '--file', ['follow', 'cursorFile', 'query', 'tier']);
    return (await import('./run-file.ts')).runFile(context, input);
  }
  if (isSet(input, 'follow')) {
    refuseWith(input, '--follow', ['until', 'limit']);
    return (await import('./run-follow.ts')).runFollow(context, input);
  }
  refuseWith(input, 'a listing: it is for --follow', ['cursorFile']);
  return runList(context, input);
}

/** The vendor may say what its document does not, so that it can be asked for; a slip is likelier. */
function doubts({ outcomes, severities }: ActivityCriteria): readonly string[] {
  const doubt = (option: string, given: readonly string[], known: readonly string[]) =>
    given
      .filter((word) => !known.includes(word))
      .map((word) => `no ${option} is called ${safeText(word, 40)}: write ${known.join(', ')}`);
  return [
    ...doubt('outcome', outcomes, ['success', 'failure', 'pending']),
    ...doubt('severity', severities, ['normal', 'warning', 'critical']),
  ];
}

async function runList(context: CommandContext, input: CommandInput): Promise<ExitCode> {
  const { clock, signal } = context;
  const now = clock.now();
  const window = windowOption(input, now, '24h');
  const criteria = criteriaOption(input);
  const limit = numberOption(input, 'limit', defaultLimit);
  const session = await context.session();
  const source = createActivitySource(session);
  const writer = openEvents(context, isSet(input, 'raw'));
  const [from, to] = [window.fromMs, window.toMs].map(formatTime);
  const tier = criteria.tier ?? (await source.tier());
  context.narrate(`activity-tracking: ${from} to ${to}${tierWords(tier)}`);
  const warnings: string[] = [];
  let printed = 0;
  let undecodable = 0;
  let truncated = false;
  let incomplete = false;
  const client = session.client('activityTracking');
  const teller = { client, clock, narrate: context.narrate, rows: () => printed };
  const onWait = (untilMs: number) => tellRefusal(teller, untilMs);
  const listing = source.list({ criteria, ...window, limit, signal, onWait });
  for await (const batch of ended(listing, tellWaits(teller))) {
    printed += batch.items.length;
    undecodable += batch.undecodable;
    truncated ||= batch.truncated;
    incomplete ||= batch.incomplete === true;
    warnings.push(...batch.warnings.map((text) => safeText(text, 300)));
    if (batch.tryArchive) context.narrate(archiveAdvice);
    if (batch.items.length > 0) await writer.add(batch.items);
  }
  if (printed === 0) context.narrate('0 events');
  if (undecodable > 0) warnings.push(`${counted(undecodable, 'log record')} could not be decoded`);
  if (incomplete) warnings.push('the vendor could not give all rows of the window');
  const isShort = incomplete || undecodable > 0;
  const total = truncated || isShort ? null : printed;
  const limited = truncated;
  await writer.end({ total, truncated: truncated || isShort, limited, asOf: now, warnings });
  return isShort ? exitCodes.incomplete : exitCodes.done;
}

/** Passes everything on, and stops what goes along with it at the end, good or bad. */
async function* ended<T>(source: AsyncIterable<T>, stop: () => void): AsyncGenerator<T> {
  try {
    yield* source;
  } finally {
    stop();
  }
}

/** The tier that is asked, where it is not the usual one. */
export function tierWords(tier: Tier): string {
  return tier === 'archive' ? ', tier archive' : '';
}

/** Policies of an account may send audit events to the archive alone. */
export const archiveAdvice =
  'nothing in frequent_search; audit events may be in the archive alone: try --tier archive, which is remembered once it finds some';
