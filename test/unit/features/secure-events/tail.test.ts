import { describe, expect, onTestFinished, test } from 'vitest';
import { createEventsSource } from '../../../../src/features/secure-events/source.ts';
import type { TailBatch, TailOptions } from '../../../../src/features/secure-events/tail-batch.ts';
import { type Answer, type Handler, html, json } from '../../../support/http-server.ts';
import { createFeed, eventAt, type FeedEvent, type FeedQuirks } from './event-feed.ts';
import { readerOf } from './tail-reader.ts';
import { serveWorkload, startNs } from './workload-session.ts';

const second = 1_000_000_000n;
const day = 86_400n * second;

async function openTail(handler: Handler, options: Partial<TailOptions> = {}) {
  const { server, session } = await serveWorkload(handler);
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  const tail = createEventsSource(session).tail({
    ...{ sinceNs: startNs - 600n * second, filter: null, signal: stop.signal, intervalMs: 1000 },
    random: () => 0,
    ...options,
  });
  return { server, session, stop, ...readerOf(tail, session) };
}

const idsOf = ({ items }: TailBatch) =>
  items.map((item) => (item.kind === 'event' ? item.event.id : `gap: ${item.gap.reason}`));
const ids = (events: readonly FeedEvent[]) => events.map(({ id }) => id);
const burst = (count: number, fromNs = startNs - 60n * second, stepNs = 7n) =>
  Array.from({ length: count }, (_, n) => eventAt(fromNs + BigInt(n) * stepNs, n));

describe('a burst over a page', () => {
  const quirks: readonly [string, FeedQuirks][] = [
    ['as documented', {}],
    ['whose cursor vanishes', { noPrev: true }],
    ['whose cursors are refused', { refuseCursors: true }],
    ['that tells no total', { noTotal: true }],
    ['whose ends are outside', { exclusive: true }],
    ['that gives rows twice', { doubles: true }],
  ];
  test.each(quirks)('is told whole by a server %s', async (_name, quirk) => {
    const events = burst(23);
    const feed = createFeed([...events].reverse(), quirk);
    const { batch } = await openTail(feed.answer, { pageRows: 5 });
    expect(idsOf(await batch())).toEqual(ids(events));
    expect(idsOf(await batch())).toEqual([]);
    const more = burst(17, startNs + 200_000_000n);
    feed.add(...more);
    expect(idsOf(await batch())).toEqual(ids(more));
    expect(idsOf(await batch())).toEqual([]);
  });

  test('that fills the page exactly ends with it', async () => {
    const events = burst(10);
    const { batch, server } = await openTail(createFeed(events).answer, { pageRows: 5 });
    expect(idsOf(await batch())).toEqual(ids(events));
    expect(server.requests.every(({ query }) => query.get('limit') === '5')).toBe(true);
  });

  test('is told in parts where it is long, with a position after each', async () => {
    const events = burst(500);
    const { batch } = await openTail(createFeed(events).answer, { pageRows: 5 });
    const told: string[] = [];
    let parts = 0;
    for (let state = ''; state !== 'live'; parts += 1) {
      const part = await batch();
      told.push(...idsOf(part));
      state = part.state;
    }
    expect(told).toEqual(ids(events));
    expect(parts).toBeGreaterThan(4);
    expect((await batch()).cursor.positionNs).toBe(startNs - 60n * second + 499n * 7n);
  });
});

describe('several events in one nanosecond', () => {
  test('are all told, over several pages', async () => {
    const events = burst(13, startNs - 60n * second, 0n);
    const { batch } = await openTail(createFeed(events).answer, { pageRows: 5 });
    expect(idsOf(await batch())).toEqual(ids(events));
    expect(idsOf(await batch())).toEqual([]);
  });

  test('leave a gap where the server gives no way past them', async () => {
    const events = burst(13, startNs - 60n * second, 0n);
    const feed = createFeed(events, { noPrev: true });
    const { batch } = await openTail(feed.answer, { pageRows: 5 });
    expect(idsOf(await batch())).toEqual([
      'gap: the server gave no way to what is older',
      ...ids(events.slice(-5)),
    ]);
    expect(idsOf(await batch())).toEqual([]);
  });
});

test('a late event is told once, and marked', async () => {
  const [early, late, newest] = burst(3, startNs - 30n * second, second);
  if (!early || !late || !newest) throw new Error('there are three');
  const feed = createFeed([early, newest]);
  const { batch } = await openTail(feed.answer);
  expect(idsOf(await batch())).toEqual([early.id, newest.id]);
  feed.add(late);
  const second_ = await batch();
  expect(second_.items).toMatchObject([{ event: { id: late.id, late: true } }]);
  expect(idsOf(await batch())).toEqual([]);
});

test('late events are found in a busy feed as well', async () => {
  const events = burst(200, startNs - 40n * second, 200_000_000n);
  const hidden = events.filter((_, n) => n % 50 === 7);
  const feed = createFeed(events.filter((event) => !hidden.includes(event)));
  const { batch } = await openTail(feed.answer, { pageRows: 10 });
  const told: string[] = [];
  const take = async () => {
    const part = await batch();
    told.push(...idsOf(part));
    return part;
  };
  for (let part = await take(); part.state !== 'live'; ) part = await take();
  feed.add(...hidden);
  for (let polls = 0; polls < 60; polls += 1) await take();
  expect([...told].sort()).toEqual(ids(events).sort());
});

test('an event that comes much too late is found by the server’s count', async () => {
  const feed = createFeed(burst(3));
  const { batch, session, server } = await openTail(feed.answer);
  await batch();
  await session.clock.advance(1_200_000);
  await batch();
  const late = eventAt(startNs - 300n * second, 99);
  feed.add(late);
  await session.clock.advance(1_200_000);
  expect((await batch()).items).toMatchObject([{ event: { id: late.id, late: true } }]);
  const asked = server.requests.length;
  await session.clock.advance(1_200_000);
  expect(idsOf(await batch())).toEqual([]);
  // Told, it agrees again: one call to compare, one for what is new.
  expect(server.requests.length - asked).toBeLessThan(5);
});

describe('a busy feed', () => {
  test('is looked at again once, without rows where the counts agree', async () => {
    const feed = createFeed(burst(400, startNs - 100n * second, second / 5n));
    const { batch, server } = await openTail(feed.answer, { pageRows: 10 });
    for (let part = await batch(); part.state !== 'live'; ) part = await batch();
    const before = server.requests.length;
    feed.add(eventAt(startNs + second, 1000));
    expect(idsOf(await batch())).toHaveLength(1);
    expect(idsOf(await batch())).toEqual([]);
    const limits = server.requests.slice(before).map(({ query }) => query.get('limit'));
    expect(limits.filter((limit) => limit === '10').length).toBeLessThan(10);
    expect(limits).toContain('1');
  });

  test('is read on where a page failed', async () => {
    const events = burst(45, startNs - 30n * second, second / 5n);
    const feed = createFeed(events);
    const asked: string[] = [];
    const { next } = await openTail(
      (request) => {
        asked.push(String(request.query.get('cursor')));
        const isDown = asked.length > 3 && asked.length < 9;
        return isDown ? json({}, { status: 503 }) : feed.answer(request);
      },
      { pageRows: 10 },
    );
    expect((await next()).kind).toBe('failure');
    const event = await next();
    expect(event.kind === 'batch' && idsOf(event)).toEqual(ids(events));
    expect(asked.filter((cursor) => cursor === 'null')).toHaveLength(1);
  });
});

describe('a failure', () => {
  const failures: readonly [string, Answer][] = [
    [
      '429 with Retry-After',
      json({ message: 'slow' }, { status: 429, headers: { 'retry-after': '3' } }),
    ],
    ['429', json({ message: 'slow' }, { status: 429 })],
    ['500', json({}, { status: 500 })],
    ["a proxy's 502", html('Bad Gateway', 502)],
    ['a reset', { fault: { kind: 'reset' } }],
    ['a body that is cut', { ...json({ data: [] }), fault: { kind: 'cut', afterBytes: 3 } }],
    ['a page instead of JSON', html('login')],
  ];
  test.each(failures)('by %s loses and doubles nothing', async (_name, answer) => {
    const events = burst(23);
    const feed = createFeed(events);
    let count = 0;
    const flaky: Handler = (request) => {
      count += 1;
      return count % 6 === 0 || (count > 6 && count < 12) ? answer : feed.answer(request);
    };
    const { next } = await openTail(flaky, { pageRows: 5 });
    const told: string[] = [];
    for (let turn = 0; turn < 12; turn += 1) {
      const event = await next();
      if (event.kind === 'batch') told.push(...idsOf(event));
    }
    expect(told).toEqual(ids(events));
  });

  test('is told, and the position stays', async () => {
    const feed = createFeed(burst(3));
    let down = true;
    const { next } = await openTail((request) =>
      down ? json({ message: 'gone' }, { status: 503 }) : feed.answer(request),
    );
    expect(await next()).toMatchObject({ kind: 'failure', failures: 1 });
    expect(await next()).toMatchObject({ kind: 'failure', failures: 2 });
    down = false;
    expect(await next()).toMatchObject({ kind: 'batch', items: { length: 3 } });
  });
});

describe('a position older than two weeks', () => {
  test('is caught up with in windows that the server takes, oldest first', async () => {
    const events = [40n, 30n, 15n, 1n].map((days, n) => eventAt(startNs - days * day, n));
    const feed = createFeed(events);
    const { batch, server } = await openTail(feed.answer, { sinceNs: startNs - 45n * day });
    const told: string[] = [];
    const states: string[] = [];
    for (let turn = 0; turn < 4; turn += 1) {
      const part = await batch();
      states.push(part.state);
      told.push(...idsOf(part));
    }
    expect(told).toEqual(ids(events));
    expect(states).toEqual(['catching-up', 'catching-up', 'catching-up', 'live']);
    expect(server.requests).toHaveLength(4);
  });

  test('leaves a gap where the server refuses its age', async () => {
    const [old, young] = [eventAt(startNs - 20n * day), eventAt(startNs - 10n * day)];
    const feed = createFeed([old, young]);
    const retention = startNs - 14n * day;
    const { batch } = await openTail(
      (request) =>
        BigInt(request.query.get('from') ?? retention) < retention - second
          ? json({ message: 'bad request' }, { status: 400 })
          : feed.answer(request),
      { sinceNs: startNs - 20n * day },
    );
    expect(idsOf(await batch())).toEqual(['gap: the server refuses to look back so far']);
    expect(idsOf(await batch())).toEqual([young.id]);
  });
});

test('after a sleep of a month it catches up', async () => {
  const feed = createFeed(burst(2));
  const { batch, session } = await openTail(feed.answer);
  await batch();
  await session.clock.advance(30 * 86_400_000);
  const missed = [1n, 16n, 29n].map((days) => eventAt(startNs + days * day));
  feed.add(...missed);
  const told: string[] = [];
  for (let state = ''; state !== 'live'; ) {
    const part = await batch();
    told.push(...idsOf(part));
    state = part.state;
  }
  expect(told).toEqual(ids(missed));
});

test('a row that cannot be read leaves a gap, once', async () => {
  const good = burst(2);
  const { batch } = await openTail(() =>
    json({ page: { total: 3 }, data: [...good, { id: 'x' }] }),
  );
  expect(idsOf(await batch())).toEqual([
    good[0]?.id,
    'gap: a row of the answer cannot be read',
    good[1]?.id,
  ]);
  expect(idsOf(await batch())).toEqual([]);
});

test('goes on exactly where a cursor stands', async () => {
  const events = burst(40, startNs - 90n * second, 2n * second);
  const feed = createFeed(events.slice(0, 20));
  const first = await openTail(feed.answer);
  const { cursor } = await first.batch();
  feed.add(...events.slice(20));
  const again = await openTail(feed.answer, { cursor });
  expect(idsOf(await again.batch())).toEqual(ids(events.slice(20)));
});

test('sends filter and limit along with every cursor', async () => {
  const feed = createFeed(burst(23));
  const { batch, server } = await openTail(feed.answer, { pageRows: 5, filter: 'severity = "3"' });
  await batch();
  const asked = server.requests.map(({ query }) => [query.get('filter'), query.get('limit')]);
  expect(asked).toHaveLength(5);
  expect(new Set(asked.map(String))).toEqual(new Set(['severity = "3",5']));
  const both = server.requests.filter(({ query }) => query.has('cursor') && query.has('from'));
  expect(both).toEqual([]);
});
