import { expect, test } from 'vitest';
import { decodeRow } from '../../../../src/api/workload-protection/schema.ts';
import { emptyList } from '../../../../src/core/list.ts';
import { parseTime } from '../../../../src/core/time.ts';
import { auditOption, filterOption } from '../../../../src/features/secure-events/command-input.ts';
import { eventOf } from '../../../../src/features/secure-events/event.ts';
import { selectionOf } from '../../../../src/features/secure-events/pane-selection.ts';
import { emptySnapshot } from '../../../../src/features/secure-events/store-derive.ts';
import { aroundNs, placesOf } from '../../../../src/features/secure-events/store-fronts.ts';
import {
  type EventsQuestion,
  expressionOf,
} from '../../../../src/features/secure-events/store-question.ts';
import type { Front } from '../../../../src/features/secure-events/store-state.ts';
import { startNs } from './workload-session.ts';

const of = (question: EventsQuestion, fronts: readonly Front[] = []) =>
  selectionOf({ question, view: { ...emptySnapshot.view, fronts } });
const input = (options: ReturnType<typeof of>['criteria']) => ({ arguments: [], options });

const severity = { group: 'severity', field: 'severity', key: 'high' };
const rule = { group: 'ruleName', field: 'ruleName', key: 'Shell in Container' };

test.each<[string, EventsQuestion]>([
  ['all events', { filter: '', chosen: [], range: '15m' }],
  ['an expression', { filter: 'ruleName = "a" or ruleName = "b"', chosen: [], range: '3h' }],
  ['chosen values', { filter: 'source = "syscall"', chosen: [severity, rule], range: '2d' }],
])('%s mean the same filter as options of the export', (_what, question) => {
  const { kind, criteria, since, until } = of(question);
  expect(filterOption(input(criteria))).toBe(expressionOf(question));
  expect({ kind, since, until }).toEqual({ kind: 'events', since: question.range, until: null });
});

const question: EventsQuestion = { filter: '', chosen: [], range: '15m' };
const atNs = startNs + 123_456_789n;
const wire = {
  id: `${atNs.toString(16).padStart(16, '0')}${'0'.repeat(16)}`,
  containerId: 'a407fb17332b',
  labels: { 'kubernetes.pod.name': 'cart-1', 'kubernetes.namespace.name': 'shop' },
};
const row = decodeRow(wire, 'id');
if (row === null) throw new Error('a row of a test can be read');
const event = eventOf(row);
const around: Front = { kind: 'around', event, load: { kind: 'loading' }, list: emptyList };

test.each<[string, typeof event]>([
  ['a container', event],
  ['a pod', { ...event, container: { id: null, name: null } }],
])('the activity around an event in %s is asked for where the pane asks', (_what, one) => {
  const { kind, criteria, since, until } = of(question, [{ ...around, event: one }]);
  expect(kind).toBe('activity-audit');
  expect(auditOption(input(criteria))).toEqual(placesOf(one)[0]);
  const bounds = [since, until ?? ''].map((time) => BigInt(parseTime(time, 0)) * 1_000_000n);
  expect(bounds[0]).toBeLessThanOrEqual(atNs - aroundNs);
  expect(bounds[1]).toBeGreaterThan(atNs + aroundNs);
});

test('an activity before it stays with the activity, an event with the events', () => {
  const [entry] = [{ kind: 'detail', event } as const];
  expect(of(question, [around, entry]).kind).toBe('events');
  expect(of(question, [entry, around]).kind).toBe('activity-audit');
});
