import { describe, expect, test } from 'vitest';
import type { TailItem } from '../../../../src/features/secure-events/model.ts';
import {
  createStreamBuffer,
  entryOf,
  replaceEntry,
} from '../../../../src/features/secure-events/store-buffer.ts';
import { placesOf } from '../../../../src/features/secure-events/store-fronts.ts';
import {
  expressionOf,
  firstQuestion,
  toggleChosen,
} from '../../../../src/features/secure-events/store-question.ts';
import { createRate } from '../../../../src/features/secure-events/store-rate.ts';
import { remembered, topItems } from '../../../../src/features/secure-events/store-top.ts';
import { sampleEvent } from '../../../support/scripted-events.ts';

const items = (count: number, from = 0): readonly TailItem[] =>
  Array.from({ length: count }, (_, index) => ({
    kind: 'event',
    event: sampleEvent(from + index, 1_000),
  }));
const gap: TailItem = { kind: 'gap', gap: { fromNs: 1n, toNs: 2n, reason: 'cut' } };

describe('a stream buffer', () => {
  test('keeps the newest rows, and counts what it let go', () => {
    const buffer = createStreamBuffer(10);
    expect(buffer.push(items(8))).toHaveLength(8);
    expect(buffer.dropped).toBe(0);
    buffer.push(items(95, 8));
    expect(buffer.entries().map(({ id }) => id)).toEqual(
      items(10, 93).map((item) => entryOf(item).id),
    );
    expect(buffer.dropped).toBe(93);
  });

  test('never keeps more than a tenth beyond its capacity, and knows what it let go as new', () => {
    const buffer = createStreamBuffer(100);
    for (let from = 0; from < 1000; from += 7) {
      const seen = buffer.dropped + buffer.entries().length;
      expect(buffer.push(items(7, from))).toHaveLength(7);
      expect(buffer.dropped).toBeGreaterThanOrEqual(seen + 7 - 110);
    }
    expect(buffer.push(items(1, 0))).toHaveLength(1);
  });

  test('is the same array as long as nothing new comes', () => {
    const buffer = createStreamBuffer(10);
    buffer.push(items(12));
    const entries = buffer.entries();
    buffer.push(items(3, 9));
    expect(buffer.entries()).toBe(entries);
  });

  test('takes an event once', () => {
    const buffer = createStreamBuffer(10);
    buffer.push(items(3));
    expect(buffer.push(items(4, 1)).map(({ id }) => id)).toEqual(
      items(2, 3).map((item) => entryOf(item).id),
    );
    expect(buffer.entries()).toHaveLength(5);
  });

  test('puts what a gap held in its place, without what is there already', () => {
    const buffer = createStreamBuffer(10);
    buffer.push([...items(2), gap, ...items(2, 4)]);
    buffer.replace(entryOf(gap).id, items(3, 2).map(entryOf));
    expect(buffer.entries()).toEqual(
      items(6)
        .map(entryOf)
        .toSpliced(4, 2, ...items(2, 4).map(entryOf)),
    );
  });

  test('a row that is not there is not replaced', () => {
    const entries = items(2).map(entryOf);
    expect(replaceEntry(entries, 'gone', items(1, 9).map(entryOf))).toBe(entries);
  });
});

describe('a question', () => {
  const chosen = (group: string, field: string, key: string) => ({ group, field, key });
  test.each([
    ['nothing', '', [], null],
    ['an expression', 'severity = "3"', [], 'severity = "3"'],
    ['a word', '', [chosen('severity', 'severity', 'medium')], 'severity in ("4", "5")'],
    [
      'high, which rows of the audit trail are not',
      '',
      [chosen('severity', 'severity', 'high')],
      'severity in ("0", "1", "2", "3") and source != "auditTrail"',
    ],
    [
      'an expression with or, and a value',
      'a = "1" or b = "2"',
      [chosen('ruleName', 'ruleName', 'x')],
      '(a = "1" or b = "2") and ruleName = "x"',
    ],
    [
      'values with in and quotes',
      '',
      [chosen('ruleName', 'ruleName', 'a in b'), chosen('ruleName', 'ruleName', '"c"')],
      '(ruleName = "a in b" or ruleName = "\\"c\\"")',
    ],
  ])('asks for %s', (_what, filter, values, expected) => {
    expect(expressionOf({ ...firstQuestion, filter, chosen: values })).toBe(expected);
  });

  test('takes a value back', () => {
    const once = toggleChosen(firstQuestion, chosen('workload', 'x', 'cart'));
    expect(once.chosen).toHaveLength(1);
    expect(toggleChosen(once, chosen('workload', 'x', 'cart')).chosen).toEqual([]);
  });
});

describe('the rate', () => {
  test('is not known from what was waiting', () => {
    const rate = createRate();
    rate.add(900, 0);
    expect(rate.perSecond()).toBeNull();
    rate.add(20, 2000);
    expect(rate.perSecond()).toBe(10);
  });

  test('looks back ten seconds', () => {
    const rate = createRate();
    for (let at = 0; at <= 60_000; at += 2000) rate.add(at < 40_000 ? 1000 : 4, at);
    expect(rate.perSecond()).toBe(2);
  });
});

describe('the most frequent values', () => {
  const list = (...keys: string[]) => [
    { field: 'ruleName', values: keys.map((key) => ({ key, count: 3, label: 'ruleName' })) },
  ];
  const question = toggleChosen(firstQuestion, { group: 'ruleName', field: 'ruleName', key: 'a' });

  test('keep what a narrowed answer lacks', () => {
    const kept = remembered(list('a', 'b'), list('a'), question);
    expect(kept[0]?.values).toEqual([
      { key: 'a', count: 3, label: 'ruleName' },
      { key: 'b', count: null, label: 'ruleName' },
    ]);
  });

  test('list severities without counts, and say so, when their call failed', () => {
    const input = {
      lists: [],
      counts: null,
      isCounted: false,
      question,
      folded: new Set<string>(),
    };
    const [head, ...lines] = topItems({ ...input, isUncounted: true });
    expect(head).toMatchObject({ id: 'group severity', title: 'severity (not counted)' });
    expect(lines.slice(0, 4)).toMatchObject(
      ['high', 'medium', 'low', 'info'].map((key) => ({ value: { key }, count: null })),
    );
    expect(topItems(input).map(({ id }) => id)).not.toContain('group severity');
  });

  test('always list what is chosen', () => {
    const lines = topItems({
      lists: [],
      counts: null,
      isCounted: false,
      question,
      folded: new Set(),
    });
    expect(lines.map(({ id }) => id)).toEqual(['group ruleName', 'value ruleName a']);
  });
});

const noContainer = { container: { id: null, name: null } };
const inPod =
  'kubernetes.cluster.name = "payments-eu" and kubernetes.namespace.name = "checkout" and kubernetes.pod.name = "cart-c65cf6446-5s8kk"';

test.each([
  [
    'its container and its pod',
    {},
    [
      { types: [], filter: 'container.id = "6949e5f10829"', scope: null },
      { types: ['kubernetes'], filter: null, scope: inPod },
    ],
  ],
  ['its pod', noContainer, [{ types: [], filter: null, scope: inPod }]],
  [
    'its host',
    { ...noContainer, pod: null, workload: null },
    [{ types: [], filter: null, scope: 'host.hostName = "10.5.0.21"' }],
  ],
])('what else happened is asked of %s', (_what, changes, expected) => {
  expect(placesOf(sampleEvent(1, 1_000, changes))).toEqual(expected);
});
