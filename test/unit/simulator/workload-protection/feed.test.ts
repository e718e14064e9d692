import { describe, expect, test } from 'vitest';
import { allEventIds } from '../../../../src/simulator/workload-protection/truth.ts';
import {
  type FeedEvent,
  feed,
  nanos,
  openInstance,
  type TestInstance,
  timeOfId,
} from './open-instance.ts';

const ids = (events: readonly FeedEvent[]) => events.map(({ id }) => id);

/** Walks `prev` from the window's end to its start. */
async function windowIds({ page }: TestInstance, fromNs: bigint, toNs: bigint, limit = 999) {
  const first = await page({ from: fromNs, to: toNs, limit });
  const seen = new Set(ids(first.data));
  for (let { prev } = first.page; prev !== undefined; ) {
    const next = await page({ cursor: prev, limit });
    const inside = next.data.filter(({ id }) => timeOfId(id) >= fromNs);
    for (const { id } of inside) seen.add(id);
    if (inside.length < next.data.length || next.data.length === 0) break;
    prev = next.page.prev;
  }
  return [...seen].toSorted();
}

describe('a window', () => {
  test('holds the truth, whatever the size of its pages', async () => {
    const instance = await openInstance();
    const { clock } = instance;
    const window = { fromNs: nanos(clock, -65), toNs: nanos(clock, -5) };
    const truth = allEventIds({ seed: 1, startedAt: clock.now(), ...window });
    expect(truth.length).toBeGreaterThan(500);
    expect(await windowIds(instance, window.fromNs, window.toNs)).toEqual(truth);
    expect(await windowIds(instance, window.fromNs, window.toNs, 37)).toEqual(truth);
  });

  test('is newest first by its ids, whose times the timestamps tell', async () => {
    const { page, clock } = await openInstance();
    const { data } = await page({ from: nanos(clock, -600), to: nanos(clock), limit: 999 });
    expect(ids(data)).toEqual(ids(data).toSorted().reverse());
    for (const { id, timestamp } of data) {
      const [seconds = '', fraction = ''] = timestamp.replace('Z', '').split('.');
      const told = BigInt(Date.parse(`${seconds}Z`)) * 1_000_000n;
      expect(told + BigInt(fraction.padEnd(9, '0'))).toBe(timeOfId(id));
      expect(fraction).not.toMatch(/0$/);
    }
    expect(data.some(({ timestamp }) => !timestamp.includes('.'))).toBe(true);
  });

  test('leaves the simulated out, unless they are asked for', async () => {
    const { page, clock } = await openInstance();
    const window = { from: nanos(clock, -600), to: nanos(clock), limit: 999 };
    const only = await page({ ...window, simulation: 'only_simulation' });
    expect(only.data.length).toBeGreaterThan(3);
    expect(only.data.every(({ category }) => category === 'simulation')).toBe(true);
    const usual = await page(window);
    expect(await page({ ...window, simulation: 'exclude_simulation' })).toEqual(usual);
    expect(usual.data.some(({ category }) => category === 'simulation')).toBe(false);
  });

  test('tells the total of what matches, however little is shown', async () => {
    const { page, clock } = await openInstance();
    const window = { from: nanos(clock, -15), to: nanos(clock) };
    const all = await page({ ...window, limit: 999 });
    expect(all.page.total).toBe(all.data.length);
    expect((await page({ ...window, limit: 1 })).page.total).toBe(all.page.total);
  });

  test('always has both cursors, also when it is empty', async () => {
    const { page, clock } = await openInstance();
    const at = nanos(clock, -5) + 1n;
    const empty = await page({ from: at, to: at });
    expect(empty.data).toEqual([]);
    expect(empty.page.total).toBe(0);
    expect((await page({ cursor: empty.page.prev ?? '', limit: 3 })).data).toHaveLength(3);
    const next = await page({ cursor: empty.page.next ?? '', limit: 3 });
    expect(next.data.every(({ id }) => timeOfId(id) > at)).toBe(true);
  });

  test('includes both its ends', async () => {
    const { page, clock } = await openInstance();
    const { data } = await page({ from: nanos(clock, -60), to: nanos(clock, -30) });
    const event = data[7];
    const at = timeOfId(event?.id ?? '');
    expect(ids((await page({ from: at, to: at })).data)).toContain(event?.id);
  });

  test.each<[string, (now: bigint) => Readonly<Record<string, bigint | number | string>>]>([
    ['nothing', () => ({})],
    ['one end alone', (now) => ({ from: now })],
    ['ends that are turned round', (now) => ({ from: now, to: now - 1n })],
    ['more than two weeks', (now) => ({ from: now - 1_209_600_000_000_001n, to: now })],
    ['no number', (now) => ({ from: 'yesterday', to: now })],
    ['a window and a cursor', (now) => ({ from: now - 1n, to: now, cursor: 'LTltNGUy' })],
    ['a cursor that is none', () => ({ cursor: 'LTltNGUybXIwdWkzZThhMjE1bjRn' })],
    ['no event', (now) => ({ from: now - 1n, to: now, limit: 0 })],
    ['a thousand events', (now) => ({ from: now - 1n, to: now, limit: 1000 })],
    ['a filter that does not end', (now) => ({ from: now - 1n, to: now, filter: 'name = "a' })],
    ['another simulation', (now) => ({ from: now - 1n, to: now, simulation: 'all' })],
  ])('of %s is refused with 400', async (_what, query) => {
    const { get, clock } = await openInstance();
    const { status, json } = await get(feed, query(nanos(clock)));
    expect(status).toBe(400);
    expect(json).toEqual({
      message: 'bad request',
      requestId: expect.stringMatching(/^[\da-f]{32}$/),
    });
  });

  test('of two weeks is not too wide', async () => {
    const { page, clock } = await openInstance();
    const { page: told } = await page({
      from: nanos(clock) - 1_209_600_000_000_000n,
      to: nanos(clock),
      limit: 1,
    });
    expect(told.total).toBeGreaterThan(300_000);
  });
});

describe('a cursor', () => {
  test('forgets the window: prev goes on before it', async () => {
    const { page, clock } = await openInstance();
    const from = nanos(clock, -10);
    const first = await page({ from, to: nanos(clock), limit: 999 });
    expect(first.data.length).toBeLessThan(999);
    const second = await page({ cursor: first.page.prev ?? '' });
    expect(second.data).toHaveLength(100);
    expect(second.data.every(({ id }) => timeOfId(id) < from)).toBe(true);
  });

  test('next of an old page gives what follows it at once, newest first', async () => {
    const { page, clock } = await openInstance();
    const window = { from: nanos(clock, -60), to: nanos(clock, -10) };
    const all = ids((await page({ ...window, limit: 999 })).data);
    const old = await page({ from: window.from, to: timeOfId(all[60] ?? '') - 1n, limit: 10 });
    const next = await page({ cursor: old.page.next ?? '', limit: 20 });
    expect(ids(next.data)).toEqual(all.slice(41, 61));
    const back = await page({ cursor: next.page.prev ?? '', limit: 10 });
    expect(ids(back.data)).toEqual(ids(old.data));
  });

  test('next can be made to give the newest', async () => {
    const workloadProtection = { nextPage: 'newest', lateShare: 0, doubledShare: 0 } as const;
    const { page, clock } = await openInstance({ workloadProtection });
    const old = await page({ from: nanos(clock, -60), to: nanos(clock, -30) });
    const newest = await page({ from: nanos(clock, -60), to: nanos(clock), limit: 20 });
    const next = await page({ cursor: old.page.next ?? '', limit: 20 });
    expect(ids(next.data)).toEqual(ids(newest.data));
    expect(next.page.next).toBeUndefined();
  });

  test.each([
    ['absent', undefined],
    ['repeated', expect.any(String)],
  ] as const)('next of the newest page is %s', async (exhaustedNext, wanted) => {
    const { page, clock } = await openInstance({ workloadProtection: { exhaustedNext } });
    const old = await page({ from: nanos(clock, -5), to: nanos(clock, -2) });
    const newest = await page({ cursor: old.page.next ?? '', limit: 999 });
    expect(newest.page.next).toEqual(wanted);
    const first = await page({ from: nanos(clock, -2), to: nanos(clock) });
    const none = await page({ cursor: first.page.next ?? '' });
    expect(none).toEqual({ page: { total: 0 }, data: [] });
  });

  test('is forgotten when its time is over', async () => {
    const { get, page, clock } = await openInstance({
      workloadProtection: { cursorLifeMs: 60_000 },
    });
    const { page: told } = await page({ from: nanos(clock, -1), to: nanos(clock), limit: 1 });
    expect((await get(feed, { cursor: told.prev ?? '' })).status).toBe(200);
    await clock.advance(120_000);
    expect((await get(feed, { cursor: told.prev ?? '' })).status).toBe(400);
  });

  test("of an event shows the event's surroundings", async () => {
    const { page, clock } = await openInstance();
    const { data } = await page({ from: nanos(clock, -60), to: nanos(clock), limit: 100 });
    const around = await page({ cursor: data[50]?.cursor ?? '', limit: 20 });
    expect(ids(around.data)).toEqual(ids(data.slice(40, 60)));
  });
});

describe('arrival', () => {
  const storm = { eventsPerSecond: 300, lateShare: 0.05, doubledShare: 0.02 };

  test('is late for some, twice for some, and complete in the end', async () => {
    const { page, clock } = await openInstance({ workloadProtection: storm });
    const startedAt = clock.now();
    const fromNs = nanos(clock);
    await clock.advance(3000);
    const toNs = nanos(clock) - 1n;
    const truth = allEventIds({ seed: 1, startedAt, setting: storm, fromNs, toNs });
    expect(truth.length).toBeGreaterThan(800);
    const early = (await page({ from: fromNs, to: toNs, limit: 999 })).data;
    expect(new Set(ids(early)).size).toBeLessThan(truth.length);
    expect(new Set(ids(early)).size).toBeLessThan(early.length);
    await clock.advance(60_000);
    const settled = (await page({ from: fromNs, to: toNs, limit: 999 })).data;
    expect(ids(settled).toReversed()).toEqual(truth);
  });

  test('makes 5000 events a second, some in one nanosecond, no two alike', async () => {
    const setting = { eventsPerSecond: 5000 };
    const instance = await openInstance({ workloadProtection: setting });
    const { clock } = instance;
    const startedAt = clock.now();
    const fromNs = nanos(clock);
    await clock.advance(60_000);
    const toNs = fromNs + 999_999_999n;
    const truth = allEventIds({ seed: 1, startedAt, setting, fromNs, toNs });
    expect(truth.length).toBeGreaterThan(4800);
    expect(new Set(truth).size).toBe(truth.length);
    expect(new Set(truth.map(timeOfId)).size).toBeLessThan(truth.length - 100);
    expect(await windowIds(instance, fromNs, toNs)).toEqual(truth);
  });

  test('shows nothing of the future', async () => {
    const { page, clock } = await openInstance({ workloadProtection: storm });
    await clock.advance(1500);
    const { data } = await page({ from: nanos(clock, -5), to: nanos(clock, 60), limit: 999 });
    expect(data.length).toBeGreaterThan(200);
    expect(data.every(({ id }) => timeOfId(id) <= nanos(clock))).toBe(true);
  });

  test('is the same at any speed, in every simulator of a seed', async () => {
    const listed = async (seed: number, speed: number) => {
      const { page, clock } = await openInstance({ seed, speed });
      return page({ from: nanos(clock, -60), to: nanos(clock) });
    };
    const first = await listed(1, 1);
    expect(await listed(1, 20)).toEqual(first);
    expect(await listed(2, 1)).not.toEqual(first);
  });
});
