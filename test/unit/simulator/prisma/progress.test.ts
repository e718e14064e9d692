import { describe, expect, test } from 'vitest';
import { basic, openConsole, progressUntil, type ScanRow } from '../open-console.ts';

const zero = '0001-01-01T00:00:00Z';

describe('GET registry/progress, regular', () => {
  test('has the reference sample fields and no others', async () => {
    const { get } = await openConsole();
    const { json, status, headers } = await get<readonly ScanRow[]>('/registry/progress');
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('application/json');
    expect(json.length).toBeGreaterThan(2);
    for (const row of json) {
      expect(Object.keys(row)).toEqual([
        'discovery',
        'imageScan',
        'isScanOngoing',
        'specScanStartTime',
      ]);
      for (const step of [row.discovery, row.imageScan]) {
        expect(step).toMatchObject({ id: '', type: '', discovery: false });
        const names = ['discovery', 'error', 'id', 'scanned', 'title', 'total', 'type'];
        expect(names).toEqual(expect.arrayContaining(Object.keys(step)));
      }
    }
  });

  test('titles carry the counts, with plural Defenders in the first step alone', async () => {
    const opened = await openConsole();
    const rows = await progressUntil(opened, (all) =>
      all.some(({ imageScan }) => / 1 Defender$/.test(imageScan.title)),
    );
    const row = rows.find(({ imageScan }) => imageScan.title.endsWith(' 1 Defender'));
    const { discovery, imageScan } = row ?? {};
    const registry = /registry (\S+): /.exec(discovery?.title ?? '')?.[1];
    expect(discovery?.title).toBe(
      `Step 1/2 discovering tags in registry ${registry}: Discovered tags in ${discovery?.scanned}/${discovery?.total} repositories with 1 Defenders`,
    );
    expect(imageScan?.title).toBe(
      `Step 2/2 scanning images in registry ${registry}: Scanned ${imageScan?.scanned}/${imageScan?.total} images with 1 Defender`,
    );
  });

  test('an ended scan may have empty titles, another its error', async () => {
    const opened = await openConsole();
    const untitled = await progressUntil(opened, (all) =>
      all.some(({ discovery }) => discovery.title === ''),
    );
    const ended = untitled.find(({ discovery }) => discovery.title === '');
    expect(ended).toMatchObject({ isScanOngoing: false, imageScan: { title: '' } });
    expect(ended?.imageScan.scanned).toBe(ended?.imageScan.total);
    const failed = await progressUntil(opened, (all) =>
      all.some((row) => 'error' in row.imageScan),
    );
    expect(failed.find((row) => 'error' in row.imageScan)).toMatchObject({
      isScanOngoing: false,
      imageScan: { error: expect.stringContaining('quay.io') },
    });
  });

  test('starts are told in nanoseconds or as the zero time', async () => {
    const opened = await openConsole();
    await progressUntil(opened, (all) => all.some((row) => row.specScanStartTime === zero));
    const rows = await progressUntil(opened, (all) =>
      all.some((row) => row.specScanStartTime !== zero),
    );
    const told = rows.map((row) => row.specScanStartTime).filter((time) => time !== zero);
    for (const time of told) {
      expect(time).toMatch(/^2026-11-21T\d\d:\d\d:\d\d\.\d{9}Z$/);
      expect(Date.parse(time)).toBeLessThanOrEqual(opened.clock.now());
    }
  });

  test('now and then there is nothing in the middle of a scan', async () => {
    const opened = await openConsole();
    await progressUntil(opened, (all) => all.length > 0);
    await progressUntil(opened, (all) => all.length === 0);
    await opened.clock.advance(2000);
    expect((await opened.get<readonly ScanRow[]>('/registry/progress')).json).not.toEqual([]);
  });
});

describe('what is asked for', () => {
  test.each([
    '?registry=quay.io',
    '?repo=library/alpine',
    '?tag=3.16',
    '?digest=sha256:00',
    '?onDemand=false&repo=library/alpine&tag=3.16',
    '?onDemand=true',
    '?onDemand=true&tag=3.16',
    '?onDemand=true&repo=library/alpine',
    '?onDemand=true&repo=library/alpine&tag=',
    '?onDemand=maybe',
  ])('%s is a bad request', async (query) => {
    const { get } = await openConsole();
    const { status, json } = await get(`/registry/progress${query}`);
    expect(status).toBe(400);
    expect(json).toEqual({ err: expect.stringMatching(/^bad request: /) });
  });

  test.each([
    '?project=acme',
    '?search=alpine&collections=All',
    '?hostname=x',
    '?onDemand=false',
    '?tag=',
  ])('%s is the regular scan', async (query) => {
    const { get } = await openConsole();
    const { text } = await get('/registry/progress');
    expect(await get(`/registry/progress${query}`)).toMatchObject({ status: 200, text });
  });

  test.each(['v32.07', 'v34.04', 'v33.01', 'v30.03', 'v1'])('%s is served', async (version) => {
    const { get } = await openConsole();
    const { text } = await get('/registry/progress');
    expect(await get('/registry/progress', { version })).toMatchObject({ status: 200, text });
  });

  test.each(['v2', 'v19.11', 'v99.01', '32.07', 'latest'])('%s is not', async (version) => {
    const { get } = await openConsole();
    expect((await get('/registry/progress', { version })).status).toBe(404);
  });
});

describe('determinism', () => {
  const paths = ['/registry/progress', '/statuses/registry', '/settings/registry', '/registry'];

  test('same seed and time, same answer, whenever the server was started', async () => {
    const early = await openConsole({ seed: 9 });
    await early.clock.advance(100_000);
    const late = await openConsole({ seed: 9, clock: early.clock });
    for (const path of paths)
      expect((await late.get(path)).text).toBe((await early.get(path)).text);
  });

  test('another seed, another answer', async () => {
    const [one, two] = [await openConsole({ seed: 1 }), await openConsole({ seed: 2 })];
    for (const path of paths)
      expect((await two.get(path)).text).not.toBe((await one.get(path)).text);
  });

  test('speed moves the scans on, and tells no time of the future', async () => {
    const [slow, fast] = [await openConsole(), await openConsole({ speed: 20 })];
    await slow.clock.advance(100_000);
    await fast.clock.advance(5000);
    const counts = async ({ get }: typeof slow) =>
      (await get<readonly ScanRow[]>('/registry/progress')).json.map((row) => [
        row.discovery.title,
        row.imageScan.title,
      ]);
    expect(await counts(fast)).toEqual(await counts(slow));
    const { json } = await fast.get<readonly ScanRow[]>('/registry/progress');
    const starts = json.map((row) => Date.parse(row.specScanStartTime));
    expect(Math.max(...starts)).toBeLessThanOrEqual(fast.clock.now());
  });
});

describe('older shapes', () => {
  const shape = async (legacy: '30.03' | '32.06' | 'pre-30') => {
    const opened = await openConsole({ legacy });
    return { ...opened, rows: (await opened.get<readonly ScanRow[]>('/registry/progress')).json };
  };

  test.each(['30.03', '32.06'] as const)(
    '%s has hosts, scan times and no start',
    async (legacy) => {
      const { rows } = await shape(legacy);
      expect(rows.length).toBeGreaterThan(2);
      for (const row of rows) {
        expect(Object.keys(row)).toEqual(['discovery', 'imageScan', 'isScanOngoing']);
        for (const step of [row.discovery, row.imageScan]) {
          expect(step).toMatchObject({ hostname: '', scanTime: zero });
          expect('onDemand' in step).toBe(legacy === '32.06');
        }
      }
    },
  );

  test('pre-30 is a flat list of steps, and answers nothing to a bad request', async () => {
    const { rows, get } = await shape('pre-30');
    expect(rows.length).toBeGreaterThan(4);
    for (const row of rows) {
      expect(row).toMatchObject({ title: expect.stringMatching(/^(Step [12]|$)/), hostname: '' });
      expect(row).not.toHaveProperty('isScanOngoing');
    }
    const odd = await get('/registry/progress?repo=library/alpine&tag=3.16', { version: 'v1' });
    expect(odd).toMatchObject({ status: 200, json: [] });
  });

  test.each([
    ['30.03', '"30.03.122"'],
    ['32.06', '"32.06.113"'],
    ['pre-30', '"21.08.525"'],
    [undefined, '"32.07.123"'],
  ] as const)('%s has its version', async (legacy, version) => {
    const { get } = await openConsole(legacy === undefined ? {} : { legacy });
    expect((await get('/version')).text).toBe(version);
  });
});

test('the answer is JSON for everybody who may see it', async () => {
  const { get } = await openConsole();
  const { json } = await get('/registry/progress', { authorization: basic('viewer') });
  expect(Array.isArray(json)).toBe(true);
});
