import { afterEach, expect, test } from 'vitest';
import type { ExportPage, ExportRequest, Json } from '../../../../src/export-engine/kind.ts';
import { scanResultsKind } from '../../../../src/features/scan-progress/export-kind.ts';
import { json, startServer } from '../../../support/http-server.ts';
import { openPrismaSession } from './prisma-session.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const dayMs = 86_400_000;
const now = Date.UTC(2026, 10, 21, 12);

/** A row as the console has it; the number beyond 2^53 must survive. */
const rowText = (name: string, scanTime = '2026-11-21T11:00:00Z') =>
  `{"_id":"${name}","scanTime":"${scanTime}","scanBuildDate":9007199254740993}`;
const names = (count: number) => Array.from({ length: count }, (_, at) => `image-${1000 + at}`);

/** How a console is unlike the documented one. */
interface Traits {
  readonly criteria?: ExportRequest['criteria'];
  readonly pageRows?: number;
  /** @default the number of images; null to tell none */
  readonly total?: number | null;
  readonly ignoresOffset?: boolean;
}

/** A console whose list can be changed between two pages. */
async function open(list: string[], traits: Traits = {}) {
  const { criteria = {}, pageRows = 50, ignoresOffset = false } = traits;
  const asked: URLSearchParams[] = [];
  const server = await startServer(({ query }) => {
    asked.push(query);
    const offset = ignoresOffset ? 0 : Number(query.get('offset'));
    const rows = list.slice(offset, offset + Math.min(pageRows, Number(query.get('limit'))));
    const total = traits.total === undefined ? list.length : traits.total;
    const answer = json(null, total === null ? {} : { headers: { 'total-count': String(total) } });
    return rows.length === 0 ? answer : { ...answer, body: `[${rows.join(' ,\n')}]` };
  });
  const session = openPrismaSession(server.url);
  closing.push(server.close, session.close);
  const request: ExportRequest = {
    ...{ kind: 'scan-results', criteria, format: 'ndjson', gzip: false, columns: 'scandeck' },
    ...{ sinceMs: now - 30 * dayMs, untilMs: now, maskUsers: false, rawCells: false },
    ...{ pageSize: null, concurrency: null, out: '/tmp/none', force: false, openedBy: [] },
  };
  const { clock } = session;
  const { signal } = new AbortController();
  const [window] = await scanResultsKind.plan(request, { session, clock, signal });
  if (window === undefined) throw new Error('no window was planned');
  const pages = (checkpoint: Json) =>
    scanResultsKind.pages({
      ...{ session, request, window, checkpoint, signal, clock },
      waitFor: () => {},
    });
  return { asked, pages };
}

const idsOf = (pages: readonly ExportPage[]) =>
  pages.flatMap(({ rows }) => rows.map(({ id }) => id));
async function all(pages: AsyncGenerator<ExportPage>): Promise<readonly ExportPage[]> {
  const read: ExportPage[] = [];
  for await (const page of pages) read.push(page);
  return read;
}

test('gives every row once, byte for byte, in the order of the console', async () => {
  const list = names(123).map((name) => rowText(name));
  const { pages } = await open(list);
  const read = await all(pages(null));
  expect(read.at(-1)?.share).toBe(1);
  expect(idsOf(read)).toEqual(names(123));
  const texts = read.flatMap(({ rows }) =>
    rows.map(({ bytes }) => new TextDecoder().decode(bytes)),
  );
  expect(texts).toEqual(list);
});

test.each([0, 1, 49, 50, 51, 99, 100])('reads a list of %i to its end', async (count) => {
  const { pages } = await open(names(count).map((name) => rowText(name)));
  expect(idsOf(await all(pages(null)))).toEqual(names(count));
});

test.each([
  ['tells no number of images', { total: null }],
  ['tells none, and gives small pages', { total: null, pageRows: 30 }],
  ['gives small pages', { pageRows: 7 }],
] as const)('reads all of a console that %s', async (_, traits) => {
  const { pages } = await open(
    names(123).map((name) => rowText(name)),
    traits,
  );
  const read = await all(pages(null));
  expect(idsOf(read)).toEqual(names(123));
  expect(read.flatMap(({ warnings = [] }) => warnings)).toEqual([]);
});

test.each([
  ['counts more than it gives', { total: 143 }, 123, /counts 143 images and gave 123/],
  ['gives its first page only', { ignoresOffset: true }, 50, /counts 123 images and gave 50/],
  [
    'gives its first page only, and counts nothing',
    { ignoresOffset: true, total: null },
    50,
    /same images again and again/,
  ],
] as const)('comes to an end when a console %s, and says so', async (_, traits, count, words) => {
  const { pages } = await open(
    names(123).map((name) => rowText(name)),
    traits,
  );
  const read = await all(pages(null));
  expect(idsOf(read)).toEqual(names(count));
  expect(read.flatMap(({ warnings = [] }) => warnings)).toEqual([expect.stringMatching(words)]);
});

test('comes to an end when a console gives the same nonsense for ever', async () => {
  const { pages } = await open(['{"isScanOngoing":true}'], { ignoresOffset: true, total: null });
  const read = await all(pages(null));
  expect(read.length).toBeLessThan(10);
  expect(idsOf(read)).toEqual([]);
  expect(read.at(-1)?.warnings).toEqual([expect.stringMatching(/again and again/)]);
});

const tagged = (id: string | null, tag: string) =>
  JSON.stringify({ ...(id === null ? {} : { _id: id }), repoTag: { repo: 'app', tag } });

test('keeps images apart that share an id, and those without any', async () => {
  const list = names(60).map((name, at) => tagged(at % 3 === 0 ? null : `id-${at % 2}`, name));
  const { pages } = await open(list);
  const texts = (await all(pages(null))).flatMap(({ rows }) =>
    rows.map(({ bytes }) => new TextDecoder().decode(bytes)),
  );
  expect(texts).toEqual(list);
});

test('leaves out what a page gives twice', async () => {
  const list = names(60).map((name) => rowText(name));
  const { pages } = await open([...list.slice(0, 20), ...list.slice(10)]);
  const read = await all(pages(null));
  expect(idsOf(read)).toEqual(names(60));
  expect(read.map(({ duplicates }) => duplicates)).toEqual([10, 0]);
});

test('goes on after any checkpoint with what was missing', async () => {
  const { pages } = await open(names(123).map((name) => rowText(name)));
  const whole = await all(pages(null));
  for (const [at, { checkpoint }] of whole.slice(0, -1).entries()) {
    const rest = idsOf(await all(pages(checkpoint)));
    expect([...idsOf(whole.slice(0, at + 1)), ...rest]).toEqual(names(123));
  }
});

test.each<[string, (list: string[]) => void, readonly string[]]>([
  ['an image before the page is removed', (list) => list.splice(3, 1), names(123)],
  ['sixty images before the page are removed', (list) => list.splice(0, 60), names(123)],
  ['an image is added before the page', (list) => list.unshift(rowText('image-0')), names(123)],
  [
    'an image is added behind the page',
    (list) => list.push(rowText('image-9')),
    [...names(123), 'image-9'],
  ],
])('skips and doubles nothing when %s meanwhile', async (_what, change, expected) => {
  const list = names(123).map((name) => rowText(name));
  const { pages } = await open(list);
  const read: ExportPage[] = [];
  for await (const page of pages(null)) {
    read.push(page);
    if (read.length === 2) change(list);
  }
  expect(idsOf(read)).toEqual(expected);
  expect(read.flatMap(({ warnings = [] }) => warnings)).toEqual([]);
});

test('says that rows may be missing when nothing of the page before is left', async () => {
  const list = names(80).map((name) => rowText(name));
  const { pages } = await open(list);
  const read: ExportPage[] = [];
  for await (const page of pages(null)) {
    read.push(page);
    if (read.length === 1) list.splice(0, list.length, rowText('other-1'), rowText('other-2'));
  }
  expect(read.flatMap(({ warnings = [] }) => warnings).join()).toMatch(/may be missing/);
});

test('leaves out what was scanned before the range, and keeps what does not tell', async () => {
  const { pages } = await open([
    rowText('old', '2026-01-01T00:00:00Z'),
    rowText('new'),
    rowText('never', '0001-01-01T00:00:00Z'),
    rowText('later', '2026-11-21T12:00:01Z'),
  ]);
  expect(idsOf(await all(pages(null)))).toEqual(['new', 'never', 'later']);
});

test('sets aside what has no id', async () => {
  const { pages } = await open([rowText('a'), '{"id":"no"}', '7', rowText('b')]);
  const [page] = await all(pages(null));
  expect(page?.rows.map(({ id }) => id)).toEqual(['a', 'b']);
  expect(page?.undecodable).toHaveLength(2);
});

test.each([
  [[49]],
  [[48, 49, 50]],
  [[122]],
  [
    names(123)
      .map((_, at) => at)
      .slice(40, 110),
  ],
])('sets aside once what has no id at the edge of a page: %j', async (places) => {
  const list = names(123).map((name, at) => (places.includes(at) ? '7' : rowText(name)));
  const { pages } = await open(list);
  const read = await all(pages(null));
  expect(idsOf(read)).toEqual(names(123).filter((_, at) => !places.includes(at)));
  expect(read.flatMap(({ undecodable }) => undecodable)).toHaveLength(places.length);
  expect(read.flatMap(({ warnings = [] }) => warnings)).toEqual([]);
});

test('asks with the criteria of the command line', async () => {
  const { pages, asked } = await open([], { criteria: { registry: 'r.example', compact: true } });
  await all(pages(null));
  expect(asked.map(String)).toEqual(['registry=r.example&compact=true&offset=0&limit=50']);
});
