import { Box } from 'ink';
import type { ReactNode } from 'react';
import type { Deck } from '../deck.ts';
import type { DeckState } from '../deck-state.ts';
import { keyName } from '../keymap.ts';
import { DetailView } from '../kit/detail-view.tsx';
import { Line } from '../kit/line.tsx';
import { clampTop, scrollNote } from '../kit/scroll.ts';
import { type Segments, segment, spread } from '../kit/segments.ts';
import { twinLines } from '../twin.ts';
import { HelpView } from './help-view.tsx';
import { exchangeLines } from './log.ts';
import { LogView } from './log-view.tsx';
import type { Overlay } from './overlay.ts';
import { scrollRoom } from './overlay-keys.ts';
import { overlayTitle } from './overlay-title.ts';

/** What lies over the pane, in the pane's room. */
export function OverlayView(props: {
  readonly deck: Deck;
  readonly state: DeckState;
  readonly overlay: Overlay;
}): ReactNode {
  const { deck, state, overlay } = props;
  if (overlay.kind === 'help') return <HelpView deck={deck} state={state} overlay={overlay} />;
  if (overlay.kind === 'log' && overlay.opened === null) {
    return <LogView state={state} list={overlay.list} />;
  }
  const { title, lines } = textOf(state, overlay);
  const room = scrollRoom(state, overlay);
  const note = segment(`${scrollNote(overlay.top, room)} `, 'muted');
  return (
    <Box flexDirection="column">
      <Line segments={spread(title, [note], state.columns)} width={state.columns} />
      <Line segments={[]} width={state.columns} />
      <DetailView
        lines={lines}
        top={clampTop(overlay.top, room)}
        width={state.columns}
        height={room.height}
      />
    </Box>
  );
}

interface OverlayText {
  readonly title: Segments;
  readonly lines: readonly Segments[];
}

function textOf(state: DeckState, overlay: Overlay): OverlayText {
  const key = (id: string) => keyName(state.bindings, id);
  const unwind = key('shell.unwind');
  if (overlay.kind === 'twin') {
    const copies = `${key('shell.copy-id')} copies the command, ${key('shell.copy-row')} the curl call`;
    return {
      title: overlayTitle('Headless', `${copies}, ${unwind} closes`),
      lines: twinLines(overlay, state.columns),
    };
  }
  const opened = overlay.kind === 'log' ? overlay.opened : null;
  const exchange = state.exchanges.find(({ id }) => String(id) === opened);
  return {
    title: overlayTitle('API calls', `${unwind} goes back to the list`),
    lines:
      exchange === undefined
        ? [[segment(' This call is no longer in the log.', 'muted')]]
        : exchangeLines(exchange, state.columns),
  };
}
