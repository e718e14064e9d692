import type { ReactNode } from 'react';
import { counted, countText } from '../../core/count-text.ts';
import { rowAtCursor } from '../../core/narrowed-view.ts';
import { DetailView } from '../../tui/kit/detail-view.tsx';
import { Line } from '../../tui/kit/line.tsx';
import { ItemColumn, ListColumn } from '../../tui/kit/list-column.tsx';
import { segment } from '../../tui/kit/segments.ts';
import { eventPreview } from './pane-detail.ts';
import type { EventsLayout } from './pane-layout.ts';
import { entrySegments, streamHead } from './pane-rows.ts';
import { topHead, topSegments } from './pane-top.ts';
import { type EventsSnapshot, streamIsCurrent } from './store-state.ts';
import { streamCapacity } from './store-stream.ts';

interface ColumnProps {
  readonly snapshot: EventsSnapshot;
  readonly layout: EventsLayout;
}

/** What is most frequent: fields, their values with counts and a bar. */
export function TopColumn({ snapshot, layout }: ColumnProps): ReactNode {
  const { items, view } = snapshot;
  return (
    <ItemColumn
      head={topHead(snapshot, layout.top)}
      state={view.top}
      items={items}
      width={layout.top}
      height={layout.topRows}
      focused={view.region === 'top'}
      segmentsOf={topSegments}
    />
  );
}

/** The stream, and the selected event's preview below it where there is room. */
export function StreamColumn({ snapshot, layout }: ColumnProps): ReactNode {
  const { view } = snapshot;
  const { columns, stream: width } = layout;
  const stale = !streamIsCurrent(snapshot);
  const { top } = view.list;
  const shown = view.rows.slice(top, top + layout.rows);
  const byId = new Map(shown.map((entry) => [entry.id, entry]));
  return (
    <ListColumn
      head={streamHead(columns, view.region === 'stream' ? view.column : null)}
      empty={[[segment(` ${emptyText(snapshot)}`, 'muted')]]}
      state={view.list}
      ids={view.visible}
      width={width}
      height={layout.rows}
      focused={view.region === 'stream'}
      renderRow={(id, cells) => {
        const entry = byId.get(id);
        if (entry === undefined) return [];
        const marked = view.marks.has(id);
        return [entrySegments(entry, { columns, width: cells, marked, stale })];
      }}
    >
      <Line segments={[segment(` ${endText(snapshot)}`, 'muted')]} width={width} />
      <Preview snapshot={snapshot} layout={layout} />
    </ListColumn>
  );
}

function emptyText({ stream, view, question }: EventsSnapshot): string {
  if (stream.entries.length > 0)
    return `No row matches /${view.filter.text}; esc clears the filter.`;
  if (stream.failure !== null) return 'Nothing is known yet.';
  if (stream.of === null) return 'Asking Workload Protection …';
  const isNarrow = question.filter !== '' || question.chosen.length > 0;
  return isNarrow
    ? 'No event matches yet; c takes the narrowing away, t looks further back.'
    : 'No event yet; t looks further back.';
}

/** The line below the stream: how much of it is here, and what is not. */
function endText({ stream, view }: EventsSnapshot): string {
  const { entries, dropped } = stream;
  const hidden = entries.length - view.rows.length;
  const parts = [
    view.filter.isPending ? `looking through ${counted(entries.length, 'row')} …` : '',
    hidden === 0
      ? ''
      : `${countText(view.rows.length)} of ${counted(entries.length, 'row')} match the filter`,
    dropped === 0
      ? ''
      : `the newest ${countText(streamCapacity)} rows are kept, ${countText(dropped)} older were dropped`,
    view.marks.size === 0 ? '' : `${countText(view.marks.size)} marked`,
  ];
  return parts.filter(Boolean).join('; ');
}

function Preview({ snapshot, layout }: ColumnProps): ReactNode {
  if (layout.preview === 0) return null;
  const row = rowAtCursor(snapshot.view);
  const lines = row?.kind === 'event' ? eventPreview(row.event, layout.stream) : [];
  return <DetailView lines={lines} top={0} width={layout.stream} height={layout.preview} />;
}
