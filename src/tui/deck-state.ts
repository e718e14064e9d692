import type { Exchange } from '../api/types.ts';
import type { Binding } from '../core/binding.ts';
import type { Pane } from '../features/feature.ts';
import type { CommandLine } from './command-line.ts';
import type { Hint } from './footer-line.ts';
import type { Health } from './health-words.ts';
import type { TextField } from './kit/text-field.ts';
import type { Overlay } from './overlays/overlay.ts';
import type { Places } from './places.ts';
import type { Toast } from './toasts.ts';

/** What stands in a tab. */
export type PaneSlot =
  | { readonly kind: 'unbuilt' }
  /** Built, but the profile has no such source. */
  | { readonly kind: 'no-source' }
  /** Not visited yet. */
  | { readonly kind: 'unvisited' }
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | {
      readonly kind: 'ready';
      readonly pane: Pane;
      /** Why it stopped drawing; null while it draws. */
      readonly crash: string | null;
      /** Counts up when a crashed pane is tried again. */
      readonly attempt: number;
    };

/** What the footer's line is taken by. */
export type Prompt =
  | { readonly kind: 'command'; readonly line: CommandLine }
  | { readonly kind: 'filter'; readonly field: TextField; readonly error: string | null }
  | { readonly kind: 'question'; readonly text: string; readonly confirm: () => void };

/** What the pane in front tells the shell. */
export interface PaneStatus {
  readonly rows: string;
  readonly title: string;
}

/** One snapshot of the deck: all that is drawn, but for what the pane draws itself. */
export interface DeckState {
  readonly columns: number;
  readonly rows: number;
  /** Epoch milliseconds of the last moment at which a text that tells time changed. */
  readonly now: number;
  /** Id of the feature in front. */
  readonly active: string;
  readonly slots: Readonly<Record<string, PaneSlot>>;
  /** The bindings that can be reached now: the pane's, then the shell's. */
  readonly bindings: readonly Binding[];
  readonly status: PaneStatus;
  /** Titles of what the command line offers for the pane in front beside its bindings. */
  readonly offers: readonly string[];
  /** What can be done now, for the footer. */
  readonly hints: readonly Hint[];
  /** The filter in force, by feature id. */
  readonly filters: Readonly<Record<string, string>>;
  readonly places: Places;
  readonly prompt: Prompt | null;
  readonly overlay: Overlay | null;
  /** Commands that were run, newest last. */
  readonly history: readonly string[];
  readonly toasts: readonly Toast[];
  readonly health: Health;
  readonly exchanges: readonly Exchange[];
}

/** Rows of the screen that are the shell's own: header, tabs, rule and footer. */
export const shellRows = 4;

/** The least that the deck can be drawn in. */
export const smallest = { columns: 60, rows: 15 } as const;

/** @returns the rows that a pane or an overlay has */
export function paneHeight({ rows }: Pick<DeckState, 'rows'>): number {
  return Math.max(1, rows - shellRows);
}
