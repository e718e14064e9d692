import { describe, expect, test } from 'vitest';
import {
  type FeedEvent,
  feed,
  nanos,
  openInstance,
  type TestInstance,
  timeOfId,
} from './open-instance.ts';

type Counts = Readonly<Record<string, { readonly countBySeverity: Record<string, number> }>>;
type Top = Readonly<
  Record<
    string,
    readonly { readonly key: string; readonly count: number; readonly label: string }[] | null
  >
>;
type Series = readonly {
  readonly values: Readonly<Record<string, readonly (readonly [bigint, number])[]>>;
  readonly step: number;
}[];

/** A stretch of fifteen minutes in the past, and all that the feed tells of it. */
async function stretch({ page, clock }: TestInstance, filter = '') {
  const window = { from: nanos(clock, -25), to: nanos(clock, -10), filter };
  return { window, data: (await page({ ...window, limit: 999 })).data };
}

const tally = (words: readonly (string | undefined)[]) =>
  words.reduce<Record<string, number>>((counts, word) => {
    if (word !== undefined) counts[word] = (counts[word] ?? 0) + 1;
    return counts;
  }, {});

const isPolicy = ({ source, content }: FeedEvent) =>
  content.ruleName !== undefined && !/profiling|Admission/.test(source);

describe('count', () => {
  test('agrees with the feed, and leaves severity 0 out where there is none', async () => {
    const instance = await openInstance();
    const { window, data } = await stretch(instance);
    const counts = await instance.ask<Counts>(`${feed}/count`, window);
    const policy = data.filter((event) => isPolicy(event) && !/^(aws|ibm)_/.test(event.source));
    const { countBySeverity = {} } = counts.policyEvents ?? {};
    const told = Object.entries(countBySeverity).filter(([, count]) => count > 0);
    expect(Object.fromEntries(told)).toEqual(tally(policy.map(({ severity }) => String(severity))));
    expect(counts.benchmarkEvents?.countBySeverity).not.toHaveProperty('0');
    expect(counts.benchmarkEvents?.countBySeverity['7']).toBe(0);
  });

  test('of two weeks counts what every one of its days does', async () => {
    const { ask, clock } = await openInstance();
    const sum = (counts: Counts) =>
      Object.values(counts)
        .flatMap(({ countBySeverity }) => Object.values(countBySeverity))
        .reduce((a, b) => a + b);
    const all = await ask<Counts>(`${feed}/count`, {
      from: nanos(clock, -14 * 1440),
      to: nanos(clock),
    });
    let parts = 0;
    for (let day = 1; day <= 14; day += 1) {
      const from = nanos(clock, -day * 1440);
      const to = from + 86_400_000_000_000n - (day === 1 ? 0n : 1n);
      parts += sum(await ask<Counts>(`${feed}/count`, { from, to }));
    }
    expect(parts).toBe(sum(all));
  });
});

describe('topStats', () => {
  test('agrees with the feed, and says of what a key is a value', async () => {
    const instance = await openInstance();
    const { window, data } = await stretch(instance);
    const top = await instance.ask<Top>(`${feed}/topStats`, { ...window, rows: 10 });
    const policy = data.filter(isPolicy);
    const rules = tally(policy.map(({ content }) => content.ruleName));
    expect(top.ruleName).toHaveLength(10);
    for (const { key, count } of top.ruleName ?? []) expect(rules[key]).toBe(count);
    const counts = (top.ruleName ?? []).map(({ count }) => count);
    expect(counts).toEqual(counts.toSorted((a, b) => b - a));
    for (const { key, count, label } of top.workload ?? []) {
      const { page } = await instance.page({
        ...window,
        filter: `${label} = "${key}" and originator = "policy"`,
      });
      expect(page.total).toBeGreaterThanOrEqual(count);
    }
    expect(top.compliance).toBeNull();
    expect(top.mitre?.every(({ label }) => label === 'ruleTags')).toBe(true);
  });

  test('has five rows by itself, and refuses seven', async () => {
    const instance = await openInstance();
    const { window } = await stretch(instance);
    expect((await instance.ask<Top>(`${feed}/topStats`, window)).ruleName).toHaveLength(5);
    expect((await instance.get(`${feed}/topStats`, { ...window, rows: 7 })).status).toBe(400);
  });

  test('answers no JSON where nothing matches', async () => {
    const instance = await openInstance();
    const { window } = await stretch(instance, 'ruleName = "none"');
    const answer = await instance.get(`${feed}/topStats`, window);
    expect(answer.status).toBe(200);
    expect(answer.text).toMatch(/^no events/);
  });
});

describe('timeSeries', () => {
  test('counts the feed by minute and severity, or user', async () => {
    const instance = await openInstance();
    const { window, data } = await stretch(instance);
    const policy = data.filter(isPolicy);
    for (const metric of ['severity', 'user']) {
      const [series] = await instance.ask<Series>(`${feed}/timeSeries`, { ...window, metric });
      expect(series?.step).toBe(60_000_000_000);
      const points = Object.values(series?.values ?? {}).flat();
      expect(points.reduce((sum, [, count]) => sum + count, 0)).toBe(policy.length);
      for (const [at, count] of points) {
        if (metric !== 'severity' || count === 0) continue;
        expect(
          policy.some(({ id }) => timeOfId(id) / 60_000_000_000n === BigInt(at) / 60_000_000_000n),
        ).toBe(true);
      }
    }
  });

  test('takes longer steps for longer windows', async () => {
    const { ask, clock } = await openInstance();
    const [series] = await ask<Series>(`${feed}/timeSeries`, {
      ...{ from: nanos(clock, -7 * 1440), to: nanos(clock), metric: 'severity' },
    });
    expect(series?.step).toBe(240 * 60_000_000_000);
    expect(series?.values['7']).toHaveLength(43);
  });

  test('needs to know what to count', async () => {
    const instance = await openInstance();
    const { window } = await stretch(instance);
    expect((await instance.get(`${feed}/timeSeries`, window)).status).toBe(400);
  });
});

test.each(['count', 'topStats', 'timeSeries'])('%s needs a window', async (name) => {
  const { get } = await openInstance();
  expect((await get(`${feed}/${name}`, { metric: 'user' })).status).toBe(400);
});

test.each(['filters', 'hasEvents', 'count', 'topStats', 'timeSeries'] as const)(
  '%s can be missing',
  async (name) => {
    const { get, clock } = await openInstance({ workloadProtection: { without: [name] } });
    const window = { from: nanos(clock, -1), to: nanos(clock), metric: 'user' };
    expect((await get(`${feed}/${name}`, window)).status).toBe(404);
  },
);
