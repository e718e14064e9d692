import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { auditWindows } from '../../../../src/features/audit-exports/audit-windows.ts';
import type { Direction } from '../../../../src/features/audit-exports/seen-rows.ts';
import {
  readWindow,
  type WindowPage,
  type WindowQuery,
} from '../../../../src/features/audit-exports/window-walk.ts';
import { type Handler, startServer, type TestServer } from '../../../support/http-server.ts';
import { type AuditTraits, page, serveAudit, type WireEvent, wireEvent } from './audit-server.ts';
import { openXraySession, startMs } from './xray-session.ts';

const dayMs = 86_400_000;
const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

async function serve(handler: Handler): Promise<TestServer> {
  const server = await startServer(handler);
  open.push(server);
  return server;
}

interface Walked {
  readonly pages: readonly WindowPage[];
  readonly ids: readonly string[];
}

async function walk(server: TestServer, changes: Partial<WindowQuery> = {}): Promise<Walked> {
  const session = openXraySession(server.url);
  open.push(session);
  const query: WindowQuery = {
    window: { fromMs: startMs - dayMs, toMs: startMs },
    ...{ direction: 'asc', dryRun: false, explain: false, pageRows: 10 },
    ...{ isFinal: false, place: null },
    ...changes,
  };
  const { clock } = session;
  const { signal } = new AbortController();
  const pages: WindowPage[] = [];
  const client = session.client('xray');
  for await (const one of readWindow(query, { client, clock, signal })) pages.push(one);
  return { pages, ids: pages.flatMap(({ rows }) => rows.map(({ id }) => id)) };
}

/** Events of the last day, so many seconds apart, the oldest first. */
const eventsEvery = (seconds: number, count: number): readonly WireEvent[] =>
  Array.from({ length: count }, (_, index) =>
    wireEvent(1000 + index, startMs - (count - index) * seconds * 1000),
  );

const idsOf = (events: readonly WireEvent[]) => events.map(({ id }) => String(id));
const offsets = ({ requests }: TestServer) => requests.map(({ query }) => query.get('offset'));

describe('windows', () => {
  test('are six days long, closed and half-open, and cut to seconds', () => {
    const sinceMs = startMs - 13 * dayMs + 250;
    expect(auditWindows({ sinceMs, untilMs: startMs + 999 }, startMs + 400)).toEqual([
      { id: '20261108T120000Z', fromMs: startMs - 13 * dayMs, toMs: startMs - 7 * dayMs },
      { id: '20261114T120000Z', fromMs: startMs - 7 * dayMs, toMs: startMs - dayMs },
      { id: '20261120T120000Z', fromMs: startMs - dayMs, toMs: startMs },
    ]);
  });

  test('hold nothing of the future', () => {
    expect(auditWindows({ sinceMs: startMs, untilMs: startMs + dayMs }, startMs)).toEqual([]);
  });

  const readings = [true, false].flatMap((start) =>
    [true, false].map((end) => ({ bounds: { start, end } })),
  );
  test.each(readings)('join without loss or doubles when the bounds are %j', async (traits) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: -4, max: 4 }), { minLength: 1, maxLength: 30 }),
        async (seconds) => {
          const edge = startMs - 6 * dayMs;
          const sorted = seconds.toSorted((left, right) => left - right);
          const events = sorted.map((second, index) => wireEvent(index + 1, edge + second * 1000));
          const server = await serve(serveAudit(() => events, traits));
          const windows = [
            { fromMs: edge - 3000, toMs: edge },
            { fromMs: edge, toMs: edge + 3000 },
          ];
          const walks = await Promise.all(windows.map((window) => walk(server, { window })));
          const inside = events.filter(({ created_at }) => {
            const at = Date.parse(created_at);
            return at >= edge - 3000 && at < edge + 3000;
          });
          expect(walks.flatMap(({ ids }) => ids)).toEqual(idsOf(inside));
        },
      ),
      { numRuns: 15 },
    );
  });
});

describe('the pages of a window', () => {
  const ends: readonly AuditTraits[] = [
    ...([0, null, 'absent', 'always-more'] as const).flatMap((end) => [
      { end },
      { end, counts: false },
      { end, clamp: 4 },
      { end, clamp: 1, counts: false },
    ]),
    { end: 0, clamp: 4, tellsClamp: false, counts: false },
    { end: 'always-more', clamp: 4, tellsClamp: false },
  ];

  test.each(ends)('come whole and once with %j', async (traits) => {
    for (const count of [0, 1, 9, 10, 11, 19, 20, 28, 29, 40]) {
      const events = eventsEvery(60, count);
      const server = await serve(serveAudit(() => events, traits));
      const { ids, pages } = await walk(server);
      expect(ids).toEqual(idsOf(events));
      // Pages of one row can't begin with the last row of the one before.
      const told =
        traits.clamp === 1 && count > 1 ? [expect.stringContaining('one event a page')] : [];
      expect(pages.flatMap(({ warnings }) => warnings)).toEqual(told);
    }
  });

  test.each<Direction>(['asc', 'desc'])('come in the order of ids, %s', async (direction) => {
    const events = eventsEvery(60, 35);
    const server = await serve(serveAudit(() => events));
    const ids = idsOf(events);
    const walked = await walk(server, { direction });
    expect(walked.ids).toEqual(direction === 'asc' ? ids : ids.toReversed());
  });

  test('are asked for with both bounds, a second early, and counted once', async () => {
    const server = await serve(serveAudit(() => eventsEvery(60, 25)));
    await walk(server);
    const [first, second] = server.requests;
    expect(Object.fromEntries(first?.query ?? [])).toEqual({
      order_by: 'id',
      direction: 'asc',
      num_of_rows: '10',
      created_at_start: '2026-11-20T11:59:59.000Z',
      created_at_end: '2026-11-21T12:00:00.000Z',
      offset: '0',
      include_total: 'true',
      dry_run: 'false',
    });
    expect(second?.query.get('include_total')).toBe('false');
    expect(offsets(server)).toEqual(['0', '9', '18']);
  });

  test('are asked for two at a time, once it is known how many there are', async () => {
    const events = eventsEvery(60, 60);
    const inner = serveAudit(() => events);
    const hold = Promise.withResolvers<void>();
    const server = await serve(async (request) => {
      if (request.query.get('offset') === '9') await hold.promise;
      return inner(request);
    });
    const walked = walk(server);
    await server.received(3);
    expect(offsets(server)).toEqual(['0', '9', '18']);
    hold.resolve();
    expect((await walked).ids).toEqual(idsOf(events));
  });

  test('are found again when the oldest rows are deleted meanwhile', async () => {
    let events = eventsEvery(60, 60);
    const all = idsOf(events);
    const server = await serve((request) => {
      if (server.requests.length === 4) events = events.slice(15);
      return serveAudit(() => events)(request);
    });
    const { ids } = await walk(server);
    expect(ids).toEqual(all);
  });

  test('go on after a checkpoint, although everything before it is gone', async () => {
    let events = eventsEvery(60, 60);
    const server = await serve((request) => serveAudit(() => events)(request));
    const { pages } = await walk(server);
    for (const gone of [0, 3, 10, 19, 28, 40]) {
      const place = pages[2]?.place ?? null;
      events = eventsEvery(60, 60).slice(gone);
      const rest = idsOf(eventsEvery(60, 60)).slice(Math.max(28, gone));
      const again = await walk(server, { place });
      expect(again.ids).toEqual(rest);
      const warnings = again.pages.flatMap((one) => one.warnings);
      expect(warnings).toHaveLength(gone > 27 ? 1 : 0);
    }
  });

  test('are not disturbed by new events', async () => {
    const old = eventsEvery(60, 30);
    const server = await serve((request) => {
      const count = server.requests.length;
      const late = Array.from({ length: count }, (_, index) => wireEvent(5000 + index, startMs));
      return serveAudit(() => [...old, ...late], { bounds: { start: true, end: true } })(request);
    });
    expect((await walk(server)).ids).toEqual(idsOf(old));
  });

  test('keep rows that share an id, and tell rows that cannot be read', async () => {
    const at = startMs - 60_000;
    const rows = [1, 2, 2, 2, 3].map((id, index) => wireEvent(id, at, { reason: `r${index}` }));
    const nameless = { ...wireEvent(9, at), id: null };
    const events = [...rows, nameless as unknown as WireEvent, wireEvent(10, at)];
    for (const pageRows of [3, 4, 6, 10]) {
      const server = await serve(serveAudit(() => events));
      const { ids, pages } = await walk(server, { pageRows });
      expect(ids).toEqual(['1', '2', '2', '2', '3', '10']);
      expect(pages.flatMap(({ unreadable }) => unreadable)).toHaveLength(1);
    }
  });

  test('are the exact bytes that came', async () => {
    const row =
      '{ "id": 90071992547409931, "created_at":"2026-11-21T11:00:00Z","n":1.0,"é":"\\u00e9"}';
    const server = await serve(() => ({ body: `{"data":[${row}],"meta":{"next_offset":null}}` }));
    const { pages } = await walk(server);
    const [first] = pages[0]?.rows ?? [];
    expect(first?.id).toBe('90071992547409931');
    expect(Buffer.from(first?.bytes ?? []).toString()).toBe(row);
  });
});

describe('a server that can not be trusted', () => {
  const times = (created_at_start: string, created_at_end: string) =>
    serveAudit(() => [], { meta: (meta) => ({ ...meta, created_at_start, created_at_end }) });

  test.each([
    ['begins late', '2026-11-20T13:00:00Z', '2026-11-21T12:00:00Z', 'none is shown'],
    ['ends early', '2026-11-20T11:00:00Z', '2026-11-21T11:58:00Z', 'clock may be 2m behind'],
  ])('that looked at a window which %s is an error', async (_name, start, end, hint) => {
    const server = await serve(times(start, end));
    await expect(walk(server)).rejects.toMatchObject({
      code: 'window-differs',
      message: `JFrog Xray: the server answered for ${start} to ${end} instead of 2026-11-20T12:00:00Z to 2026-11-21T12:00:00Z`,
      hint: expect.stringContaining(hint),
    });
  });

  test('may begin with the window itself, and not a second before', async () => {
    const server = await serve(times('2026-11-20T12:00:00Z', '2026-11-21T12:00:00Z'));
    await expect(walk(server)).resolves.toMatchObject({ ids: [] });
  });

  test('whose clock has not reached the end of an export is asked again later', async () => {
    const clocks = ['Sat, 21 Nov 2026 11:59:30 GMT', 'Sat, 21 Nov 2026 12:00:00 GMT'];
    const rows = serveAudit(() => eventsEvery(60, 1));
    const server = await serve(async (request) => {
      const answer = await rows(request);
      return { ...answer, headers: { ...answer.headers, date: clocks.shift() } };
    });
    await expect(walk(server, { isFinal: true })).rejects.toMatchObject({
      ...{ code: 'window-open', retryable: true },
      hint: expect.stringContaining('Try again in 30s'),
    });
    expect((await walk(server, { isFinal: true })).ids).toEqual(['1000']);
  });

  test('that looked at a longer time gives no row too many', async () => {
    const events = eventsEvery(3600, 40);
    const longer = serveAudit(() => events);
    const server = await serve((request) => {
      request.query.set('created_at_start', '2026-11-19T00:00:00Z');
      return longer(request);
    });
    expect((await walk(server)).ids).toEqual(idsOf(events.slice(-24)));
  });

  test('that does not say what it looked at is told', async () => {
    const server = await serve(() => page([wireEvent(1, startMs - 1000)]));
    const { ids, pages } = await walk(server);
    expect(ids).toEqual(['1']);
    expect(pages[0]?.warnings).toEqual([expect.stringContaining('does not say which time')]);
  });

  test.each([
    ['sorts otherwise', () => page([5, 4].map((id) => wireEvent(id, startMs - 1000)))],
    [
      'gives the same page always',
      () => {
        const rows = eventsEvery(60, 10);
        return page(rows, { next_offset: 10 });
      },
    ],
  ])('that %s is an error', async (_name, handler) => {
    const server = await serve(handler);
    await expect(walk(server)).rejects.toMatchObject({ code: 'unexpected-answer' });
  });

  test('that gives less than it counts is told', async () => {
    const server = await serve(() => page(eventsEvery(60, 3), { total_count: 8 }));
    const { pages } = await walk(server);
    const warnings = pages.flatMap((one) => one.warnings);
    expect(warnings).toContain('the server counts 8 events and gave 3');
  });
});
