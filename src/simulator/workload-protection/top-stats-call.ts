import { jsonAnswer, type SimAnswer, type SimRequest, textAnswer } from '../exchange.ts';
import { labelsOf } from './event-labels.ts';
import { type EventsService, wantedIn } from './events-service.ts';
import type { Rule } from './rule.ts';
import type { Subject } from './subjects.ts';
import { requiredWindow } from './time-window.ts';

interface Key {
  readonly key: string;
  /** What the key is a value of. */
  readonly label: string;
}

const ofLabel =
  (label: string) =>
  (rule: Rule, subject: Subject): readonly Key[] => {
    const key = labelsOf(rule, subject)[label];
    return key === undefined ? [] : [{ key, label }];
  };

const columns: Readonly<Record<string, (rule: Rule, subject: Subject) => readonly Key[]>> = {
  'container.image.repo': ofLabel('container.image.repo'),
  'kubernetes.cluster.name': ofLabel('kubernetes.cluster.name'),
  'kubernetes.namespace.name': ofLabel('kubernetes.namespace.name'),
  'kubernetes.node.name': ofLabel('kubernetes.node.name'),
  mitre: ({ tags }) =>
    tags.filter((tag) => /^MITRE_T/.test(tag)).map((key) => ({ key, label: 'ruleTags' })),
  ruleName: ({ name }) => (name === '' ? [] : [{ key: name, label: 'ruleName' }]),
  workload: ({ scope }, { workload, workloadType }) =>
    scope === 'container' ? [{ key: workload, label: `kubernetes.${workloadType}.name` }] : [],
};

/**
 * `GET /api/v1/secureEvents/topStats`: policy events alone. Where nothing matches the answer is no
 * JSON, as a monitor of it found out.
 *
 * @throws Refusal 400, 422
 */
export function answerTopStats(service: EventsService, request: SimRequest): SimAnswer {
  const rows = rowsIn(service, request);
  const { span } = requiredWindow(request, service.refusals);
  const wanted = wantedIn(service, request);
  const { kinds, archive } = service;
  const counts = new Map(Object.keys(columns).map((name) => [name, new Map<string, number>()]));
  archive.tally(span).forEach((events, kind) => {
    if (events === 0 || wanted?.[kind] !== 1) return;
    const rule = kinds.ruleOf(kind);
    if (rule.originator !== 'policy') return;
    for (const [name, keysOf] of Object.entries(columns)) {
      const column = counts.get(name);
      for (const { key, label } of keysOf(rule, kinds.subjectOf(kind))) {
        const place = `${label}\n${key}`;
        column?.set(place, (column.get(place) ?? 0) + events);
      }
    }
  });
  if (counts.get('ruleName')?.size === 0) return textAnswer(200, 'no events in this time range\n');
  const told = [...counts].map(([name, column]) => [name, topOf(column, rows)]);
  return jsonAnswer({ ...Object.fromEntries(told), compliance: null });
}

function topOf(column: ReadonlyMap<string, number>, rows: number): readonly unknown[] {
  const byCount = [...column].sort(([a, first], [b, second]) => second - first || (a < b ? -1 : 1));
  return byCount.slice(0, rows).map(([place, count]) => {
    const [label = '', ...key] = place.split('\n');
    return { key: key.join('\n'), count, label };
  });
}

/** How many rows a column is to have: 5 or 10. @throws Refusal 400 */
export function rowsIn({ refusals }: EventsService, { query }: SimRequest): number {
  const text = query.get('rows') ?? '5';
  if (text !== '5' && text !== '10') throw refusals.badRequest();
  return Number(text);
}
