import { stringifyJson } from '../../core/json.ts';
import { safeText } from '../../core/safe-text.ts';
import { type DetailItem, detailLines } from '../../tui/kit/detail.ts';
import { type Segments, segment } from '../../tui/kit/segments.ts';
import { wrapText } from '../../tui/kit/wrap.ts';
import type { AuditEntry } from './audit-model.ts';
import type { EventAction, FlatMap, SecureEvent } from './model.ts';
import { formatNanos } from './nano-time.ts';
import { mitreTag } from './pane-mitre.ts';
import { severityLook } from './pane-words.ts';

const labelWidth = 12;

/** Everything that an event carries, laid out; nothing is cut off. */
export function eventDetail(event: SecureEvent, width: number): readonly Segments[] {
  const items = [
    ...outputItems(event),
    ...factItems(event),
    ...tagItems(event),
    ...actionItems(event),
    ...mapItems('Labels', event.labels),
    ...mapItems('Fields', event.fields),
    ...rawItems(event.raw, width),
  ];
  return detailLines(items, { width, labelWidth });
}

/** What an event says of itself, in few lines. */
export function eventPreview(event: SecureEvent, width: number): readonly Segments[] {
  const items = [...outputItems(event), ...factItems(event)];
  return detailLines(items, { width, labelWidth });
}

/** Everything that an activity carries. */
export function activityDetail(entry: AuditEntry, width: number): readonly Segments[] {
  const items: readonly DetailItem[] = [
    { heading: entry.type === null ? 'Activity' : `Activity: ${entry.type}` },
    { text: entry.what },
    { heading: 'Facts' },
    { label: 'at', value: entry.atNs === null ? null : formatNanos(entry.atNs) },
    { label: 'user', value: entry.user },
    { label: 'process', value: processText(entry) },
    { label: 'container', value: entry.container },
    { label: 'workload', value: joined([entry.cluster, entry.namespace, entry.workload]) },
    { label: 'pod', value: entry.pod },
    { label: 'host', value: entry.host },
    ...mapItems('Labels', entry.labels),
    ...rawItems(entry.raw, width),
  ];
  return detailLines(items, { width, labelWidth });
}

function processText({ process, pid, parentPid }: AuditEntry): string | null {
  if (process === null && pid === null) return null;
  const parent = parentPid === null ? '' : `, child of ${parentPid}`;
  return `${process ?? ''}${pid === null ? '' : ` (${pid}${parent})`}`.trim();
}

function outputItems({ output }: SecureEvent): readonly DetailItem[] {
  return [
    { heading: 'Output' },
    output === null ? { text: 'The event has none.', tone: 'muted' } : { text: output },
  ];
}

function factItems(event: SecureEvent): readonly DetailItem[] {
  const { severity, container, image } = event;
  const { glyph, tone } = severityLook(severity.word);
  const level = severity.level === null ? '' : ` (${severity.level})`;
  const kind = [event.category, event.originator, event.engineSource].filter(Boolean).join(', ');
  return [
    { heading: 'Event' },
    { label: 'severity', value: `${glyph} ${severity.word}${level}`, tone },
    { label: 'at', value: `${formatNanos(event.atNs)}${event.late ? ', came late' : ''}` },
    { label: 'rule', value: event.rule },
    { label: 'policy', value: event.policy },
    { label: 'kind', value: kind === '' ? null : kind },
    ...known('user', event.user),
    ...known('process', event.process),
    ...known('workload', joined([event.cluster, event.namespace, event.workload])),
    ...known('pod', event.pod),
    ...known('host', event.host),
    ...known('container', joined([container.name, container.id], '  ')),
    ...known('image', image.repo === null ? null : joined([image.repo, image.tag], ':')),
    ...known('digest', image.digest ?? image.id),
    { label: 'id', value: event.id },
  ];
}

function known(label: string, value: string | null): readonly DetailItem[] {
  return value === null || value === '' ? [] : [{ label, value }];
}

function joined(parts: readonly (string | null)[], by = ' / '): string | null {
  const there = parts.filter((part) => part);
  return there.length === 0 ? null : there.join(by);
}

/** MITRE's tactics and techniques by name; the other tags as they are. */
function tagItems({ tags }: SecureEvent): readonly DetailItem[] {
  if (tags.length === 0) return [];
  const mitre = tags.flatMap((tag) => mitreTag(tag) ?? []);
  const rest = tags.filter((tag) => mitreTag(tag) === null && tag !== 'MITRE');
  return [
    { heading: 'Rule tags' },
    ...mitre.map(({ id, kind, name }) => ({ label: kind, value: `${id}  ${name}`.trim() })),
    ...(rest.length === 0 ? [] : [{ label: 'other', value: rest.join(', ') }]),
  ];
}

function actionItems({ actions }: SecureEvent): readonly DetailItem[] {
  if (actions.length === 0) return [];
  return [{ heading: 'Actions taken' }, ...actions.map(actionItem)];
}

function actionItem({ type, successful, error, token }: EventAction): DetailItem {
  const result = successful === null ? 'result not told' : successful ? '✓ done' : '✗ failed';
  const rest = [error, token === null ? null : `capture ${token}`].filter((part) => part);
  const value = [result, ...rest].join('; ');
  return {
    label: type === '' ? 'action' : type.replaceAll('_', ' ').slice(0, labelWidth),
    value,
    ...(successful === false ? { tone: 'bad' as const } : {}),
  };
}

/** `<NA>` is how the engine says that a field has no value. */
function mapItems(heading: string, map: FlatMap): readonly DetailItem[] {
  const entries = Object.entries(map).filter(([, value]) => value !== '' && value !== '<NA>');
  if (entries.length === 0) return [];
  return [{ heading }, ...entries.map(([key, value]) => ({ text: `${key} = ${value}` }))];
}

/** The vendor's object as JSON; its indents stay where a line is wrapped. */
function rawItems(raw: unknown, width: number): readonly DetailItem[] {
  const lines = stringifyJson(raw, 2).split('\n');
  return [
    { heading: "The vendor's own object" },
    ...lines.flatMap((line): readonly DetailItem[] => {
      const indent = ` ${/^ */.exec(line)?.[0] ?? ''}`;
      const wrapped = wrapText(safeText(line.trimStart(), 100_000), width - indent.length);
      return wrapped.map((text) => ({ line: [segment(indent + text)] }));
    }),
  ];
}
