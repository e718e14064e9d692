import { Box } from 'ink';
import { type ReactNode, useSyncExternalStore } from 'react';
import { cells } from '../core/width.ts';
import { Completions, completionRows } from './completions.tsx';
import type { Deck } from './deck.ts';
import { type DeckState, paneHeight, smallest } from './deck-state.ts';
import { Footer } from './footer.tsx';
import { Header } from './header.tsx';
import { Line } from './kit/line.tsx';
import { segment } from './kit/segments.ts';
import { ThemeContext } from './kit/theme.ts';
import { OverlayView } from './overlays/overlay-view.tsx';
import { PaneArea } from './pane-area.tsx';
import { Tabs } from './tabs.tsx';

/** Draws a deck: never wider or higher than its columns and rows. */
export function App({ deck }: { readonly deck: Deck }): ReactNode {
  const state = useSyncExternalStore(deck.store.subscribe, deck.drawn);
  const { columns, rows } = state;
  const isTooSmall = columns < smallest.columns || rows < smallest.rows;
  return (
    <ThemeContext value={deck.theme}>
      <Box flexDirection="column" width={columns} height={rows} overflow="hidden">
        {isTooSmall ? <TooSmall state={state} /> : <Screen deck={deck} state={state} />}
      </Box>
    </ThemeContext>
  );
}

function Screen({ deck, state }: { readonly deck: Deck; readonly state: DeckState }): ReactNode {
  const completing = completionRows(state, deck.features);
  return (
    <>
      <Header session={deck.session} state={state} />
      <Tabs features={deck.features} state={state} />
      <Box
        flexDirection="column"
        height={paneHeight(state) - completing}
        flexShrink={0}
        overflow="hidden"
      >
        {/* What has less room than its height would be squeezed, not cut off. */}
        <Box flexDirection="column" height={paneHeight(state)} flexShrink={0}>
          {state.overlay === null ? (
            <PaneArea deck={deck} state={state} />
          ) : (
            <OverlayView deck={deck} state={state} overlay={state.overlay} />
          )}
        </Box>
      </Box>
      <Completions features={deck.features} state={state} />
      <Footer state={state} />
    </>
  );
}

function TooSmall({ state }: { readonly state: DeckState }): ReactNode {
  const { columns, rows } = state;
  const text = `${columns}x${rows}: scandeck needs ${smallest.columns}x${smallest.rows}`;
  const short = cells(text) <= columns ? text : `${columns}x${rows}`;
  return <Line segments={[segment(short, 'warn')]} width={columns} />;
}
