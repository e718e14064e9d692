import { isSet, numberOption, textOption } from '../../core/command-options.ts';
import { counted, countText } from '../../core/count-text.ts';
import { type ExitCode, exitCodes } from '../../core/errors.ts';
import { safeText } from '../../core/safe-text.ts';
import type { CommandContext, CommandInput } from '../feature.ts';
import { criteriaOption, windowOption } from './command-input.ts';
import { createDoubles, doublesWithin } from './doubles.ts';
import { openEvents } from './event-writer.ts';
import { readActivityFile } from './file-events.ts';
import { compileMatch, type EventMatch } from './match.ts';
import type { FileBatch } from './source.ts';

/** Places that are named on stderr. */
const mostNamed = 20;

/** Runs `scandeck activity --file`, in the file's order. @throws ScandeckError `usage` */
export async function runFile(context: CommandContext, input: CommandInput): Promise<ExitCode> {
  const path = textOption(input, 'file') ?? '-';
  const matches = fileMatch(context, input);
  const doubles = createDoubles();
  const limit = numberOption(input, 'limit', 0);
  const writer = openEvents(context, isSet(input, 'raw'));
  const teller = createTeller(context, path);
  let printed = 0;
  let truncated = false;
  for await (const batch of readActivityFile(path, { signal: context.signal })) {
    teller.look(batch);
    const wanted = batch.items.filter((event) => matches(event) && doubles.isNew(event));
    const items = limit === 0 ? wanted : wanted.slice(0, limit - printed);
    printed += items.length;
    if (items.length > 0) await writer.add(items);
    truncated = items.length < wanted.length;
    if (truncated || context.signal.aborted) break;
  }
  if (truncated) context.narrate(`the first ${countText(printed)} of the file, in its order`);
  if (printed === 0) context.narrate('0 events');
  if (doubles.count() > 0) context.narrate(doublesText(doubles.count()));
  const { warnings, unreadable } = teller.end();
  await writer.end({
    total: truncated || unreadable > 0 ? null : printed,
    truncated,
    warnings,
  });
  return unreadable > 0 ? exitCodes.incomplete : exitCodes.done;
}

/** Without --since and --until events of any time are wanted, those without one too. */
function fileMatch({ clock }: CommandContext, input: CommandInput): EventMatch {
  const matches = compileMatch(criteriaOption(input));
  const isTimed = textOption(input, 'since') !== null || textOption(input, 'until') !== null;
  if (!isTimed) return matches;
  const { fromMs, toMs } = windowOption(input, clock.now(), '1970-01-01');
  return (event) =>
    event.atMs !== null && event.atMs >= fromMs && event.atMs < toMs && matches(event);
}

function doublesText(count: number): string {
  const left = `${counted(count, 'double')} ${count === 1 ? 'was' : 'were'} left out`;
  return `${left}: the same id, time, action and target among the ${countText(doublesWithin)} events before`;
}

/** Names what can't be read as it is met, and counts the rest. */
function createTeller(context: CommandContext, path: string) {
  const name = path === '-' ? 'standard input' : safeText(path, 200);
  let named = 0;
  let unreadable = 0;
  let others = 0;
  return {
    look: (batch: FileBatch) => {
      unreadable = batch.unreadableCount;
      others = batch.otherServices;
      for (const { line, why } of batch.unreadable.slice(0, mostNamed - named)) {
        named += 1;
        context.narrate(`${name}, line ${line}: ${why}`);
      }
    },
    end: () => {
      if (others > 0) {
        const was = others === 1 ? 'was' : 'were';
        context.narrate(`${counted(others, 'event')} of other services ${was} left out`);
      }
      const text = `${counted(unreadable, 'place')} of ${name} can't be read${named < unreadable ? `; the first ${named} are named` : ''}`;
      return { unreadable, warnings: unreadable > 0 ? [text] : [] };
    },
  };
}
