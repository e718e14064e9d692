import { afterEach, expect, test } from 'vitest';
import type { ExportPage, ExportRequest, Json } from '../../../../src/export-engine/kind.ts';
import { scanLogsKind } from '../../../../src/features/scan-logs/export-kind.ts';
import { type ServedLog, servedLog, startScanLogServer } from '../../../support/scan-log-server.ts';
import { openCarbonBlackSession, startMs } from './carbon-black-session.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const dayMs = 86_400_000;

/** Scans ten seconds apart, the newest first. */
async function open(count: number, part: Partial<ExportRequest> = {}) {
  const logs = Array.from({ length: count }, (_, id) => servedLog(id + 1, startMs));
  return serve(logs, part);
}

async function serve(logs: readonly ServedLog[], part: Partial<ExportRequest> = {}) {
  const server = await startScanLogServer(logs, startMs);
  const session = openCarbonBlackSession(server.url);
  closing.push(server.close, session.close);
  const request: ExportRequest = {
    ...{ kind: 'scan-logs', criteria: {}, format: 'ndjson', gzip: false, columns: 'scandeck' },
    ...{ sinceMs: startMs - 3 * dayMs, untilMs: startMs, maskUsers: false, rawCells: false },
    ...{ pageSize: 100, concurrency: null, out: '/tmp/none', force: false, openedBy: [] },
    ...part,
  };
  const { clock } = session;
  const { signal } = new AbortController();
  const windows = await scanLogsKind.plan(request, { session, clock, signal });
  const read = async (checkpoint: Json = null) => {
    const pages: ExportPage[] = [];
    for (const window of windows) {
      const asked = { session, request, window, checkpoint, signal, clock, waitFor: () => {} };
      for await (const page of scanLogsKind.pages(asked)) pages.push(page);
    }
    return pages;
  };
  return { logs, server, read };
}

const textsOf = (pages: readonly ExportPage[]) =>
  pages.flatMap(({ rows }) => rows.map(({ bytes }) => new TextDecoder().decode(bytes)));

test('all scans come once, oldest first, as the vendor wrote them', async () => {
  const { logs, read } = await open(1500);
  const texts = textsOf(await read());
  expect(texts).toEqual(logs.toReversed().map(({ wire }) => JSON.stringify(wire)));
});

test('the criteria of the listing narrow the export', async () => {
  const { logs, read } = await open(300, { criteria: { cluster: ['prod:eu-central'] } });
  const wanted = logs.filter(({ clusters }) => clusters.includes('prod:eu-central'));
  expect(textsOf(await read())).toEqual(
    wanted.toReversed().map(({ wire }) => JSON.stringify(wire)),
  );
});

test('no call asks for more than the limit, and most rows are asked for once', async () => {
  const { server, read } = await open(1500);
  await read();
  const bodies = server.requests.map(({ body }) => JSON.parse(body));
  expect(Math.max(...bodies.map(({ start, rows }) => start + rows))).toBe(100);
  expect(bodies.length).toBeLessThan(60);
});

test('a second with more rows than a page has is asked for at once', async () => {
  const scan_time = new Date(startMs - dayMs).toISOString();
  const logs = Array.from({ length: 250 }, (_, id) =>
    servedLog(id, startMs, { full_tag: `app:${id}`, scan_time }),
  );
  const { read } = await serve(logs);
  const pages = await read();
  expect(textsOf(pages)).toHaveLength(250);
  expect(pages.flatMap(({ warnings = [] }) => warnings)).toEqual([]);
});

test('a row without a time is set aside', async () => {
  const { server, read } = await open(0);
  const row = { full_tag: 'docker.io/library/alpine:3.16', scan_time: null };
  server.intercept(() => ({
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ num_found: 1, results: [row] }),
  }));
  const [page] = await read();
  expect(page?.rows).toEqual([]);
  expect(page?.undecodable).toHaveLength(1);
});

test('an answer that is no page of rows is an error, never an empty window', async () => {
  const { server, read } = await open(0);
  server.intercept(() => ({
    headers: { 'content-type': 'application/json' },
    body: '{"message":"hello"}',
  }));
  await expect(read()).rejects.toThrow(/holds no rows/);
});

/** A server that gives less than the documented one: `cap` rows a call, and counts as `count` says. */
async function serveCounting(cap: number, count: (rows: number) => number | undefined) {
  const opened = await open(400);
  const { logs, server } = opened;
  server.intercept(({ body }) => {
    const { criteria, start, rows } = JSON.parse(body);
    const { start: from, end } = criteria.scan_time;
    const found = logs.filter(({ wire }) => {
      const at = String(wire.scan_time);
      return Date.parse(at) >= Date.parse(from) && Date.parse(at) <= Date.parse(end);
    });
    const results = found.slice(start, start + Math.min(rows, cap)).map(({ wire }) => wire);
    const answer = { num_found: count(found.length), results };
    return { headers: { 'content-type': 'application/json' }, body: JSON.stringify(answer) };
  });
  return opened;
}

test('counts that a server does not keep are told, and asked about once', async () => {
  const { logs, server, read } = await serveCounting(100, (rows) => rows + 3);
  const pages = await read();
  expect(textsOf(pages)).toHaveLength(logs.length);
  expect(server.requests.length).toBeLessThan(80);
  expect(pages.flatMap(({ warnings = [] }) => warnings)).toContainEqual(
    expect.stringMatching(/^the server counts \d+ rows from .* to .*, and gave \d+: /),
  );
});

test.each([
  ['counts them', (rows: number) => rows],
  ['counts nothing', () => undefined],
])(
  'a server that gives fewer rows a call than it is asked for, and %s, loses none',
  async (_, count) => {
    const { logs, read } = await serveCounting(30, count);
    const pages = await read();
    expect(textsOf(pages)).toEqual(logs.toReversed().map(({ wire }) => JSON.stringify(wire)));
    expect(pages.flatMap(({ warnings = [] }) => warnings)).toEqual([]);
  },
);
