import { Box } from 'ink';
import { type ReactNode, useSyncExternalStore } from 'react';
import { DetailView } from '../../tui/kit/detail-view.tsx';
import { Lines } from '../../tui/kit/line.tsx';
import { lineHeight } from '../../tui/kit/line-prompt.ts';
import { LinePromptView } from '../../tui/kit/line-prompt-view.tsx';
import { List } from '../../tui/kit/list.tsx';
import type { PaneViewProps } from '../feature.ts';
import { FacetColumn, RowColumn } from './pane-columns-view.tsx';
import { logDetail } from './pane-detail.ts';
import { frequencyHead, frequencyRow } from './pane-frequency.ts';
import { headingLines } from './pane-heading.ts';
import { timeLines } from './pane-histogram.ts';
import { historyHead, historyRow } from './pane-history.ts';
import { layoutOf } from './pane-layout.ts';
import { type LogsPrompt, promptWords } from './pane-prompt.ts';
import type { LogsPane } from './pane-state.ts';
import { countValues } from './store-columns.ts';
import { shownLogs } from './store-moves.ts';
import type { Front, LogsSnapshot } from './store-state.ts';

/** Draws the pane: what stands in front, else facets, histogram and rows. */
export function LogsView(props: PaneViewProps & { readonly pane: LogsPane }): ReactNode {
  const { pane, width, height } = props;
  const snapshot = useSyncExternalStore(pane.store.subscribe, pane.store.get);
  const { prompt, top } = useSyncExternalStore(pane.frame.state.subscribe, pane.frame.state.get);
  const front = snapshot.view.fronts.at(-1);
  const room = { width, height: Math.max(1, height - (front ? lineHeight(prompt) : 0)) };
  return (
    // The command line takes room from below: what is above must not be squeezed.
    <Box flexDirection="column" width={width} height={height} overflow="hidden">
      <Box flexDirection="column" height={height} flexShrink={0}>
        {front === undefined ? (
          <Overview snapshot={snapshot} prompt={prompt} {...room} />
        ) : (
          <>
            <Prompt prompt={prompt} width={width} />
            <FrontView front={front} snapshot={snapshot} top={top} {...room} />
          </>
        )}
      </Box>
    </Box>
  );
}

interface OverviewProps extends PaneViewProps {
  readonly snapshot: LogsSnapshot;
  readonly prompt: LogsPrompt | null;
}

function Overview({ snapshot, prompt, width, height }: OverviewProps): ReactNode {
  const layout = layoutOf(snapshot, { width, height }, lineHeight(prompt));
  return (
    <>
      <Lines lines={headingLines(snapshot, width)} width={width} />
      <Prompt prompt={prompt} width={width} />
      {layout.histogram > 0 && (
        <Lines lines={timeLines(snapshot, { width, height: layout.histogram })} width={width} />
      )}
      <Box flexDirection="row" columnGap={1}>
        {layout.facets > 0 && <FacetColumn snapshot={snapshot} layout={layout} />}
        {layout.rows > 0 && <RowColumn snapshot={snapshot} layout={layout} />}
      </Box>
    </>
  );
}

function Prompt(props: { readonly prompt: LogsPrompt | null; readonly width: number }): ReactNode {
  const { prompt, width } = props;
  if (prompt === null) return null;
  return <LinePromptView prompt={prompt} words={promptWords[prompt.kind]} width={width} />;
}

interface FrontProps extends PaneViewProps {
  readonly front: Front;
  readonly snapshot: LogsSnapshot;
  readonly top: number;
}

function FrontView({ front, snapshot, top, width, height }: FrontProps): ReactNode {
  if (front.kind === 'detail') {
    const lines = logDetail(front.log, width);
    return <DetailView lines={lines} top={top} width={width} height={height} />;
  }
  return front.kind === 'history' ? (
    <HistoryView front={front} width={width} height={height} />
  ) : (
    <FrequencyView front={front} snapshot={snapshot} width={width} height={height} />
  );
}

function HistoryView(
  props: PaneViewProps & { readonly front: Front & { readonly kind: 'history' } },
): ReactNode {
  const { front, width, height } = props;
  const head = historyHead(front, width);
  const entries = front.load.kind === 'ready' ? front.load.history.entries : [];
  const byKey = new Map(entries.map((entry) => [entry.log.key, entry]));
  return (
    <>
      <Lines lines={head} width={width} />
      <List
        state={front.list}
        ids={entries.map(({ log }) => log.key)}
        width={width}
        height={Math.max(1, height - head.length)}
        renderRow={(id, cells) => {
          const entry = byKey.get(id);
          return entry === undefined ? [] : [historyRow(entry, cells)];
        }}
      />
    </>
  );
}

function FrequencyView(
  props: PaneViewProps & {
    readonly front: Front & { readonly kind: 'frequency' };
    readonly snapshot: LogsSnapshot;
  },
): ReactNode {
  const { front, snapshot, width, height } = props;
  const values = countValues(shownLogs(snapshot), front.column);
  const table = { column: front.column, values };
  const head = frequencyHead(snapshot, table);
  return (
    <>
      <Lines lines={head} width={width} />
      <List
        state={front.list}
        ids={values.map(({ value }) => value)}
        width={width}
        height={Math.max(1, height - head.length)}
        renderRow={(id, cells) => [frequencyRow(table, id, cells)]}
      />
    </>
  );
}
