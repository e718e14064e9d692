import { Box } from 'ink';
import { type ReactNode, useSyncExternalStore } from 'react';
import { DetailView } from '../../tui/kit/detail-view.tsx';
import { Lines } from '../../tui/kit/line.tsx';
import { List } from '../../tui/kit/list.tsx';
import { PromptView } from '../../tui/kit/prompt-view.tsx';
import type { PaneViewProps } from '../feature.ts';
import { StreamColumn, TopColumn } from './pane-columns-view.tsx';
import { frontHead, frontRow, frontText } from './pane-front.ts';
import { headingLines } from './pane-heading.ts';
import { layoutOf } from './pane-layout.ts';
import { type EventsPrompt, promptHeight, promptLines, promptTitle } from './pane-prompt.ts';
import type { EventsPane } from './pane-state.ts';
import { timelineLines } from './pane-timeline.ts';
import { frontIds, frontList } from './store-moves.ts';
import type { EventsSnapshot, Front } from './store-state.ts';

/** Draws the pane: what stands in front, else the timeline, what is most frequent, and the stream. */
export function EventsView(props: PaneViewProps & { readonly pane: EventsPane }): ReactNode {
  const { pane, width, height } = props;
  const snapshot = useSyncExternalStore(pane.store.subscribe, pane.store.get);
  const { prompt, top } = useSyncExternalStore(pane.frame.state.subscribe, pane.frame.state.get);
  const front = snapshot.view.fronts.at(-1);
  const room = { width, height };
  return (
    <Box flexDirection="column" width={width} height={height} overflow="hidden">
      {front === undefined ? (
        <Overview snapshot={snapshot} prompt={prompt} {...room} />
      ) : (
        <FrontView front={front} top={top} {...room} />
      )}
    </Box>
  );
}

interface OverviewProps extends PaneViewProps {
  readonly snapshot: EventsSnapshot;
  readonly prompt: EventsPrompt | null;
}

function Overview({ snapshot, prompt, width, height }: OverviewProps): ReactNode {
  const layout = layoutOf(snapshot, { width, height }, promptHeight(prompt));
  return (
    <>
      <Lines lines={headingLines(snapshot, width)} width={width} />
      <OpenPrompt prompt={prompt} width={width} />
      <Lines lines={timelineLines(snapshot, { width, height: layout.timeline })} width={width} />
      <Box flexDirection="row" columnGap={1}>
        {layout.top > 0 && <TopColumn snapshot={snapshot} layout={layout} />}
        {layout.stream > 0 && <StreamColumn snapshot={snapshot} layout={layout} />}
      </Box>
    </>
  );
}

function OpenPrompt(props: {
  readonly prompt: EventsPrompt | null;
  readonly width: number;
}): ReactNode {
  const { prompt, width } = props;
  if (prompt === null) return null;
  return (
    <PromptView
      label={promptTitle(prompt.kind)}
      field={prompt.field}
      lines={promptLines(prompt, width)}
      width={width}
    />
  );
}

interface FrontProps extends PaneViewProps {
  readonly front: Front;
  readonly top: number;
}

function FrontView({ front, top, width, height }: FrontProps): ReactNode {
  const text = frontText(front, width);
  if (text !== null) return <DetailView lines={text} top={top} width={width} height={height} />;
  if (!('list' in front)) return null;
  const head = frontHead(front, width);
  return (
    <>
      <Lines lines={head} width={width} />
      <List
        state={frontList(front)}
        ids={frontIds(front)}
        width={width}
        height={Math.max(1, height - head.length)}
        renderRow={(id, cells) => [frontRow(front, id, cells)]}
      />
    </>
  );
}
