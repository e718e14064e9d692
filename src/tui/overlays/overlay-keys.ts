import type { Binding } from '../../core/binding.ts';
import { moveInList } from '../../core/list.ts';
import type { Move } from '../../features/feature.ts';
import { copyText } from '../copying.ts';
import { type DeckParts, patch, type RunBinding } from '../deck-parts.ts';
import { type DeckState, paneHeight } from '../deck-state.ts';
import { typedText } from '../keymap.ts';
import { type ScrollRoom, scrollBy } from '../kit/scroll.ts';
import { editField, fieldText, typeIntoField } from '../kit/text-field.ts';
import { moveOf } from '../moves.ts';
import { twinLines } from '../twin.ts';
import { helpRows } from './help.ts';
import { exchangeLines, logIds, logRoom } from './log.ts';
import type { Overlay } from './overlay.ts';

/** Lines of an overlay that are its own: a title and a blank one, or a header. */
export const overlayRows = 2;

const always: ReadonlySet<string> = new Set([
  'shell.command',
  'shell.help',
  'shell.log',
  'shell.twin',
]);

const paneBinding = /^shell\.pane-/;

/** Types into an overlay that takes text. @returns false when it takes none */
export function overlayText(parts: DeckParts, overlay: Overlay, text: string): boolean {
  if (overlay.kind !== 'help') return false;
  const toggles = parts.keymap().find(text)?.id === 'shell.help';
  if (toggles && fieldText(overlay.search) === '') patch(parts, { overlay: null });
  else
    patch(parts, { overlay: { ...overlay, search: typeIntoField(overlay.search, text), top: 0 } });
  return true;
}

/** A key under an overlay. */
export interface OverlayKey {
  readonly overlay: Overlay;
  readonly binding: Binding | undefined;
  readonly key: string;
}

/** Moves, opens and closes an overlay with the shell's own keys; the help takes text first. */
export function overlayKey(parts: DeckParts, run: RunBinding, pressed: OverlayKey): void {
  const { overlay, binding, key } = pressed;
  const text = typedText(key);
  if (text !== null && overlayText(parts, overlay, text)) return;
  const change = changed(parts.state.get(), pressed);
  if (change !== undefined) patch(parts, { overlay: change });
  else if (!copied(parts, pressed) && binding !== undefined && goesOn(binding)) run(binding);
}

/** @returns the overlay after a key, null when it closed it, undefined when it does nothing to it */
function changed(
  state: DeckState,
  { overlay, binding, key }: OverlayKey,
): Overlay | null | undefined {
  const id = binding?.id ?? '';
  const move = moveOf[id];
  if (move !== undefined) return moved(state, overlay, move);
  if (id === 'shell.quit' || id === `shell.${overlay.kind}`) return null;
  if (id === 'shell.unwind') return unwound(overlay);
  if (id === 'shell.open') return opened(overlay);
  const search = overlay.kind === 'help' ? editField(overlay.search, key) : null;
  return overlay.kind === 'help' && search !== null ? { ...overlay, search, top: 0 } : undefined;
}

function copied(parts: DeckParts, { overlay, binding }: OverlayKey): boolean {
  if (overlay.kind !== 'twin') return false;
  if (binding?.id === 'shell.copy-id') copyText(parts, overlay.command, 'the command');
  else if (binding?.id === 'shell.copy-row') copyText(parts, overlay.curl, 'the curl call');
  else return false;
  return true;
}

/** Whether a binding does under an overlay what it always does. */
function goesOn({ id }: Binding): boolean {
  return always.has(id) || paneBinding.test(id);
}

function unwound(overlay: Overlay): Overlay | null {
  if (overlay.kind === 'log' && overlay.opened !== null)
    return { ...overlay, opened: null, top: 0 };
  if (overlay.kind === 'help' && fieldText(overlay.search) !== '') {
    return { ...overlay, search: editField(overlay.search, 'ctrl-u') ?? overlay.search, top: 0 };
  }
  return null;
}

function opened(overlay: Overlay): Overlay {
  if (overlay.kind !== 'log' || overlay.opened !== null) return overlay;
  return { ...overlay, opened: overlay.list.selected, top: 0 };
}

function moved(state: DeckState, overlay: Overlay, move: Move): Overlay {
  if (overlay.kind === 'log' && overlay.opened === null) {
    const ids = logIds(state.exchanges);
    return { ...overlay, list: moveInList(overlay.list, ids, logRoom(state), move) };
  }
  return { ...overlay, top: scrollBy(overlay.top, move, scrollRoom(state, overlay)) };
}

/** @returns how long an overlay's text is, and the lines that it has on the screen */
export function scrollRoom(state: DeckState, overlay: Overlay): ScrollRoom {
  return { count: lineCount(state, overlay), height: paneHeight(state) - overlayRows };
}

function lineCount(state: DeckState, overlay: Overlay): number {
  switch (overlay.kind) {
    case 'help':
      return helpRows(
        { bindings: state.bindings, actions: {}, readOnly: false },
        fieldText(overlay.search),
      ).length;
    case 'twin':
      return twinLines(overlay, state.columns).length;
    case 'log': {
      const exchange = state.exchanges.find(({ id }) => String(id) === overlay.opened);
      return exchange === undefined ? 0 : exchangeLines(exchange, state.columns).length;
    }
  }
}
