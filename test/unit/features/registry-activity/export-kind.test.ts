import { afterEach, expect, test } from 'vitest';
import type { ExportPage, ExportRequest } from '../../../../src/export-engine/kind.ts';
import { createMask, createPseudonyms } from '../../../../src/export-engine/mask.ts';
import { registryActivityKind as kind } from '../../../../src/features/registry-activity/export-kind.ts';
import { logRow, plain } from '../../../fixtures/activity-tracking/samples.ts';
import { type RecordedRequest, startServer, text } from '../../../support/http-server.ts';
import { createManualClock } from '../../../support/manual-clock.ts';
import { activitySession } from './activity-session.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const untilMs = Date.UTC(2026, 10, 21, 12);
const dayMs = 86_400_000;

function requestOf(part: Partial<ExportRequest> = {}): ExportRequest {
  return {
    ...{ kind: kind.name, criteria: {}, format: 'ndjson', gzip: false, columns: 'scandeck' },
    ...{ sinceMs: untilMs - 20 * dayMs, untilMs, maskUsers: false, rawCells: false },
    ...{ pageSize: null, concurrency: null, out: '/tmp/none', force: false, openedBy: [] },
    ...part,
  };
}

type Told = (request: RecordedRequest) => readonly unknown[];

/** Exports from a server that tells the same messages to each query. */
async function exported(messages: Told, part: Partial<ExportRequest> = {}) {
  const server = await startServer((request) => {
    const told = messages(request).map((message) => `data: ${JSON.stringify(message)}\n\n`);
    return text(told.join(''), 'text/event-stream');
  });
  const clock = createManualClock(untilMs);
  const session = await activitySession(server.url, clock);
  closing.push(() => session.close(), server.close);
  const request = requestOf(part);
  const { signal } = new AbortController();
  const windows = await kind.plan(request, { session, clock, signal });
  const pages: ExportPage[] = [];
  for (const window of windows) {
    const asked = { session, request, window, checkpoint: null, signal, clock };
    for await (const page of kind.pages({ ...asked, waitFor: () => {} })) pages.push(page);
  }
  const metadata = server.requests.map(({ body }) => JSON.parse(body).metadata);
  const texts = pages.flatMap(({ rows }) => rows.map(({ bytes }) => Buffer.from(bytes).toString()));
  const warnings = pages.flatMap((page) => page.warnings ?? []);
  return { windows, pages, metadata, texts, warnings };
}

const push = { ...plain, action: 'container-registry.image.push' };
const at = (ms: number) => (untilMs - ms) * 1000;
const rows = (...results: readonly unknown[]) => [{ result: { results } }];

test('asks the archive for as much as it gives, in windows of a week', async () => {
  const { windows, metadata } = await exported(() => []);
  expect(windows.map(({ fromMs, toMs }) => (toMs - fromMs) / dayMs)).toEqual([7, 7, 6]);
  expect(metadata).toHaveLength(3);
  expect(metadata[0]).toMatchObject({
    ...{ tier: 'archive', limit: 50_000, start_date: '2026-11-01T11:59:59.999Z' },
    end_date: '2026-11-08T12:00:00.001Z',
  });
});

test('asks the index where that is wanted, for the most that it gives', async () => {
  const criteria = { tier: 'frequent_search', action: ['image.push'] };
  const { metadata, pages } = await exported(() => [], { criteria });
  expect(metadata[0]).toMatchObject({ tier: 'frequent_search', limit: 12_000 });
  expect(pages[0]?.query).toMatchObject({ query: expect.stringContaining("$d.action == '") });
});

test('a row is the event byte for byte, once, by the time of its record and then by its id', async () => {
  const pretty = (n: number) =>
    `{ "action": "container-registry.image.pull",\n"n": 1234567890123456789${n} }`;
  const record = (n: number, ms: number) =>
    Object.assign({}, logRow({}, `id-${n}`, at(ms)), { user_data: pretty(n) });
  const told = rows(record(3, 10), record(2, 20), record(1, 10), record(2, 20));
  const { texts, pages } = await exported(() => told);
  expect(texts).toEqual([2, 1, 3].map(pretty));
  expect(pages.at(-1)).toMatchObject({ duplicates: 1 });
});

test('criteria that the vendor is not asked for are sorted out here', async () => {
  const other = { ...push, initiator: { ...push.initiator, name: 'somebody else', id: 'x' } };
  const told = rows(logRow(push, 'a', at(5)), logRow(other, 'b', at(4)));
  const { texts } = await exported(() => told, { criteria: { initiator: 'CI-scan' } });
  expect(texts).toEqual([JSON.stringify(push)]);
});

test('what holds no event, or no time, is set aside', async () => {
  const timeless = { user_data: JSON.stringify({ action: 'container-registry.image.pull' }) };
  const told = rows(logRow('no event', 'a', at(5)), timeless, { labels: [] });
  const { texts, pages } = await exported(() => told, { sinceMs: untilMs - dayMs });
  expect(texts).toEqual([]);
  expect(pages[0]?.undecodable).toHaveLength(3);
});

test('what the log service could not look through is told', async () => {
  const lost = { warning: { archive_warning: { missing_data: {} } } };
  const { warnings } = await exported(() => [lost], { sinceMs: untilMs - dayMs });
  expect(warnings.join()).toMatch(/lacks a part.*rows may be missing/);
});

test('refuses criteria before anybody is asked', () => {
  const check = (criteria: ExportRequest['criteria']) => kind.check?.(requestOf({ criteria }));
  expect(() => check({ action: ['psh'] })).toThrow(/--action psh/);
  expect(() => check({ query: "a' | b" })).toThrow(/--query/);
  expect(() => check({ action: ['image.push'] })).not.toThrow();
});

test('who did it is masked, in what is told of it, too', () => {
  const event = {
    ...push,
    initiator: { ...push.initiator, name: 'ann@corp.example', authnName: 'ann' },
    message: 'Container Registry: push by ann@corp.example for ann',
  };
  const mask = createMask(kind, 'salt');
  const nameless = createPseudonyms('salt');
  const [mail, name] = [nameless('ann@corp.example'), nameless('ann')];
  const masked = JSON.parse(Buffer.from(mask(Buffer.from(JSON.stringify(event)))).toString());
  expect(masked).toEqual({
    ...event,
    initiator: { ...event.initiator, name: mail, authnName: name },
    message: `Container Registry: push by ${mail} for ${name}`,
  });
});

test('cells are those of the listing, without what the record alone tells', () => {
  const cells = Object.fromEntries(kind.columns.map(({ name, cell }) => [name, cell(push)]));
  expect(cells).toMatchObject({ action: 'image.push', initiator: 'ci-scanner', reason: '200 OK' });
  expect(cells).toMatchObject({ correlationId: push.correlationId });
  expect(Object.keys(cells)).not.toContain('id');
});
