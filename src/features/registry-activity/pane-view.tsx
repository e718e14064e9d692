import { Box } from 'ink';
import { type ReactNode, useSyncExternalStore } from 'react';
import { DetailView } from '../../tui/kit/detail-view.tsx';
import { Lines } from '../../tui/kit/line.tsx';
import { lineHeight } from '../../tui/kit/line-prompt.ts';
import { LinePromptView } from '../../tui/kit/line-prompt-view.tsx';
import type { PaneViewProps } from '../feature.ts';
import { FacetColumn, RowColumn } from './pane-columns-view.tsx';
import { eventDetail } from './pane-detail.ts';
import { headingLines } from './pane-heading.ts';
import { layoutOf } from './pane-layout.ts';
import { type ActivityPrompt, promptWords } from './pane-prompt.ts';
import type { ActivityPane } from './pane-state.ts';
import { timelineLines } from './pane-timeline.ts';
import type { ActivitySnapshot } from './store-state.ts';

/** Draws the pane: what stands in front, else the heading, activity over time, facets and rows. */
export function ActivityView(props: PaneViewProps & { readonly pane: ActivityPane }): ReactNode {
  const { pane, width, height } = props;
  const snapshot = useSyncExternalStore(pane.store.subscribe, pane.store.get);
  const { prompt, top } = useSyncExternalStore(pane.frame.state.subscribe, pane.frame.state.get);
  const { detail } = snapshot.view;
  return (
    <Box flexDirection="column" width={width} height={height} overflow="hidden">
      {detail === null ? (
        <Overview snapshot={snapshot} prompt={prompt} width={width} height={height} />
      ) : (
        <Front lines={eventDetail(detail, width)} {...{ prompt, top, width, height }} />
      )}
    </Box>
  );
}

interface OverviewProps extends PaneViewProps {
  readonly snapshot: ActivitySnapshot;
  readonly prompt: ActivityPrompt | null;
}

function Overview({ snapshot, prompt, width, height }: OverviewProps): ReactNode {
  const layout = layoutOf(snapshot, { width, height }, lineHeight(prompt));
  return (
    <>
      <Lines lines={headingLines(snapshot, width).slice(0, layout.heading)} width={width} />
      <Prompt prompt={prompt} width={width} />
      <Lines lines={timelineLines(snapshot, { width, height: layout.timeline })} width={width} />
      <Box flexDirection="row" columnGap={1}>
        {layout.facets > 0 && <FacetColumn snapshot={snapshot} layout={layout} />}
        {layout.list > 0 && <RowColumn snapshot={snapshot} layout={layout} />}
      </Box>
    </>
  );
}

interface FrontProps extends PaneViewProps {
  readonly lines: ReturnType<typeof eventDetail>;
  readonly prompt: ActivityPrompt | null;
  readonly top: number;
}

function Front({ lines, prompt, top, width, height }: FrontProps): ReactNode {
  const room = Math.max(1, height - lineHeight(prompt));
  return (
    <>
      <Prompt prompt={prompt} width={width} />
      <DetailView lines={lines} top={top} width={width} height={room} />
    </>
  );
}

function Prompt(props: {
  readonly prompt: ActivityPrompt | null;
  readonly width: number;
}): ReactNode {
  const { prompt, width } = props;
  if (prompt === null) return null;
  return <LinePromptView prompt={prompt} words={promptWords[prompt.kind]} width={width} />;
}
