import { Box } from 'ink';
import type { ReactNode } from 'react';
import { Lines } from '../../tui/kit/line.tsx';
import { List } from '../../tui/kit/list.tsx';
import { segment } from '../../tui/kit/segments.ts';
import type { PaneViewProps } from '../feature.ts';
import { cardHeight, cardLines } from './pane-card.ts';
import { scanDetail } from './pane-detail.ts';
import { headingLines } from './pane-heading.ts';
import type { ProgressSnapshot } from './snapshot.ts';

interface OverviewProps extends PaneViewProps {
  readonly snapshot: ProgressSnapshot;
  readonly stallAfterMs: number;
}

/**
 * The list, and on a wide screen the selected scan's detail beside it. On others a detail that follows
 * the cursor would cost more bytes a move than a slow link bears.
 */
export function Overview({ snapshot, width, height, stallAfterMs }: OverviewProps): ReactNode {
  const heading = headingLines(snapshot, { width, stallAfterMs });
  const room = Math.max(cardHeight, height - heading.length);
  const listWidth = width >= 170 ? Math.floor(width * 0.62) : width;
  const shared = { snapshot, height: room, stallAfterMs };
  return (
    <Box flexDirection="column" width={width} height={height} overflow="hidden">
      <Lines lines={heading} width={width} />
      <Box>
        <ScanList {...shared} width={listWidth} />
        {listWidth < width && <Preview {...shared} width={width - listWidth} />}
      </Box>
    </Box>
  );
}

function ScanList({ snapshot, width, height, stallAfterMs }: OverviewProps): ReactNode {
  const { scans, visible, list, load } = snapshot;
  if (visible.length === 0) {
    return (
      <Lines lines={[[segment(` ${emptyText(snapshot, load.kind)}`, 'muted')]]} width={width} />
    );
  }
  const byId = new Map(scans.map((scan) => [scan.id, scan]));
  return (
    <List
      state={list}
      ids={visible}
      width={width}
      height={height}
      rowHeight={cardHeight}
      renderRow={(id, cells) => {
        const scan = byId.get(id);
        return scan === undefined ? [] : cardLines(scan, cells, stallAfterMs);
      }}
    />
  );
}

function emptyText({ scans, filter }: ProgressSnapshot, load: string): string {
  if (scans.length > 0) return `No scan matches /${filter.text}; esc clears the filter.`;
  if (load === 'ready') return 'No scan is going. n starts one of an image.';
  return load === 'failed' ? 'Nothing is known yet.' : 'Asking the console ...';
}

function Preview({ snapshot, width, height, stallAfterMs }: OverviewProps): ReactNode {
  const scan = snapshot.scans.find(({ id }) => id === snapshot.list.selected);
  if (scan === undefined) return null;
  const lines = scanDetail(scan, { width, stallAfterMs, companions: snapshot.companions });
  return <Lines lines={lines.slice(0, height)} width={width} />;
}
