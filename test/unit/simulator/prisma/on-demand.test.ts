import { describe, expect, test } from 'vitest';
import { openConsole, progressUntil, type ScanRow, type TestConsole } from '../open-console.ts';

const alpine = { registry: 'docker.io', repo: 'library/alpine', tag: '3.16', digest: '' };
const alpineQuery = '?onDemand=true&repo=library/alpine&tag=3.16';

const start = ({ post }: TestConsole, tag: object) =>
  post('/registry/scan', { body: { onDemandScan: true, tag } });
const progress = async ({ get }: TestConsole, query = alpineQuery) =>
  (await get<readonly ScanRow[]>(`/registry/progress${query}`)).json;
const isOver = (rows: readonly ScanRow[]) => rows.some((row) => !row.isScanOngoing);

describe('an on-demand scan', () => {
  test('goes from nothing to its end, which is told once', async () => {
    const opened = await openConsole();
    expect(await progress(opened)).toEqual([]);
    expect(await start(opened, alpine)).toMatchObject({ status: 200, text: '' });
    expect(await progress(opened)).toEqual([]);
    await opened.clock.advance(1000);
    expect(await progress(opened)).toMatchObject([
      {
        isScanOngoing: true,
        discovery: {
          total: 1,
          scanned: 0,
          title: 'Step 1/2 discovering tags in repository: library/alpine, tag: 3.16',
        },
        imageScan: {
          total: 0,
          scanned: 0,
          title: 'Step 2/2 scanning images in repository: library/alpine, tag: 3.16',
        },
      },
    ]);
    const startedAt = opened.clock.now() - 1000;
    const end = await progressUntil(opened, isOver, alpineQuery);
    expect(end).toMatchObject([
      { discovery: { total: 1, scanned: 1 }, imageScan: { total: 1, scanned: 1 } },
    ]);
    const seconds = (opened.clock.now() - startedAt) / 1000;
    expect(seconds).toBeGreaterThanOrEqual(20);
    expect(seconds).toBeLessThanOrEqual(41);
    expect(await progress(opened)).toEqual([]);
  });

  test('its end waits until it is read', async () => {
    const opened = await openConsole();
    await start(opened, alpine);
    await opened.clock.advance(3_600_000);
    expect(await progress(opened)).toMatchObject([{ isScanOngoing: false }]);
    expect(await progress(opened)).toEqual([]);
  });

  test('can be started again', async () => {
    const opened = await openConsole();
    await start(opened, alpine);
    await progressUntil(opened, isOver, alpineQuery);
    await start(opened, alpine);
    await opened.clock.advance(1000);
    expect(await progress(opened)).toMatchObject([{ isScanOngoing: true }]);
  });

  test('is not set back by a second start', async () => {
    const opened = await openConsole();
    await start(opened, alpine);
    await opened.clock.advance(19_000);
    await start(opened, alpine);
    await opened.clock.advance(21_000);
    expect(isOver(await progress(opened))).toBe(true);
  });

  test('updates the result', async () => {
    const opened = await openConsole();
    const scanTime = async () => {
      const path = '/registry?name=docker.io/library/alpine:3.16';
      return (await opened.get<readonly { scanTime: string }[]>(path)).json[0]?.scanTime ?? '';
    };
    await opened.post('/registry/stop');
    const before = await scanTime();
    await start(opened, alpine);
    await opened.clock.advance(45_000);
    expect(Date.parse(await scanTime())).toBeGreaterThan(Date.parse(before));
    expect(Date.parse(await scanTime())).toBeGreaterThan(opened.clock.now() - 30_000);
  });

  test('goes on beside others and while the regular scan is stopped', async () => {
    const opened = await openConsole();
    await start(opened, alpine);
    await start(opened, { ...alpine, repo: 'library/nginx', tag: 'latest' });
    await opened.post('/registry/stop');
    await opened.clock.advance(1000);
    expect(await progress(opened)).toHaveLength(1);
    expect(await progress(opened, '?onDemand=true&repo=library/nginx&tag=latest')).toHaveLength(1);
    expect(await progress(opened, '')).toEqual([]);
  });

  test('is found by the digest that it was started with', async () => {
    const opened = await openConsole();
    const path = '/registry?name=docker.io/library/alpine:3.16';
    const { json } = await opened.get<readonly { repoTag: { digest: string } }[]>(path);
    const digest = json[0]?.repoTag.digest ?? '';
    await start(opened, { ...alpine, tag: '', digest });
    await opened.clock.advance(1000);
    const rows = await progress(opened, `?onDemand=true&repo=library/alpine&digest=${digest}`);
    expect(rows[0]?.discovery.title).toBe(
      `Step 1/2 discovering tags in repository: library/alpine, digest: ${digest}`,
    );
    expect(await progress(opened)).toEqual([]);
  });

  test('of another registry is another scan', async () => {
    const opened = await openConsole();
    await start(opened, alpine);
    await opened.clock.advance(1000);
    expect(await progress(opened, `${alpineQuery}&registry=quay.io`)).toEqual([]);
    expect(await progress(opened, `${alpineQuery}&registry=docker.io`)).toHaveLength(1);
  });

  test.each([
    ['an unknown image in scope', { ...alpine, tag: '0.0' }, /manifest unknown/],
    [
      'an image that is too old',
      { registry: 'registry.corp.example:5000', repo: 'legacy/billing', tag: '2019.4' },
      /unsupported manifest type/,
    ],
  ])('fails for %s', async (_, tag, error) => {
    const opened = await openConsole();
    await start(opened, tag);
    await opened.clock.advance(60_000);
    const rows = await progress(opened, `?onDemand=true&repo=${tag.repo}&tag=${tag.tag}`);
    expect(rows).toMatchObject([
      { isScanOngoing: false, imageScan: { error: expect.stringMatching(error) } },
    ]);
  });

  test('of a JFrog image never shows', async () => {
    const opened = await openConsole();
    const { json } = await opened.get<readonly { repoTag: typeof alpine }[]>(
      '/registry?registry=acme.jfrog.io&limit=1',
    );
    const tag = json[0]?.repoTag ?? alpine;
    await start(opened, { ...tag, digest: '' });
    for (const seconds of [1, 10, 40]) {
      await opened.clock.advance(seconds * 1000);
      expect(await progress(opened, `?onDemand=true&repo=${tag.repo}&tag=${tag.tag}`)).toEqual([]);
    }
  });
});
