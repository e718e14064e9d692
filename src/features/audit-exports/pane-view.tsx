import { Box } from 'ink';
import { type ReactNode, useSyncExternalStore } from 'react';
import type { FacetGroup, FacetValue } from '../../core/facet-list.ts';
import { safeText } from '../../core/safe-text.ts';
import { DetailView } from '../../tui/kit/detail-view.tsx';
import { facetSegments } from '../../tui/kit/facet-line.ts';
import { FormView } from '../../tui/kit/form-view.tsx';
import { Line, Lines } from '../../tui/kit/line.tsx';
import { LinePromptView } from '../../tui/kit/line-prompt-view.tsx';
import { List } from '../../tui/kit/list.tsx';
import { ItemColumn } from '../../tui/kit/list-column.tsx';
import { type Segments, segment, spread } from '../../tui/kit/segments.ts';
import type { PaneViewProps } from '../feature.ts';
import { emptyEventsText, emptyJobsText } from './pane-empty.ts';
import { eventRow, rowsHead } from './pane-events-rows.ts';
import { formHint, formNotes, notesThatFit } from './pane-form.ts';
import type { ExportForm } from './pane-form-fields.ts';
import { headingLines } from './pane-heading.ts';
import { cardHeight, jobCard } from './pane-jobs.ts';
import { type EventsLayout, eventsLayout, jobsWidths, layoutOf } from './pane-layout.ts';
import { type ExportsPrompt, promptHeight, questionLines, timeWords } from './pane-prompt.ts';
import type { ExportsPane } from './pane-state.ts';
import { outcomeLook } from './pane-words.ts';
import type { ExportsSnapshot } from './store.ts';
import { rowKey } from './store-events-derive.ts';
import { type EventsSnapshot, loadIsCurrent } from './store-events-state.ts';
import type { JobsSnapshot } from './store-jobs-state.ts';

interface ExportsViewProps extends PaneViewProps {
  readonly pane: ExportsPane;
  readonly hasXray: boolean;
}

/** Draws the pane: the form, what stands in front, or the view in front with its heading. */
export function ExportsView({ pane, hasXray, width, height }: ExportsViewProps): ReactNode {
  const snapshot = useSyncExternalStore(pane.store.subscribe, pane.store.get);
  const { prompt, top } = useSyncExternalStore(pane.frame.state.subscribe, pane.frame.state.get);
  const text = pane.frontText(width);
  const above = promptHeight(prompt, width);
  return (
    <Box flexDirection="column" width={width} height={height} overflow="hidden">
      {prompt?.kind === 'form' ? (
        <Form pane={pane} form={prompt.form} width={width} height={height} />
      ) : text !== null ? (
        <>
          <Prompt prompt={prompt} width={width} />
          <DetailView lines={text} top={top} width={width} height={Math.max(1, height - above)} />
        </>
      ) : (
        <Overview {...{ pane, snapshot, prompt, hasXray, width, height }} />
      )}
    </Box>
  );
}

interface FormProps extends PaneViewProps {
  readonly pane: ExportsPane;
  readonly form: ExportForm;
}

/** Lines of the form but those of its fields: title, hint, and blank lines around the fields. */
const formFrame = 4;

function Form({ pane, form, width, height }: FormProps): ReactNode {
  const room = Math.max(0, height - form.fields.fields.length - formFrame);
  const notes = formNotes(form, pane.form.facts(), width);
  return (
    <>
      <FormView
        form={form.fields}
        errors={form.errors}
        title="Export all of it into one file"
        hint={formHint(form)}
        width={width}
      />
      <Lines lines={notesThatFit(form, notes, room)} width={width} />
    </>
  );
}

interface OverviewProps extends PaneViewProps {
  readonly pane: ExportsPane;
  readonly snapshot: ExportsSnapshot;
  readonly prompt: ExportsPrompt | null;
  readonly hasXray: boolean;
}

function Overview({ pane, snapshot, prompt, hasXray, width, height }: OverviewProps): ReactNode {
  const layout = layoutOf(snapshot, { width, height }, promptHeight(prompt, width));
  const { heading, body } = layout;
  return (
    <>
      <Lines lines={headingLines(snapshot, width).slice(0, heading)} width={width} />
      <Prompt prompt={prompt} width={width} />
      {snapshot.front === 'jobs' ? (
        <Jobs pane={pane} jobs={snapshot.jobs} width={width} height={body} />
      ) : (
        <Events events={snapshot.events} hasXray={hasXray} width={width} height={body} />
      )}
    </>
  );
}

function Prompt(props: {
  readonly prompt: ExportsPrompt | null;
  readonly width: number;
}): ReactNode {
  const { prompt, width } = props;
  if (prompt?.kind === 'question') {
    return <Lines lines={questionLines(prompt.question, width)} width={width} />;
  }
  if (prompt?.kind !== 'time') return null;
  return <LinePromptView prompt={prompt.line} words={timeWords} width={width} />;
}

interface JobListProps extends PaneViewProps {
  readonly jobs: JobsSnapshot;
}

function Jobs({ pane, jobs, width, height }: JobListProps & { readonly pane: ExportsPane }) {
  if (jobs.view.rows.length === 0) {
    return <Lines lines={emptyJobsText(jobs, width)} width={width} />;
  }
  const { list, preview } = jobsWidths(width);
  const lines = preview === 0 ? [] : pane.previewText(preview).slice(0, height - 1);
  return (
    <>
      <Line segments={[]} width={width} />
      <Box flexDirection="row">
        <JobList jobs={jobs} width={list} height={height - 1} />
        {preview > 0 && (
          <Box marginLeft={2} width={preview}>
            <Lines lines={lines} width={preview} />
          </Box>
        )}
      </Box>
    </>
  );
}

function JobList({ jobs, width, height }: JobListProps): ReactNode {
  const { view, pending } = jobs;
  const byId = new Map(view.rows.map((job) => [job.id, job]));
  return (
    <List
      state={view.list}
      ids={view.visible}
      width={width}
      height={height}
      rowHeight={cardHeight}
      renderRow={(id, cells) => {
        const job = byId.get(id);
        return job === undefined ? [] : jobCard(job, cells, pending[id]);
      }}
    />
  );
}

interface EventsProps extends PaneViewProps {
  readonly events: EventsSnapshot;
  readonly hasXray: boolean;
}

function Events({ events, hasXray, width, height }: EventsProps): ReactNode {
  const layout = eventsLayout(events, width, height);
  return (
    <Box flexDirection="row" columnGap={1}>
      {layout.facets > 0 && <FacetColumn events={events} layout={layout} />}
      {layout.list > 0 && <RowColumn events={events} layout={layout} hasXray={hasXray} />}
    </Box>
  );
}

interface ColumnProps {
  readonly events: EventsSnapshot;
  readonly layout: EventsLayout;
}

function FacetColumn({ events, layout }: ColumnProps): ReactNode {
  const { items, view } = events;
  const width = layout.facets;
  const isFocused = view.region === 'facets';
  const title = segment(' of the loaded', isFocused ? 'accent' : 'muted');
  const hint = segment(isFocused ? 'space narrows ' : 'tab ', 'muted');
  return (
    <ItemColumn
      head={spread([title], [hint], width)}
      state={view.facets}
      items={items}
      width={width}
      height={layout.facetRows}
      focused={isFocused}
      segmentsOf={(item, cells) =>
        facetSegments(item, { width: cells, missing: '-', keep: () => 'middle', nameOf })
      }
    />
  );
}

/** Fields of an event's policies, of which it may have none. */
const fromPolicies: ReadonlySet<string> = new Set(['policy', 'condition', 'category']);

/** Outcomes have a glyph here, too. */
function nameOf({ field }: FacetGroup, { key }: FacetValue): string {
  if (field === 'outcome') {
    const { glyph, word } = outcomeLook(key);
    return `${glyph} ${word}`;
  }
  if (key !== '') return safeText(key, 300);
  return fromPolicies.has(field) ? '? no policy named' : '? not told';
}

function RowColumn(props: ColumnProps & { readonly hasXray: boolean }): ReactNode {
  const { events, layout, hasXray } = props;
  const { view } = events;
  const { columns, list: width } = layout;
  const stale = !loadIsCurrent(events);
  const { top } = view.list;
  const shown = view.rows.slice(top, top + layout.rows);
  const byKey = new Map(shown.map((event) => [rowKey(event), event]));
  const empty = (): readonly Segments[] => emptyEventsText(events, hasXray, width);
  return (
    <Box flexDirection="column" width={width} flexShrink={0}>
      <Line segments={[segment(' '), ...rowsHead(columns)]} width={width} />
      {view.rows.length === 0 ? (
        <Lines lines={empty()} width={width} />
      ) : (
        <List
          state={view.list}
          ids={view.visible}
          width={width}
          height={layout.rows}
          focused={view.region === 'rows'}
          renderRow={(id) => {
            const event = byKey.get(id);
            return event === undefined ? [] : [[segment(' '), ...eventRow(event, columns, stale)]];
          }}
        />
      )}
    </Box>
  );
}
