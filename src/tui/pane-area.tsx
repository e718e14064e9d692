import { memo, type ReactNode } from 'react';
import type { Pane } from '../features/feature.ts';
import type { Deck } from './deck.ts';
import { type DeckState, paneHeight } from './deck-state.ts';
import { emptyPaneLines } from './empty-pane.ts';
import { keyName } from './keymap.ts';
import { Lines } from './kit/line.tsx';
import { PaneBoundary } from './pane-boundary.tsx';

/** The pane in front, or why there is none. */
export function PaneArea(props: { readonly deck: Deck; readonly state: DeckState }): ReactNode {
  const { deck, state } = props;
  const { active, columns } = state;
  const feature = deck.features.find(({ id }) => id === active);
  const slot = state.slots[active];
  if (feature === undefined || slot === undefined) return null;
  if (slot.kind !== 'ready' || slot.crash !== null) {
    const retryKey = keyName(state.bindings, 'shell.refresh');
    const room = { session: deck.session, width: columns, retryKey };
    const lines = emptyPaneLines(feature, slot, room);
    return <Lines lines={lines.slice(0, paneHeight(state))} width={columns} />;
  }
  return (
    <PaneBoundary
      key={`${active} ${slot.attempt}`}
      onCrash={(error) => deck.crashed(active, error)}
    >
      <PaneView pane={slot.pane} width={columns} height={paneHeight(state)} />
    </PaneBoundary>
  );
}

/** A pane listens to its own state; the shell's changes are none of its business. */
const PaneView = memo(function PaneView(props: {
  readonly pane: Pane;
  readonly width: number;
  readonly height: number;
}): ReactNode {
  const { View } = props.pane;
  return <View width={props.width} height={props.height} />;
});
