import { safeText } from '../../core/safe-text.ts';
import { type DetailItem, detailLines } from '../../tui/kit/detail.ts';
import { jsonLines } from '../../tui/kit/json-lines.ts';
import type { Segments } from '../../tui/kit/segments.ts';
import { actionOf, decodedFields } from './actions.ts';
import type { ActivityEvent } from './model.ts';
import { assessmentTone, outcomeLook, severityLook } from './pane-words.ts';

const labelWidth = 15;

/** Everything that an event carries, laid out; nothing is cut off. */
export function eventDetail(event: ActivityEvent, width: number): readonly Segments[] {
  const items = [
    ...whatItems(event),
    ...decodedItems(event),
    ...whoItems(event),
    ...targetItems(event),
    ...dataItems('Request data', event.request, width),
    ...dataItems('Response data', event.response, width),
    { heading: "The vendor's own object" },
    ...jsonLines(event.raw, width),
  ];
  return detailLines(items, { width, labelWidth });
}

/** What an event says of itself, in few lines. */
export function eventPreview(event: ActivityEvent, width: number): readonly Segments[] {
  const { initiator, target } = event;
  const told: ReadonlySet<string> = new Set(['outcome', 'severity', 'reason', 'because', 'at']);
  const items: readonly DetailItem[] = [
    { heading: event.action },
    ...whatItems(event).filter((item) => 'label' in item && told.has(item.label)),
    { label: 'by', value: joined([initiator.name, initiator.id, initiator.agent], '  ') },
    { label: 'on', value: joined([target.name, target.digest], '  ') },
    ...decodedItems(event).filter((item) => 'label' in item),
    { label: 'correlationId', value: event.correlationId },
  ];
  return detailLines(items, { width, labelWidth });
}

function whatItems(event: ActivityEvent): readonly DetailItem[] {
  const { reason } = event;
  const [outcome, severity] = [outcomeLook(event.outcome), severityLook(event.severity)];
  const action = actionOf(event.action);
  const status = joined([reason.code === null ? null : String(reason.code), reason.type], ' ');
  const time = event.at === null ? null : `${event.at}${event.late ? ', came late' : ''}`;
  return [
    { heading: event.action },
    ...(action === null
      ? [{ text: 'The vendor documents no such action.', tone: 'muted' as const }]
      : [{ text: action.description }]),
    { label: 'outcome', value: `${outcome.glyph} ${outcome.word}`, tone: outcome.tone },
    { label: 'severity', value: `${severity.glyph} ${severity.word}`, tone: severity.tone },
    { label: 'reason', value: status, ...(event.outcome === 'failure' ? { tone: 'bad' } : {}) },
    ...known('because', reason.failure),
    { label: 'at', value: time },
    ...known('message', event.message),
    { label: 'kind', value: kindText(event) },
    { label: 'region', value: event.region },
    { label: 'account', value: event.account },
    { label: 'correlationId', value: event.correlationId },
    { label: 'id', value: event.id },
  ];
}

function kindText({ group, dataEvent }: ActivityEvent): string {
  const kind = dataEvent === null ? null : dataEvent ? 'data event' : 'management event';
  return joined([group, kind], ', ') ?? 'not in the catalogue of actions';
}

/** What the vendor documents for this very action: an assessment's status, a signature's method. */
function decodedItems(event: ActivityEvent): readonly DetailItem[] {
  const fields = decodedFields(event);
  if (fields.length === 0) return [];
  return [
    { heading: 'What the action tells' },
    ...fields.map(({ title, value, path }): DetailItem => {
      const label = safeText(title, 40);
      return path === 'responseData.status'
        ? { label, value, tone: assessmentTone(value) }
        : { label, value };
    }),
  ];
}

function whoItems({ initiator }: ActivityEvent): readonly DetailItem[] {
  return [
    { heading: 'Who' },
    { label: 'name', value: initiator.name },
    { label: 'id', value: initiator.id },
    { label: 'kind', value: initiator.kind },
    { label: 'credential', value: initiator.credential },
    { label: 'from address', value: initiator.address },
    { label: 'agent', value: initiator.agent },
  ];
}

function targetItems({ target }: ActivityEvent): readonly DetailItem[] {
  return [
    { heading: 'What it was done to' },
    { label: 'name', value: target.name },
    { label: 'id', value: target.id },
    ...known('image', target.image),
    ...known('digest', target.digest),
    ...known('namespace', target.namespace),
    { label: 'resource group', value: target.resourceGroup },
  ];
}

function dataItems(heading: string, data: unknown, width: number): readonly DetailItem[] {
  if (data === null || data === undefined) return [];
  return [{ heading }, ...jsonLines(data, width)];
}

function known(label: string, value: string | null): readonly DetailItem[] {
  return value === null || value === '' ? [] : [{ label, value }];
}

function joined(parts: readonly (string | null)[], by: string): string | null {
  const there = parts.filter((part) => part !== null && part !== '');
  return there.length === 0 ? null : there.join(by);
}
