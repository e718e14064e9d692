import { describe, expect, test } from 'vitest';
import { questionOfView } from '../../../../src/features/secure-events/saved-question.ts';
import { entryOf } from '../../../../src/features/secure-events/store-buffer.ts';
import {
  columnNames,
  createColumnTally,
  sortValues,
} from '../../../../src/features/secure-events/store-columns.ts';
import { narrowTo } from '../../../../src/features/secure-events/store-counts.ts';
import { emptySnapshot } from '../../../../src/features/secure-events/store-derive.ts';
import { firstQuestion } from '../../../../src/features/secure-events/store-question.ts';
import { seenValues } from '../../../../src/features/secure-events/store-seen.ts';
import { sampleEvent } from '../../../support/scripted-events.ts';

const places = {
  'kubernetes.cluster.name': 'payments-eu',
  'kubernetes.namespace.name': 'checkout',
  'kubernetes.deployment.name': 'cart',
};
const nowhere = { cluster: null, namespace: null, workload: null, pod: null, host: null };
const is = (field: string, key: string, group = field) => ({ group, field, key });

describe('a column', () => {
  test('counts its values, the most frequent first, or by their texts', () => {
    const tally = createColumnTally('rule');
    for (const rule of ['b', 'a', 'b', 'c']) tally.add(sampleEvent(1, 1_000, { rule }));
    const order = (by: 'count' | 'value', reversed: boolean) =>
      sortValues(tally.values(), { by, reversed }).map(({ text, count }) => `${text}${count}`);
    expect(order('count', false)).toEqual(['b2', 'a1', 'c1']);
    expect(order('count', true)).toEqual(['c1', 'a1', 'b2']);
    expect(order('value', false)).toEqual(['a1', 'b2', 'c1']);
  });

  test.each([
    ['severity', {}, [is('severity', 'medium')]],
    ['rule', { rule: 'Shell "x"' }, [is('ruleName', 'Shell "x"')]],
    [
      'where',
      { labels: places },
      [
        is('kubernetes.cluster.name', 'payments-eu'),
        is('kubernetes.namespace.name', 'checkout'),
        is('kubernetes.deployment.name', 'cart', 'workload'),
      ],
    ],
    [
      'where',
      { ...nowhere, labels: { 'cloudProvider.name': 'aws', 'cloudProvider.region': 'us-south' } },
      [is('cloudProvider.name', 'aws'), is('cloudProvider.region', 'us-south')],
    ],
    ['container', { container: { id: 'abc', name: null } }, [is('containerId', 'abc')]],
  ] as const)('asks the server for %s', (column, changes, chosen) => {
    const tally = createColumnTally(column);
    tally.add(sampleEvent(1, 1_000, changes));
    expect(tally.values()[0]?.chosen).toEqual(chosen);
  });

  test.each([
    ['a rule that is none', 'rule', { rule: null }],
    ['a place of which one part is no label', 'where', { labels: { ...places, ...{ x: 'y' } } }],
    ['an unknown severity', 'severity', { severity: { level: null, word: 'unknown' as const } }],
    ['who it was', 'who', {}],
    ['a minute', 'time', {}],
  ] as const)('does not ask it for %s', (_what, column, changes) => {
    const tally = createColumnTally(column);
    const parts = column === 'where' ? { ...changes, namespace: 'elsewhere' } : changes;
    tally.add(sampleEvent(1, 1_000, parts));
    expect(tally.values()[0]?.chosen).toEqual([]);
  });

  test.each(columnNames)('%s shows what is hostile as harmless', (column) => {
    const evil = '\u001b[2J';
    const tally = createColumnTally(column);
    const container = { id: evil, name: evil };
    const image = { repo: evil, tag: evil, id: evil, digest: evil };
    const texts = { rule: evil, cluster: evil, user: evil, container, image };
    tally.add(sampleEvent(1, 1_000, texts));
    expect(tally.values()[0]?.text).not.toContain('\u001b');
  });
});

test('narrowing to a value takes the place of what was chosen in its groups', () => {
  const chosen = [is('ruleName', 'a'), is('severity', 'high')];
  const { chosen: left } = narrowTo({ ...firstQuestion, chosen }, [is('ruleName', 'b')]);
  expect(left).toEqual([is('severity', 'high'), is('ruleName', 'b')]);
});

test('values that can be seen are those of the rows on the screen and of the frequent ones', () => {
  const entry = (number: number, rule: string) =>
    entryOf({ kind: 'event', event: sampleEvent(number, 1_000, { rule }) });
  const rows = ['above', 'first', 'second', 'below'].map((rule, at) => entry(at, rule));
  const list = { selected: null, top: 1 };
  const value = { ...is('ruleName', 'frequent'), group: 'ruleName' };
  const item = { kind: 'value', id: 'x', value, count: 1, highest: 1, isChosen: false } as const;
  const snapshot = { view: { ...emptySnapshot.view, rows, list }, items: [item] };
  const seen = seenValues(snapshot, { rows: 2 });
  expect(seen('ruleName')).toEqual(['frequent', 'first', 'second']);
  expect(seen('severity')).toEqual(['4']);
  expect(seen('kubernetes.cluster.name')).toEqual(['payments-eu']);
  expect(seen('toString')).toEqual([]);
});

describe('a saved view', () => {
  const criteria = { filter: 'severity = 3', range: '3h', chosen: [is('ruleName', 'a')] };
  test('is read back as it was asked', () => {
    expect(questionOfView({ name: 'x', criteria })).toEqual(criteria);
  });

  test.each([
    ['filter', { ...criteria, filter: 3 }],
    ['range', { ...criteria, range: 'soon' }],
    ['range', null],
    ['chosen', { ...criteria, chosen: [{ field: 'ruleName' }] }],
  ])('whose %s was edited into something else is refused', (part, edited) => {
    expect(() => questionOfView({ name: 'x', criteria: edited })).toThrow(`criteria.${part}`);
  });
});
