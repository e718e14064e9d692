import { listOption, textOption } from '../../core/command-options.ts';
import { usageError } from '../../core/errors.ts';
import { safeText } from '../../core/safe-text.ts';
import { parseTime } from '../../core/time.ts';
import type { CommandInput } from '../feature.ts';
import { actions } from './actions.ts';
import type { ActivityCriteria, Tier } from './criteria.ts';
import { type ActionGroup, actionGroups, fullAction, shortAction } from './model.ts';
import type { Stretch } from './stretch.ts';

/** The window that `--since` and `--until` name. @throws ScandeckError `usage` */
export function windowOption(input: CommandInput, nowMs: number, since: string): Stretch {
  const fromMs = parseTime(textOption(input, 'since') ?? since, nowMs);
  const toMs = parseTime(textOption(input, 'until') ?? 'now', nowMs);
  if (fromMs <= toMs) return { fromMs, toMs };
  throw usageError('--since is after --until', 'For example --since 2h --until 1h.');
}

/** What the options select. @throws ScandeckError `usage` */
export function criteriaOption(input: CommandInput): ActivityCriteria {
  return {
    actions: listOption(input, 'action').map(checkAction),
    groups: groupOption(input),
    outcomes: listOption(input, 'outcome'),
    severities: listOption(input, 'severity'),
    initiator: textOption(input, 'initiator'),
    target: textOption(input, 'target'),
    correlationId: textOption(input, 'correlation'),
    region: textOption(input, 'region'),
    tier: tierOption(input),
    query: textOption(input, 'query'),
    text: textOption(input, 'text'),
  };
}

/** `--group`. @throws ScandeckError `usage` */
export function groupOption(input: CommandInput): readonly ActionGroup[] {
  return listOption(input, 'group').map((word) => {
    const group = actionGroups.find((known) => known === word.toLowerCase());
    if (group !== undefined) return group;
    throw usageError(
      `--group ${safeText(word, 40)} is no group of actions`,
      `Write one of ${actionGroups.join(', ')}.`,
    );
  });
}

/** Actions that the catalogue does not have exist, but not ones without an object. */
function checkAction(word: string): string {
  if (/^[\w-]+\.[\w-]+$/.test(shortAction(word))) return fullAction(word);
  const meant = actions.filter(({ name }) => name.includes(word)).map(({ name }) => name);
  throw usageError(
    `--action ${safeText(word, 60)} is no action`,
    meant.length === 0
      ? 'Write it as in image.delete; `scandeck activity actions` lists them.'
      : `Did you mean ${meant.slice(0, 4).map(shortAction).join(', ')}?`,
  );
}

function tierOption(input: CommandInput): Tier | null {
  const text = textOption(input, 'tier');
  if (text === null || text === 'archive' || text === 'frequent_search') return text;
  throw usageError(
    `--tier ${safeText(text, 40)} is no tier`,
    'Write frequent_search (the index of the last days) or archive (all logs).',
  );
}

/** @throws ScandeckError `usage` for the first of `names` that is given, since it does not go along */
export function refuseWith(input: CommandInput, given: string, names: readonly string[]): void {
  const found = names.find((name) => input.options[name] !== undefined);
  if (found === undefined) return;
  const flag = found.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  throw usageError(`--${flag} does not go with ${given}`, 'See `scandeck activity --help`.');
}
