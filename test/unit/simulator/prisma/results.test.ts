import { describe, expect, test } from 'vitest';
import { basic, openConsole } from '../open-console.ts';

interface Row {
  readonly repoTag: { readonly registry: string; readonly repo: string; readonly tag: string };
  readonly scanTime: string;
  readonly instances: readonly [{ readonly image: string }];
  readonly vulnerabilities: readonly { readonly severity: string }[] | null;
  readonly vulnerabilitiesCount: number;
  readonly vulnerabilityDistribution: Readonly<Record<string, number>>;
  readonly err: string;
}
const nameOf = ({ repoTag }: Row) => `${repoTag.registry}/${repoTag.repo}:${repoTag.tag}`;

describe('GET registry', () => {
  test('gives all images in pages of 50 at most, by name', async () => {
    const { get, clock } = await openConsole();
    const first = await get<readonly Row[]>('/registry?limit=1000');
    expect(first.json[0]).toMatchObject({ _id: expect.stringMatching(/^sha256:/) });
    expect(first.json.map(({ instances }) => instances[0].image)).toEqual(first.json.map(nameOf));
    const total = Number(first.headers.get('total-count'));
    const names: string[] = [];
    for (let offset = 0; offset < total; offset += 50) {
      const { json } = await get<readonly Row[]>(`/registry?offset=${offset}&compact=true`);
      expect(json).toHaveLength(Math.min(50, total - offset));
      names.push(...json.map(nameOf));
      await clock.advance(2000);
    }
    expect(total).toBeGreaterThan(500);
    expect(names).toEqual([...new Set(names)].sort());
  });

  test.each([
    ['limit=0', 'null', true],
    ['offset=100000', 'null', true],
    ['registry=nowhere.example', 'null', false],
    ['name=docker.io/library/alpine:0.0', 'null', false],
  ])('%s has the body %s', async (query, body, counted) => {
    const { get } = await openConsole();
    const answer = await get(`/registry?${query}`);
    expect(answer).toMatchObject({ status: 200, text: body });
    expect(Number(answer.headers.get('total-count')) > 0).toBe(counted);
  });

  test.each(['limit=-1', 'offset=x', 'limit=1.5', 'compact=perhaps'])(
    '%s is refused',
    async (query) => {
      const { get } = await openConsole();
      expect((await get(`/registry?${query}`)).status).toBe(400);
    },
  );

  test.each([
    [
      'name=docker.io/library/alpine:3.16',
      (row: Row) => nameOf(row) === 'docker.io/library/alpine:3.16',
      1,
    ],
    ['registry=quay.io', (row: Row) => row.repoTag.registry === 'quay.io', 30],
    ['registry=quay.io,ghcr.io', (row: Row) => /^(quay|ghcr)\.io$/.test(row.repoTag.registry), 50],
    [
      'repository=library/alpine&repository=library/nginx',
      (row: Row) => /library\/(alpine|nginx)/.test(nameOf(row)),
      9,
    ],
    ['registry=quay.io&repository=library/alpine', () => false, 0],
    ['search=ALPINE:3', (row: Row) => nameOf(row).includes('alpine:3'), 5],
  ])('%s narrows', async (query, fits, atLeast) => {
    const { get } = await openConsole();
    const { json } = await get<readonly Row[] | null>(`/registry?${query}`);
    const rows = json ?? [];
    expect(rows.length).toBeGreaterThanOrEqual(atLeast);
    expect(rows.filter((row) => !fits(row))).toEqual([]);
  });

  test('counts findings by severity in lower case, and compact leaves the findings out', async () => {
    const { get } = await openConsole();
    const full = (await get<readonly Row[]>('/registry?registry=docker.io')).json;
    for (const { vulnerabilities, vulnerabilitiesCount, vulnerabilityDistribution } of full) {
      const severities = (vulnerabilities ?? []).map(({ severity }) => severity);
      const count = (name: string) => severities.filter((severity) => severity === name).length;
      expect(vulnerabilityDistribution).toEqual({
        critical: count('critical'),
        high: count('high'),
        medium: count('medium'),
        low: count('low'),
        total: vulnerabilitiesCount,
      });
    }
    const compact = (await get<readonly Row[]>('/registry?registry=docker.io&compact=true')).json;
    expect(compact).toEqual(full.map((row) => ({ ...row, vulnerabilities: null })));
  });

  test('has nulls, zero times and the error of an image that could not be scanned', async () => {
    const { get } = await openConsole();
    const { json } = await get<readonly Row[]>('/registry?repository=legacy/billing');
    expect(json[0]).toMatchObject({
      layers: null,
      Secrets: null,
      creationTime: '0001-01-01T00:00:00Z',
      err: expect.stringContaining('Failed to query image details'),
    });
  });

  test.each(['scanTime', 'vulnerabilitiesCount'] as const)('sorts by %s', async (column) => {
    const { get } = await openConsole();
    const path = `/registry?sort=${column}&reverse=true&compact=true`;
    const { json } = await get<readonly Row[]>(path);
    const values = json.map((row) => row[column]);
    const sorted = [...values].sort((a, b) => (a < b ? 1 : a > b ? -1 : 0));
    const strip = (value: string | number) => String(value).replace(/\.\d+Z$/, '');
    expect(values.map(strip)).toEqual(sorted.map(strip));
  });

  test('scan times follow the regular scan', async () => {
    const { get, clock } = await openConsole();
    const newest = async () =>
      (await get<readonly Row[]>('/registry?sort=scanTime&reverse=true&limit=1')).json[0]
        ?.scanTime ?? '';
    for (let minute = 0; minute < 5; minute += 1) {
      const age = clock.now() - Date.parse(await newest());
      expect(age).toBeGreaterThanOrEqual(0);
      expect(age).toBeLessThan(5000);
      await clock.advance(60_000);
    }
  });

  test('lets 30 calls pass in 30 seconds, for each user', async () => {
    const { get, clock } = await openConsole();
    const status = async (authorization = basic('demo')) =>
      (await get('/registry?limit=0', { authorization })).status;
    for (let call = 0; call < 30; call += 1) expect(await status()).toBe(200);
    const refused = await get('/registry?limit=0');
    expect(refused).toMatchObject({ status: 429, json: { err: 'too many requests' } });
    expect(refused.headers.get('retry-after')).toBe(null);
    expect(await status(basic('viewer'))).toBe(200);
    expect((await get('/registry/progress')).status).toBe(200);
    await clock.advance(29_999);
    expect(await status()).toBe(429);
    await clock.advance(1);
    expect(await status()).toBe(200);
  });
});

describe('GET registry/names', () => {
  test.each([
    ['', 50, /\S/],
    ['?limit=3', 3, /\S/],
    ['?search=ALPINE:3', 5, /alpine:3/],
    ['?registry=quay.io&offset=5&limit=10', 10, /^quay\.io\//],
  ])('%s lists names alone, as the results have them', async (query, atLeast, pattern) => {
    const { get } = await openConsole();
    const names = (await get<readonly string[]>(`/registry/names${query}`)).json;
    const rows = (await get<readonly Row[]>(`/registry${query}`)).json;
    expect(names.length).toBeGreaterThanOrEqual(atLeast);
    expect(names).toEqual(rows.map(nameOf));
    expect(names.filter((name) => !pattern.test(name))).toEqual([]);
  });

  test('is empty where nothing fits', async () => {
    const { get } = await openConsole();
    const answer = await get('/registry/names?search=nowhere');
    expect(answer.text).toBe('[]');
    expect(answer.headers.get('total-count')).toBe(null);
  });
});
