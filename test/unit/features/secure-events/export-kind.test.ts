import { afterEach, expect, test } from 'vitest';
import type { ExportKind, ExportPage, ExportRequest } from '../../../../src/export-engine/kind.ts';
import { createMask, createPseudonyms } from '../../../../src/export-engine/mask.ts';
import { activityAuditKind } from '../../../../src/features/secure-events/export-audit-kind.ts';
import { eventsKind } from '../../../../src/features/secure-events/export-kind.ts';
import { type Handler, json, startServer } from '../../../support/http-server.ts';
import { createFeed, eventAt } from './event-feed.ts';
import { openWorkloadSession, startMs, startNs } from './workload-session.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const hourMs = 3_600_000;
const hourNs = 3_600_000_000_000n;

function requestOf(kind: ExportKind, part: Partial<ExportRequest>): ExportRequest {
  return {
    ...{ kind: kind.name, criteria: {}, format: 'ndjson', gzip: false, columns: 'scandeck' },
    ...{ sinceMs: startMs - 40 * hourMs, untilMs: startMs, maskUsers: false, rawCells: false },
    ...{ pageSize: 10, concurrency: null, out: '/tmp/none', force: false, openedBy: [] },
    ...part,
  };
}

/** Exports from a server, window after window. */
async function exported(kind: ExportKind, answer: Handler, part: Partial<ExportRequest> = {}) {
  const server = await startServer(answer);
  const session = openWorkloadSession(server.url);
  closing.push(server.close, session.close);
  const request = requestOf(kind, part);
  const [{ signal }, { clock }] = [new AbortController(), session];
  const pages: ExportPage[] = [];
  for (const window of await kind.plan(request, { session, clock, signal })) {
    const asked = { session, request, window, checkpoint: null, signal, clock };
    for await (const page of kind.pages({ ...asked, waitFor: () => {} })) pages.push(page);
  }
  const rows = pages.flatMap((page) => page.rows.map(({ id }) => id));
  const undecodable = pages.flatMap((page) =>
    page.undecodable.map((bytes) => Buffer.from(bytes).toString()),
  );
  const warnings = pages.flatMap((page) => page.warnings ?? []);
  return { server, pages, rows, undecodable, warnings };
}

const events = Array.from({ length: 60 }, (_, at) =>
  eventAt(startNs - BigInt(at + 1) * (hourNs / 2n)),
);
const ids = events.map(({ id }) => id).toReversed();

test.each([
  ['as the document says', {}],
  ['with bounds that are outside', { exclusive: true }],
  ['without cursors', { noPrev: true }],
  ['with cursors that are refused', { refuseCursors: true }],
  ['with rows twice and no total', { doubles: true, noTotal: true }],
])('all events come once, oldest first, from a server %s', async (_what, quirks) => {
  const { pages, rows, warnings } = await exported(
    eventsKind,
    createFeed([...events], quirks).answer,
  );
  expect(rows).toEqual(ids);
  expect(pages.at(-1)?.share).toBe(1);
  expect(warnings).toEqual([]);
});

test('criteria go along with cursors, too', async () => {
  const criteria = { filter: 'ruleName = "a" or ruleName = "b"', severity: ['medium,info'] };
  const { server, pages } = await exported(eventsKind, createFeed([...events]).answer, {
    criteria,
  });
  const filter = '(ruleName = "a" or ruleName = "b") and severity in ("4", "5", "7")';
  expect(new Set(server.requests.map(({ query }) => query.get('filter')))).toEqual(
    new Set([filter]),
  );
  expect(server.requests.some(({ query }) => query.has('cursor'))).toBe(true);
  expect(pages[0]?.query).toEqual({ filter });
});

test('the activity audit is asked for types, fields and labels', async () => {
  const criteria = {
    type: ['command', 'kubernetes'],
    filter: 'pid = 1',
    scope: 'container.id = "a"',
  };
  const { server } = await exported(activityAuditKind, createFeed([]).answer, { criteria });
  const [first] = server.requests;
  expect(first?.path).toBe('/api/v2/activityAudit/events');
  expect(Object.fromEntries(first?.query ?? [])).toMatchObject({
    ...{ types: 'commands,kubernetes', filter: 'pid = 1', scopeFilter: 'container.id = "a"' },
  });
});

test('pages of one row bring all rows, too', async () => {
  const { answer } = createFeed([...events]);
  const { rows, warnings } = await exported(eventsKind, answer, { pageSize: 1 });
  expect(rows).toEqual(ids);
  expect(warnings).toEqual([]);
});

test.each([eventsKind, activityAuditKind])('$name refuses criteria before it asks', (kind) => {
  const check = (criteria: ExportRequest['criteria']) =>
    kind.check?.(requestOf(kind, { criteria }));
  expect(() => check({ filter: 'severity <' })).toThrow(/--filter/);
  expect(() => check({})).not.toThrow();
});

test('rows that say neither what nor when they are are set aside once', async () => {
  const odd = [{ timestamp: String(startNs - 3n * hourNs), severity: 1 }, { severity: 2 }];
  const feed = createFeed([...events]);
  const answer: Handler = async (request) => {
    const given = await feed.answer(request);
    const page = JSON.parse(String(given.body));
    const at = page.data.findIndex(({ id }: { id: string }) => id === events[9]?.id);
    if (at > 0) page.data.splice(at, 0, ...odd);
    return json(page);
  };
  const { rows, undecodable } = await exported(eventsKind, answer, { pageSize: 100 });
  expect(rows).toEqual(ids);
  expect(undecodable.toSorted()).toEqual(odd.map((row) => JSON.stringify(row)).toSorted());
});

test('what a server will not give is told as a warning', async () => {
  const answer: Handler = () => json({ page: { total: 40 }, data: [] });
  const { rows, warnings } = await exported(eventsKind, answer);
  expect(rows).toEqual([]);
  expect(warnings.join()).toMatch(/rows may be missing/);
});

const masked = (kind: ExportKind, row: object) =>
  JSON.parse(Buffer.from(createMask(kind, 'salt')(Buffer.from(JSON.stringify(row)))).toString());
const nameless = createPseudonyms('salt');

test('users of events are masked where they are named and where the output names them', () => {
  const row = {
    content: {
      fields: { 'user.name': 'alice', 'proc.cmdline': 'cat /home/alice/x', 'proc.name': 'cat' },
      output: 'Shell by alice (mail a@corp.example, malice) in app@sha256:ab',
    },
    labels: { 'container.image.repo': 'alice/app' },
  };
  const alice = nameless('alice');
  expect(masked(eventsKind, row)).toEqual({
    content: {
      fields: { 'user.name': alice, 'proc.cmdline': `cat /home/${alice}/x`, 'proc.name': 'cat' },
      output: `Shell by ${alice} (mail ${nameless('a@corp.example')}, malice) in app@sha256:ab`,
    },
    labels: { 'container.image.repo': 'alice/app' },
  });
  const unknown = { content: { fields: { 'user.name': '<NA>' }, output: '<NA>' } };
  expect(masked(eventsKind, unknown)).toEqual(unknown);
});

test('users of activity are masked in commands, too', () => {
  const row = { username: 'bob', cmdline: 'su bob', user: { username: 'eve', groups: ['dev'] } };
  expect(masked(activityAuditKind, row)).toEqual({
    ...{ username: nameless('bob'), cmdline: `su ${nameless('bob')}` },
    user: { username: nameless('eve'), groups: ['dev'] },
  });
});

test('cells are those of the listing', () => {
  const row = { ...eventAt(startNs), severity: 1, labels: { 'kubernetes.cluster.name': 'prod' } };
  const cells = eventsKind.columns.map(({ name, cell }) => [name, cell(row)]);
  expect(Object.fromEntries(cells)).toMatchObject({
    ...{ at: '2026-11-21T12:00:00.000000000Z', severity: 'high', cluster: 'prod', id: row.id },
  });
});
