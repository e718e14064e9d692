import type { BindingActions } from '../core/binding.ts';
import { safeText } from '../core/safe-text.ts';
import type { Pane } from '../features/feature.ts';
import type { DeckParts } from './deck-parts.ts';
import type { DeckState, PaneStatus } from './deck-state.ts';
import { footerHints, type Hint } from './footer-line.ts';
import { keepInLog, logIds, logRoom } from './overlays/log.ts';
import type { Overlay } from './overlays/overlay.ts';

const noStatus: PaneStatus = { rows: '', title: '' };

/**
 * Takes what changed outside the deck's state into it: panes, health, exchanges. Changes nothing,
 * and so draws nothing, when all of it reads as before.
 *
 * @param shell the behaviour of the shell's bindings
 */
export function observe(parts: DeckParts, shell: BindingActions): void {
  const before = parts.state.get();
  const { session } = parts;
  const exchanges = session.exchanges.get();
  const { bindings } = parts.keymap();
  const next: DeckState = {
    ...before,
    slots: parts.panes.get(),
    health: session.health.get(),
    exchanges,
    bindings,
    status: keepIfEqual(before.status, statusOf(parts.pane())),
    offers: keepIfEqual(before.offers, offersOf(parts.pane())),
    hints: keepIfEqual(before.hints, hintsOf(parts, shell)),
    overlay: followLog(before, exchanges),
  };
  const isSame = Object.entries(next).every(
    ([name, value]) => value === before[name as keyof DeckState],
  );
  if (isSame) return;
  parts.state.set(next);
  if (session.preferences.title) parts.terminal.title(windowTitle(next.status, session.profile));
}

/** @returns the title of the terminal's window */
export function windowTitle({ title }: PaneStatus, profile: string): string {
  return safeText([title, 'scandeck', profile].filter((part) => part !== '').join(' - '), 120);
}

function statusOf(pane: Pane | null): PaneStatus {
  if (pane === null) return noStatus;
  try {
    const { rows, title } = pane.status();
    return { rows: safeText(rows), title: safeText(title) };
  } catch {
    // A pane that cannot tell its state still has its rows; its own crash is told where it draws.
    return noStatus;
  }
}

function offersOf(pane: Pane | null): readonly string[] {
  try {
    return (pane?.commands?.() ?? []).map(({ title }) => title);
  } catch {
    // As above: without them the command line still has its bindings.
    return [];
  }
}

/** None where keys are typed text, nor over the pane: an overlay's first line tells its own. */
function hintsOf(parts: DeckParts, shell: BindingActions): readonly Hint[] {
  if (parts.state.get().overlay !== null || parts.pane()?.captured()) return [];
  const { bindings } = parts.keymap();
  const pane = parts.pane()?.actions;
  return footerHints({ bindings, shell, pane, readOnly: parts.session.readOnly });
}

function keepIfEqual<T>(before: T, after: T): T {
  return JSON.stringify(before) === JSON.stringify(after) ? before : after;
}

function followLog(
  { overlay, exchanges: previous, rows }: DeckState,
  exchanges: DeckState['exchanges'],
): Overlay | null {
  if (overlay?.kind !== 'log' || exchanges === previous) return overlay;
  const list = keepInLog({
    list: overlay.list,
    ids: logIds(exchanges),
    previousIds: logIds(previous),
    height: logRoom({ rows }),
  });
  return { ...overlay, list };
}
