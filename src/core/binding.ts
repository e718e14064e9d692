/**
 * A key binding as data. The footer, the help overlay, `scandeck keys` and README's table are all
 * made from it.
 *
 * Keys are written as: a printed character (`j`, `G`, `?`), or one of `enter esc space tab
 * shift-tab up down left right home end pgup pgdn backspace delete ctrl-d ctrl-u ctrl-l ...`.
 */
export interface Binding {
  /** Stable name, for remapping in the config: `progress.start-scan`. */
  readonly id: string;
  readonly keys: readonly string[];
  /** What it does, as an imperative without a full stop. */
  readonly title: string;
  /** Heading in the help overlay. */
  readonly group: string;
  /** One or two words for the footer; without one the binding is not in the footer. */
  readonly hint?: string;
  /** Whether it changes something at the vendor: asked about first, refused when read-only. */
  readonly dangerous?: boolean;
}

/** A binding's behaviour, joined to its data by id. */
export interface BindingAction {
  /** Why it can't be done now; the binding stays listed, with this reason. */
  readonly disabledReason?: () => string | undefined;
  /** Whether the view in front has any use for it, whatever its row; the footer's hint goes by it. */
  readonly isOffered?: () => boolean;
  /** For a dangerous binding: the question to answer with y or n; without, `run` asks by a form. */
  readonly question?: () => string;
  readonly run: () => void;
}

/** Actions by binding id. */
export type BindingActions = Readonly<Record<string, BindingAction>>;
