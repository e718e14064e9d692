import type { Binding } from '../core/binding.ts';
import type { Feature } from '../features/feature.ts';
import { rank } from './completion.ts';
import { shellKeymap } from './shell-keymap.ts';

/** Something that can be run from the command line. */
export interface DeckCommand {
  /** The binding that it stands for, or that of a pane's own offer; see `offerTitle`. */
  readonly id: string;
  readonly label: string;
  /** Its keys, as a reminder. */
  readonly keys: string;
}

/** Words that people type before they look. */
const words: Readonly<Record<string, string>> = { 'shell.quit': 'quit', 'shell.help': 'help' };

const paneId = /^shell\.pane-(\d)$/;

/** Moving is for keys; the command line is open already. */
const hidden: ReadonlySet<string> = new Set([
  ...shellKeymap.filter(({ group }) => group === 'Move').map(({ id }) => id),
  'shell.command',
]);

/** @returns all that can be run, panes first */
export function deckCommands(
  bindings: readonly Binding[],
  features: readonly Feature[],
): readonly DeckCommand[] {
  const commands = bindings
    .filter(({ id }) => !hidden.has(id))
    .map(({ id, title, keys }) => ({
      id,
      label: words[id] ?? paneTitle(id, features) ?? title,
      keys: keys.join(' '),
    }));
  const isPane = ({ id }: DeckCommand) => paneId.test(id);
  return [...commands.filter(isPane), ...commands.filter((command) => !isPane(command))];
}

/** What the command line completes to: bindings, and what the pane in front offers beside them. */
export interface CommandSource {
  readonly bindings: readonly Binding[];
  /** Titles of the pane's own commands. */
  readonly offers: readonly string[];
}

const offerId = 'offer ';

/** @returns the commands that fit what was typed, the best first */
export function completions(
  text: string,
  { bindings, offers }: CommandSource,
  features: readonly Feature[],
): readonly DeckCommand[] {
  const offered = offers.map((label) => ({ id: offerId + label, label, keys: '' }));
  return rank(text, [...offered, ...deckCommands(bindings, features)]);
}

/** @returns the title of the pane's command that a command stands for; null for a binding */
export function offerTitle({ id }: DeckCommand): string | null {
  return id.startsWith(offerId) ? id.slice(offerId.length) : null;
}

function paneTitle(id: string, features: readonly Feature[]): string | undefined {
  const slot = paneId.exec(id)?.[1];
  const feature = features.find((candidate) => String(candidate.slot) === slot);
  return feature?.title;
}
