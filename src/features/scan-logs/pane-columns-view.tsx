import type { ReactNode } from 'react';
import { countText } from '../../core/count-text.ts';
import { DetailView } from '../../tui/kit/detail-view.tsx';
import { Line } from '../../tui/kit/line.tsx';
import { ItemColumn, ListColumn } from '../../tui/kit/list-column.tsx';
import { type Segments, segment, spread } from '../../tui/kit/segments.ts';
import { logPreview } from './pane-detail.ts';
import { itemSegments, missingCount } from './pane-facets.ts';
import type { LogsLayout } from './pane-layout.ts';
import { rowSegments, rowsHead } from './pane-rows.ts';
import { type LogsSnapshot, rowsAreCurrent } from './store-state.ts';

interface ColumnProps {
  readonly snapshot: LogsSnapshot;
  readonly layout: LogsLayout;
}

/** The facets: fields, their values with counts and a bar. */
export function FacetColumn({ snapshot, layout }: ColumnProps): ReactNode {
  const { items, view } = snapshot;
  const width = layout.facets;
  const missing = missingCount(snapshot);
  return (
    <ItemColumn
      head={facetHead(snapshot, width, layout.rows === 0)}
      state={view.facets.list}
      items={items}
      width={width}
      height={layout.facetLines}
      focused={view.region === 'facets'}
      segmentsOf={(item, cells) => itemSegments(item, { width: cells, missing })}
    />
  );
}

function facetHead(
  { view, items, facets }: LogsSnapshot,
  width: number,
  isAlone: boolean,
): Segments {
  const isFocused = view.region === 'facets';
  const { search } = view.facets;
  const none = items.length === 0 && !facets.loading ? ' nothing found' : '';
  const title = search === '' ? ' facets' : ` facets /${search}${none}`;
  const hint = isAlone ? 'tab: rows ' : isFocused ? '/ finds ' : '';
  return spread([segment(title, isFocused ? 'accent' : 'muted')], [segment(hint, 'muted')], width);
}

/** The rows, and the selected one in full below them where there is room. */
export function RowColumn({ snapshot, layout }: ColumnProps): ReactNode {
  const { view, rows, question } = snapshot;
  const width = layout.rows;
  const { columns } = layout;
  const byKey = new Map(rows.logs.map((log) => [log.key, log]));
  const look = rowsAreCurrent(snapshot) ? (view.region === 'facets' ? 'calm' : 'live') : 'stale';
  const focus = view.region === 'rows' ? view.column : null;
  return (
    <ListColumn
      head={rowsHead({ columns, sort: question.sort, focus })}
      empty={[[segment(` ${emptyText(snapshot)}`, 'muted')]]}
      state={view.list}
      ids={view.visible}
      width={width}
      height={layout.rowLines}
      focused={view.region === 'rows'}
      renderRow={(key) => {
        const log = byKey.get(key);
        if (log === undefined) return [];
        return [rowSegments(log, { columns, marked: view.marks.has(key), look })];
      }}
    >
      <Line segments={[segment(` ${endText(snapshot)}`, 'muted')]} width={width} />
      <Preview snapshot={snapshot} layout={layout} />
    </ListColumn>
  );
}

function emptyText({ rows, view, question }: LogsSnapshot): string {
  if (rows.loading === 'first') return 'Asking Carbon Black Cloud …';
  if (rows.failure !== null && rows.logs.length === 0) return 'Nothing is known yet.';
  if (rows.logs.length > 0) {
    return view.only === null
      ? `No loaded row matches /${view.filter.text}; esc clears the filter.`
      : 'No loaded row is left; esc shows all.';
  }
  const isNarrow =
    Object.keys(question.criteria.values).length > 0 || question.criteria.query !== '';
  return isNarrow
    ? 'No scan matches these criteria. [ goes back; t chooses another time.'
    : 'No scan in this time. t chooses another one.';
}

/** The line below the rows: what lies beyond the last one. */
function endText(snapshot: LogsSnapshot): string {
  const { rows, view } = snapshot;
  const loaded = countText(rows.logs.length);
  if (rows.loading === 'more') return `${loaded} loaded, asking for more …`;
  if (rows.logs.length === 0 || !rowsAreCurrent(snapshot)) return '';
  if (rows.isComplete) return `all ${loaded} loaded`;
  const of = rows.found === null ? '' : ` of ${countText(rows.found)}`;
  const marks = view.marks.size === 0 ? '' : `, ${countText(view.marks.size)} marked`;
  if (rows.failure !== null) return `${loaded}${of} loaded${marks}; r goes on`;
  return `${loaded}${of} loaded${marks}; moving on loads more, S begins at the other end`;
}

function Preview({ snapshot, layout }: ColumnProps): ReactNode {
  const { rows, view } = snapshot;
  const log = rows.logs.find(({ key }) => key === view.list.selected);
  if (layout.preview === 0 || log === undefined) return null;
  const width = layout.rows;
  const rule: Segments = [segment(` ${'─'.repeat(width - 2)}`, 'muted')];
  const lines = [rule, ...logPreview(log, width)];
  return <DetailView lines={lines} top={0} width={width} height={layout.preview} />;
}
