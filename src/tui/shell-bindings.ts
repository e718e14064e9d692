import type { Binding } from '../core/binding.ts';
import type { Feature } from '../features/feature.ts';
import { createKeymap, type Keymap, type Remap, type RemapProblem, remapKeys } from './keymap.ts';
import { shellKeymap } from './shell-keymap.ts';

/** The keymap of each pane by feature id, and what was wrong with the user's own keys. */
export interface DeckKeymaps {
  readonly byFeature: ReadonlyMap<string, Keymap>;
  readonly problems: readonly RemapProblem[];
}

/** Makes the keymaps of a deck: every pane's beside the shell's, with the user's keys. */
export function deckKeymaps(features: readonly Feature[], remap: Remap): DeckKeymaps {
  const named = shellKeymap.map((binding) => nameFeature(binding, features));
  const { shell, panes, problems } = remapKeys(
    named,
    features.map(({ keymap }) => keymap),
    remap,
  );
  const byFeature = new Map(
    features.map(({ id }, index) => [id, createKeymap({ pane: panes[index] ?? [], shell })]),
  );
  return { byFeature, problems };
}

function nameFeature(binding: Binding, features: readonly Feature[]): Binding {
  const feature = features.find(({ slot }) => binding.id === `shell.pane-${slot}`);
  return feature === undefined ? binding : { ...binding, title: `Go to ${feature.title}` };
}
