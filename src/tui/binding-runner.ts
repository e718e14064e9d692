import type { Binding, BindingAction, BindingActions } from '../core/binding.ts';
import { safeText } from '../core/safe-text.ts';
import { type DeckParts, patch, type RunBinding } from './deck-parts.ts';

/**
 * Runs bindings: refuses what a read-only profile forbids and what cannot be done now, and asks
 * about what changes something at the vendor.
 *
 * @param shell the behaviour of the shell's bindings; a pane brings its own
 */
export function createBindingRunner(parts: DeckParts, shell: BindingActions): RunBinding {
  return (binding) => {
    const action = parts.pane()?.actions[binding.id] ?? shell[binding.id];
    const refusal = refusalOf(parts, binding, action);
    if (action === undefined || refusal !== undefined) parts.toast(refusal ?? notLoaded, 'warn');
    else askFirst(parts, binding, action);
  };
}

const notLoaded = 'Not now: this pane is not loaded';

function refusalOf(
  { session }: DeckParts,
  { dangerous = false }: Binding,
  action: BindingAction | undefined,
): string | undefined {
  if (dangerous && session.readOnly) {
    return `Refused: the profile ${session.profile} is read-only`;
  }
  const reason = action?.disabledReason?.();
  return reason === undefined ? undefined : `Not now: ${reason}`;
}

/** A dangerous action without a question asks by itself, with a form. */
function askFirst(parts: DeckParts, { dangerous = false }: Binding, action: BindingAction): void {
  const text = dangerous ? action.question?.() : undefined;
  if (text === undefined) action.run();
  else patch(parts, { prompt: { kind: 'question', text: safeText(text), confirm: action.run } });
}
