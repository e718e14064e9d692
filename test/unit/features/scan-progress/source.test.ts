import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import type { Target } from '../../../../src/features/scan-progress/model.ts';
import type { ProgressEvent } from '../../../../src/features/scan-progress/shared-poll.ts';
import { createProgressSource } from '../../../../src/features/scan-progress/source.ts';
import { type Handler, json, type Script, startServer } from '../../../support/http-server.ts';
import { intervalMs, openPrismaSession } from './prisma-session.ts';

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const regular: Target = { kind: 'regular' };
const image: Target = { kind: 'on-demand', repo: 'library/alpine', tag: '3.16' };
const going = (scanned: number) => [
  { imageScan: { total: 9, scanned, title: '' }, isScanOngoing: true },
];
const over = [{ imageScan: { total: 9, scanned: 9, title: '' }, isScanOngoing: false }];

async function open(replies: Handler | Script) {
  const server = await startServer(replies);
  const session = openPrismaSession(server.url);
  const source = createProgressSource({ session, random: () => 0 });
  closing.push(server.close, session.close);
  return { server, session, source };
}

/** Collects a watch's events until it ends or is stopped. */
function collect(events: AsyncGenerator<ProgressEvent>) {
  const seen: ProgressEvent[] = [];
  const ended = (async () => {
    for await (const event of events) seen.push(event);
  })();
  return { seen, ended };
}

const states = (events: readonly ProgressEvent[]) =>
  events.map((event) =>
    event.kind === 'answer' ? event.scans.map(({ state }) => state).join() : event.kind,
  );

describe('ask', () => {
  it('tells the sample of the vendor as it is', async () => {
    const sample = readFileSync('test/fixtures/prisma/regular.json', 'utf8');
    const { source } = await open([{ body: sample }]);
    const { scans } = await source.ask(regular);
    expect(scans).toMatchObject([
      {
        kind: 'regular',
        registry: 'us-west2-docker.pkg.dev',
        state: 'scanning',
        discovery: { scanned: 2, total: 4 },
        imageScan: { scanned: 0, total: 2 },
        defenders: 1,
        startedAt: null,
      },
    ]);
  });

  it('tries again what may go well later', async () => {
    const { source, session, server } = await open([json({}, { status: 503 }), json([])]);
    const asking = source.ask(regular);
    await server.received(1);
    await session.activity.idle();
    await session.play(1);
    expect((await asking).scans).toEqual([]);
  });
});

describe('watch', () => {
  it('is at rest while it waits for the limit that another call has met', async () => {
    const refused = { status: 429, headers: { 'retry-after': '60' } };
    const { source, session, server } = await open(({ path }) =>
      path.includes('/progress') ? json(going(1)) : json({}, refused),
    );
    const controller = new AbortController();
    const others = new AbortController();
    const refusedCalls = source.companions({ signal: others.signal }).catch(() => {});
    await server.received(2);
    await session.activity.idle();
    others.abort();
    await refusedCalls;
    const { seen, ended } = collect(
      source.watch(regular, { signal: controller.signal, intervalMs }),
    );
    await session.activity.idle();
    expect(seen).toEqual([]);
    await session.clock.advance(60_000);
    await session.activity.idle();
    expect(states(seen)).toEqual(['scanning']);
    controller.abort();
    await ended;
  });

  it('shares one poll, and tells a late watcher the last event at once', async () => {
    const { source, session, server } = await open([json(going(1)), json(going(2))]);
    const controller = new AbortController();
    const options = { signal: controller.signal, intervalMs };
    const first = collect(source.watch(regular, options));
    await session.play(0);
    await session.activity.idle();
    const second = collect(source.watch(regular, options));
    await session.play(1);
    controller.abort();
    await Promise.all([first.ended, second.ended]);
    expect(server.requests).toHaveLength(2);
    expect(states(first.seen)).toEqual(['scanning', 'scanning']);
    expect(states(second.seen)).toEqual(['scanning', 'scanning']);
  });

  it('keeps the end of an image that is told only once for whoever comes later', async () => {
    const { source, session } = await open([json(going(1)), json(over), json([]), json([])]);
    for (const polls of [2, 0]) {
      const controller = new AbortController();
      const { seen, ended } = collect(
        source.watch(image, { signal: controller.signal, intervalMs }),
      );
      await session.activity.idle();
      await session.play(polls);
      controller.abort();
      await ended;
      expect(states(seen).at(-1)).toBe('finished');
    }
  });

  it('goes on after failures, and says since when they come', async () => {
    const down = json({}, { status: 503 });
    const { source, session } = await open([json(going(1)), down, down, json(going(2))]);
    const controller = new AbortController();
    const { seen, ended } = collect(
      source.watch(regular, { signal: controller.signal, intervalMs }),
    );
    await session.activity.idle();
    const startedAt = session.clock.now();
    await session.play(3);
    controller.abort();
    await ended;
    expect(states(seen)).toEqual(['scanning', 'failure', 'failure', 'scanning']);
    const since = startedAt + intervalMs;
    expect(seen.slice(1, 3)).toMatchObject([{ since }, { since, error: { status: 503 } }]);
  });

  it.each([400, 401, 403])('ends by a %s, even after answers', async (status) => {
    const { source, session } = await open([json([]), json({ err: 'no' }, { status })]);
    const { seen, ended } = collect(
      source.watch(regular, { signal: new AbortController().signal, intervalMs }),
    );
    const failed = expect(ended).rejects.toMatchObject({ status });
    await session.activity.idle();
    await session.play(1);
    await failed;
    expect(seen).toHaveLength(1);
  });

  it('survives a page of a proxy once there was an answer, but does not begin with one', async () => {
    const page = { headers: { 'content-type': 'text/html' }, body: '<html>login</html>' };
    const { source, session } = await open([json([]), page, json([]), page]);
    const controller = new AbortController();
    const { seen, ended } = collect(
      source.watch(regular, { signal: controller.signal, intervalMs }),
    );
    await session.activity.idle();
    await session.play(2);
    controller.abort();
    await ended;
    expect(seen.map(({ kind }) => kind)).toEqual(['answer', 'failure', 'answer']);
    const fresh = createProgressSource({ session });
    await expect(
      fresh.watch(regular, { signal: new AbortController().signal, intervalMs }).next(),
    ).rejects.toMatchObject({ code: 'not-json' });
  });

  it('needs a profile with the source', async () => {
    const { session } = await open([]);
    const source = createProgressSource({
      session: { ...session, client: () => session.client('xray') },
    });
    const events = source.watch(regular, { signal: new AbortController().signal, intervalMs });
    await expect(events.next()).rejects.toMatchObject({ code: 'config' });
  });
});

describe('a started scan that never shows progress', () => {
  const row = (scanTime: string) => ({ repoTag: { repo: image.repo, tag: image.tag }, scanTime });

  it('is over when its result is newer than the start', async () => {
    const results = [json([row('2026-11-21T11:00:00Z')]), json([row('2026-11-21T12:00:05Z')])];
    const { source, session, server } = await open((request) => {
      if (request.method === 'POST') return { headers: { date: 'Sat, 21 Nov 2026 12:00:01 GMT' } };
      return request.path.endsWith('/progress') ? json([]) : (results.shift() ?? json([]));
    });
    await source.start(image);
    const controller = new AbortController();
    const { seen, ended } = collect(source.watch(image, { signal: controller.signal, intervalMs }));
    await session.activity.idle();
    await session.play(5);
    controller.abort();
    await ended;
    expect(states(seen)).toEqual(['idle', 'idle', 'idle', 'idle', 'idle', 'idle', 'finished']);
    const looks = server.requests.filter(({ path }) => path.endsWith('/registry'));
    expect(looks.map(({ url }) => url)).toEqual(
      Array(2).fill(
        '/api/v32.07/registry?repository=library%2Falpine&compact=true&offset=0&limit=50',
      ),
    );
  });

  it('is waited for on, where the results may not be read', async () => {
    const { source, session } = await open(({ method, path }) => {
      if (method === 'POST') return {};
      return path.endsWith('/progress') ? json([]) : json({ err: 'no' }, { status: 403 });
    });
    await source.start(image);
    const controller = new AbortController();
    const { seen, ended } = collect(source.watch(image, { signal: controller.signal, intervalMs }));
    await session.activity.idle();
    await session.play(4);
    controller.abort();
    await ended;
    expect(states(seen)).toEqual(Array(6).fill('idle'));
  });
});

describe('companions', () => {
  it('are null where they may not be read, and not asked for again', async () => {
    const { source, server } = await open(({ path }) =>
      path.includes('/statuses/')
        ? json({ err: 'forbidden' }, { status: 403 })
        : json([{ registry: 'quay.io', scanStatus: 'Queued' }]),
    );
    for (const asked of [2, 3]) {
      expect(await source.companions({ tries: 1 })).toMatchObject({
        errors: null,
        scanning: null,
        specs: [{ registry: 'quay.io', queued: true }],
      });
      expect(server.requests).toHaveLength(asked);
    }
  });

  it('fail where the vendor fails', async () => {
    const { source } = await open(() => json({}, { status: 500 }));
    await expect(source.companions({ tries: 1 })).rejects.toMatchObject({ status: 500 });
  });
});

describe('result', () => {
  const counts = { critical: 1, high: 2, medium: 3, low: 4, total: 10 };
  const row = (tag: string, more = {}) => ({
    repoTag: { registry: 'r:5000', repo: 'a', tag },
    ...more,
  });

  it('is found by name, else by repository', async () => {
    const full = row('1', { vulnerabilityDistribution: counts });
    const { source, server } = await open([json(null), json([row('2'), full])]);
    const owner = {
      kind: 'on-demand',
      registry: 'r:5000',
      repo: 'a',
      tag: '1',
      digest: null,
    } as const;
    const { images, vulnerabilities } = await source.result(owner);
    expect(images).toMatchObject([{ tag: '1', vulnerabilities: counts }]);
    expect(vulnerabilities).toEqual(counts);
    expect(
      server.requests.map(({ query }) => query.get('name') ?? query.get('repository')),
    ).toEqual(['r:5000/a:1', 'a']);
  });

  it('sums what is known of a registry, and says what was left out', async () => {
    const { source, server } = await open((request) => {
      const offset = Number(request.query.get('offset'));
      const rows = Array.from({ length: 50 }, (_, index) =>
        row(`${offset + index}`, index === 0 ? { vulnerabilityDistribution: counts } : {}),
      );
      return json(rows, { headers: { 'Total-Count': '1000' } });
    });
    const owner = {
      kind: 'regular',
      registry: 'r:5000',
      repo: null,
      tag: null,
      digest: null,
    } as const;
    const { images, total, truncated, vulnerabilities } = await source.result(owner);
    expect([images.length, total, truncated]).toEqual([200, 1000, true]);
    expect(vulnerabilities).toMatchObject({ critical: 4, total: 40 });
    expect(images[1]?.vulnerabilities.critical).toBe(null);
    expect(server.requests).toHaveLength(4);
  });
});
