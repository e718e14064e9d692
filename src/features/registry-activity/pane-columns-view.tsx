import type { ReactNode } from 'react';
import { countText } from '../../core/count-text.ts';
import type { FacetGroup, FacetLine, FacetValue } from '../../core/facet-list.ts';
import type { ListState } from '../../core/list.ts';
import { rowAtCursor } from '../../core/narrowed-view.ts';
import { safeText } from '../../core/safe-text.ts';
import { DetailView } from '../../tui/kit/detail-view.tsx';
import { facetSegments } from '../../tui/kit/facet-line.ts';
import { Line } from '../../tui/kit/line.tsx';
import { ItemColumn, ListColumn } from '../../tui/kit/list-column.tsx';
import { segment, spread } from '../../tui/kit/segments.ts';
import { eventPreview } from './pane-detail.ts';
import { emptyText } from './pane-empty.ts';
import type { ActivityLayout } from './pane-layout.ts';
import { rowSegments, rowsHead } from './pane-rows.ts';
import { outcomeLook, severityLook, type WordLook } from './pane-words.ts';
import { rowKey } from './store-buffer.ts';
import { type ActivitySnapshot, loadIsCurrent } from './store-state.ts';

interface ColumnProps {
  readonly snapshot: ActivitySnapshot;
  readonly layout: ActivityLayout;
}

/** The facets: fields, their values with counts and a bar. */
export function FacetColumn({ snapshot, layout }: ColumnProps): ReactNode {
  const { items, view } = snapshot;
  const width = layout.facets;
  const isFocused = view.region === 'facets';
  const isKnown = loadIsCurrent(snapshot);
  const look = { missing: '…', keep: keepOf, nameOf };
  const title = segment(' facets', isFocused ? 'accent' : 'muted');
  const hint = segment(isFocused ? 'space narrows ' : 'tab ', 'muted');
  return (
    <ItemColumn
      head={spread([title], [hint], width)}
      state={isFocused ? view.facets : unmarked(view.facets)}
      items={items}
      width={width}
      height={layout.facetRows}
      focused={isFocused}
      segmentsOf={(item, cells) =>
        facetSegments(isKnown ? item : uncounted(item), { ...look, width: cells })
      }
    />
  );
}

/** The keys go elsewhere: the place is kept, and its mark is not drawn. */
function unmarked(state: ListState): ListState {
  return { ...state, selected: null };
}

/** Counts of what was asked before are nobody's. */
function uncounted(line: FacetLine): FacetLine {
  return line.kind === 'value' ? { ...line, value: { ...line.value, count: null } } : line;
}

/** Outcomes and severities have a glyph here, too; long names of actions are cut short. */
function nameOf({ field }: FacetGroup, { key, label }: FacetValue): string {
  if (field === 'outcome') return lookText(outcomeLook(key));
  if (field === 'severity') return lookText(severityLook(key));
  if (field === 'action') return safeText(label.replace('vulnerability', 'vuln'), 120);
  return label === '' ? '? not told' : safeText(label, 300);
}

const lookText = ({ glyph, word }: WordLook) => `${glyph} ${word}`;

/** Places and actions differ at their ends, people at both. */
const keepOf = (field: string) => (field === 'place' || field === 'action' ? 'end' : 'middle');

/** The rows, and the selected event's preview below them where there is room. */
export function RowColumn({ snapshot, layout }: ColumnProps): ReactNode {
  const { view } = snapshot;
  const { columns, list: width } = layout;
  const stale = !loadIsCurrent(snapshot);
  const { top } = view.list;
  const shown = view.rows.slice(top, top + layout.rows);
  const byId = new Map(shown.map((event) => [rowKey(event), event]));
  const isFocused = view.region === 'rows';
  const focus = isFocused ? view.column : null;
  return (
    <ListColumn
      head={rowsHead({ columns, order: view.order, focus })}
      empty={emptyText(snapshot).map((text) => [segment(` ${text}`, 'muted')])}
      state={isFocused ? view.list : unmarked(view.list)}
      ids={view.visible}
      width={width}
      height={layout.rows}
      focused={isFocused}
      renderRow={(id) => {
        const event = byId.get(id);
        if (event === undefined) return [];
        const marked = view.marks.has(id);
        const isLeft = !isFocused && id === view.list.selected;
        const isBurst = snapshot.bursts.rows.has(id);
        return [rowSegments(event, { columns, marked, isLeft, isBurst, stale })];
      }}
    >
      <Line segments={[segment(` ${endText(snapshot)}`, 'muted')]} width={width} />
      <Preview snapshot={snapshot} layout={layout} />
    </ListColumn>
  );
}

/** The line below the rows: what of them is not to be seen, and what their marks mean. */
function endText({ view, load, bursts }: ActivitySnapshot): string {
  const { rows, narrowed, marks } = view;
  const hidden = narrowed.length - rows.length;
  const late = load.events.filter((event) => event.late).length;
  return [
    hidden === 0
      ? ''
      : `${countText(rows.length)} of ${countText(narrowed.length)} match the filter`,
    late === 0 ? '' : `‹ ${countText(late)} came late`,
    bursts.rows.size === 0 ? '' : '» part of a burst',
    marks.size === 0 ? '' : `* ${countText(marks.size)} marked`,
  ]
    .filter(Boolean)
    .join('; ');
}

function Preview({ snapshot, layout }: ColumnProps): ReactNode {
  if (layout.preview === 0) return null;
  const event = rowAtCursor(snapshot.view);
  const lines = event === null ? [] : eventPreview(event, layout.list);
  return <DetailView lines={lines} top={0} width={layout.list} height={layout.preview} />;
}
