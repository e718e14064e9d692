import type { BindingAction, BindingActions } from '../core/binding.ts';
import { exitCodes } from '../core/errors.ts';
import { emptyCommandLine } from './command-line.ts';
import { copyId, copyRow, writeRow } from './copying.ts';
import { type DeckParts, patch } from './deck-parts.ts';
import { startFilter, unwind } from './filtering.ts';
import { textField } from './kit/text-field.ts';
import { moveOf } from './moves.ts';
import { exportSelection, showPane, stepPlaces } from './navigation.ts';
import { openLog, openTwin } from './overlays/opening.ts';

/** What the shell's bindings do. */
export function createShellActions(parts: DeckParts): BindingActions {
  return { ...paneActions(parts), ...rowActions(parts), ...deckActions(parts) };
}

function paneActions(parts: DeckParts): BindingActions {
  const needsPane = noPaneReason(parts);
  const moves = Object.entries(moveOf).map(([id, move]): [string, BindingAction] => [
    id,
    { disabledReason: needsPane, run: () => parts.pane()?.move(move) },
  ]);
  const panes = parts.features.map(({ id, slot }): [string, BindingAction] => [
    `shell.pane-${slot}`,
    { run: () => showPane(parts, id) },
  ]);
  const region = (step: 1 | -1): BindingAction => ({
    disabledReason: () =>
      needsPane() ?? (parts.pane()?.focusRegion === undefined ? 'one region only' : undefined),
    run: () => parts.pane()?.focusRegion?.(step),
  });
  return {
    ...Object.fromEntries([...panes, ...moves]),
    'shell.next-region': region(1),
    'shell.previous-region': region(-1),
    'shell.open': { disabledReason: needsPane, run: () => parts.pane()?.open() },
    'shell.unwind': { run: () => unwind(parts) },
    'shell.place-back': { run: () => stepPlaces(parts, 'back') },
    'shell.place-forward': { run: () => stepPlaces(parts, 'forward') },
  };
}

function rowActions(parts: DeckParts): BindingActions {
  const needsPane = noPaneReason(parts);
  const needsRow = () =>
    needsPane() ?? (parts.pane()?.focused() === null ? 'no row is selected' : undefined);
  return {
    'shell.filter': {
      disabledReason: needsPane,
      run: () => {
        if (parts.pane()?.search?.() !== true) startFilter(parts);
      },
    },
    'shell.refresh': {
      run: () => {
        parts.panes.retry(parts.state.get().active);
        parts.pane()?.refresh();
      },
    },
    'shell.export': {
      disabledReason: () =>
        needsPane() ??
        ((parts.pane()?.selection?.() ?? null) === null
          ? 'this view has nothing to export'
          : undefined),
      run: () => exportSelection(parts),
    },
    'shell.copy-id': { disabledReason: needsRow, run: () => copyId(parts) },
    'shell.copy-row': { disabledReason: needsRow, run: () => copyRow(parts) },
    'shell.write-row': { disabledReason: needsRow, run: () => writeRow(parts) },
  };
}

function deckActions(parts: DeckParts): BindingActions {
  return {
    'shell.command': {
      run: () => patch(parts, { prompt: { kind: 'command', line: emptyCommandLine } }),
    },
    'shell.twin': { disabledReason: noPaneReason(parts), run: () => openTwin(parts) },
    'shell.log': { run: () => openLog(parts) },
    'shell.help': {
      run: () => patch(parts, { overlay: { kind: 'help', search: textField(), top: 0 } }),
    },
    'shell.redraw': { run: () => parts.terminal.redraw() },
    'shell.suspend': { run: () => parts.terminal.suspend() },
    'shell.quit': { run: () => parts.end(exitCodes.done) },
    'shell.quit-now': { run: () => parts.end(exitCodes.interrupted) },
  };
}

function noPaneReason(parts: DeckParts): () => string | undefined {
  return () => {
    const slot = parts.panes.get()[parts.state.get().active];
    switch (slot?.kind) {
      case 'ready':
        return undefined;
      case 'unbuilt':
        return 'this pane is not built yet';
      case 'no-source':
        return 'the profile has no such source';
      default:
        return 'this pane is not loaded';
    }
  };
}
