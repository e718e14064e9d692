import type { Session } from '../api/session.ts';
import type { Binding } from '../core/binding.ts';
import type { ExitCode } from '../core/errors.ts';
import type { Store } from '../core/store.ts';
import type { Feature, Pane } from '../features/feature.ts';
import type { DeckState } from './deck-state.ts';
import type { Keymap } from './keymap.ts';
import type { Panes } from './panes.ts';
import type { SaveRow } from './row-file.ts';
import type { TerminalPort } from './terminal-port.ts';
import type { Toasts } from './toasts.ts';

/** What the deck's actions work on. */
export interface DeckParts {
  readonly state: Store<DeckState>;
  readonly session: Session;
  readonly features: readonly Feature[];
  readonly terminal: TerminalPort;
  readonly panes: Panes;
  readonly save: SaveRow;
  /** The shell's bindings and those of the pane in front. */
  readonly keymap: () => Keymap;
  /** The pane in front, if it lives. */
  readonly pane: () => Pane | null;
  readonly toast: Toasts['show'];
  readonly end: (code: ExitCode) => void;
}

/** Does what a binding says, with its questions and refusals. */
export type RunBinding = (binding: Binding) => void;

/** Changes a part of the deck's state. */
export function patch(parts: Pick<DeckParts, 'state'>, change: Partial<DeckState>): void {
  parts.state.update((state) => ({ ...state, ...change }));
}
