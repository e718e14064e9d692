import type { BindingActions } from '../core/binding.ts';
import type { TextTarget } from '../features/feature.ts';
import { createBindingRunner } from './binding-runner.ts';
import type { DeckParts, RunBinding } from './deck-parts.ts';
import { errorText } from './error-text.ts';
import { typedText } from './keymap.ts';
import { overlayKey, overlayText } from './overlays/overlay-keys.ts';
import { promptKey, promptText } from './prompt-keys.ts';

/** Takes keys and pasted text to whoever they are for. */
export interface Dispatch {
  readonly key: (name: string) => void;
  readonly paste: (text: string) => void;
}

/**
 * @param actions the behaviour of the shell's bindings; a pane brings its own
 * @param after called when a key or a paste was dealt with
 */
export function createDispatch(
  parts: DeckParts,
  actions: BindingActions,
  after: () => void,
): Dispatch {
  const run = createBindingRunner(parts, actions);
  const guarded = (task: () => void) => {
    try {
      task();
    } catch (error) {
      // An action that throws is told, and ends nothing.
      parts.toast(errorText(error), 'bad');
    }
    after();
  };
  return {
    key: (name) => guarded(() => takeKey(parts, run, name)),
    paste: (text) => guarded(() => takeText(parts, text)),
  };
}

/** Before everything else, so that no prompt and no form can hold the user. */
const everywhere: ReadonlySet<string> = new Set([
  'shell.quit-now',
  'shell.redraw',
  'shell.suspend',
]);

function takeKey(parts: DeckParts, run: RunBinding, key: string): void {
  const binding = parts.keymap().find(key);
  const { prompt, overlay } = parts.state.get();
  const target = parts.pane()?.captured();
  if (binding !== undefined && everywhere.has(binding.id)) run(binding);
  else if (prompt !== null) promptKey(parts, run, { prompt, key });
  else if (overlay !== null) overlayKey(parts, run, { overlay, binding, key });
  else if (target) typeAt(target, key);
  else if (binding !== undefined) run(binding);
}

function typeAt(target: TextTarget, key: string): void {
  const text = typedText(key);
  if (text === null) target.key(key);
  else target.type(text);
}

/** Pasted text is never taken for keys: it goes where text is typed, or nowhere. */
function takeText(parts: DeckParts, text: string): void {
  const { prompt, overlay } = parts.state.get();
  const target = parts.pane()?.captured();
  if (prompt !== null) promptText(parts, prompt, text);
  else if (overlay !== null) overlayText(parts, overlay, text);
  else if (target) target.type(text);
  else parts.toast('There is nothing here to paste into');
}
