import { describe, expect, test } from 'vitest';
import { days, identityOf, type LogRow, openOrganisation } from './open-organisation.ts';

const oneDay = days('2026-11-19', '2026-11-19');
const amount = (row: LogRow, severity: string) =>
  row.vulnerabilities_summary?.[severity]?.amount ?? 0;
const repositoryOf = (row: LogRow) =>
  /^[^/]+\/(.+?)(:[^:/@]+|@sha256:\w+)$/.exec(row.full_tag ?? '')?.[1];

describe('criteria', () => {
  const digest = async (search: (body: unknown) => Promise<{ results: readonly LogRow[] }>) => {
    const { results } = await search({ rows: 50, criteria: { scan_time: oneDay } });
    return results.find((row) => row.manifest_digest && row.full_tag);
  };

  test.each<[string, readonly string[], (row: LogRow) => boolean]>([
    ['repositories', ['library/nginx'], (row) => repositoryOf(row) === 'library/nginx'],
    [
      'repositories',
      ['library/redis', 'ceph/ceph'],
      (row) => /^(library\/redis|ceph\/ceph)$/.test(repositoryOf(row) ?? ''),
    ],
    ['registries', ['quay.io'], (row) => row.full_tag?.startsWith('quay.io/') ?? false],
    [
      'registries',
      ['registry.corp.example:5000'],
      (row) => row.full_tag?.startsWith('registry.corp.example:5000/') ?? false,
    ],
    [
      'full_tags',
      ['docker.io/library/alpine:3.16'],
      (row) => /alpine:3\.16$/.test(row.full_tag ?? ''),
    ],
    ['sources', ['CLI', 'REPUTATION_UPDATE'], (row) => /^(CLI|REP)/.test(row.source)],
    ['vulnerabilities', ['CRITICAL'], (row) => amount(row, 'CRITICAL') > 0],
    [
      'vulnerabilities',
      ['UNKNOWN', 'CRITICAL'],
      (row) => amount(row, 'CRITICAL') + amount(row, 'UNKNOWN') > 0,
    ],
  ])('%s %j find what a look through all rows finds', async (name, values, fits) => {
    const { search } = await openOrganisation();
    const all = await search({ rows: 10_000, criteria: { scan_time: oneDay } });
    const found = await search({ rows: 10_000, criteria: { scan_time: oneDay, [name]: values } });
    expect(found.results).toEqual(all.results.filter(fits));
    expect(found.num_found).toBe(found.results.length);
    expect(found.num_found).toBeGreaterThan(0);
    expect(found.num_found).toBeLessThan(all.num_found);
  });

  test('digests find one image under all its names', async () => {
    const { search } = await openOrganisation();
    const row = await digest(search);
    const found = await search({
      rows: 10_000,
      criteria: { digests: [row?.manifest_digest] },
    });
    expect(new Set(found.results.map(({ manifest_digest }) => manifest_digest)).size).toBe(1);
    expect(found.results.some(({ full_tag }) => full_tag === row?.full_tag)).toBe(true);
    expect(found.num_found).toBeGreaterThan(40);
  });

  test('beside each other must all agree, and empty ones do not narrow', async () => {
    const { search } = await openOrganisation();
    const criteria = { scan_time: oneDay, sources: ['CLI'], vulnerabilities: ['HIGH'] };
    const both = await search({ rows: 10_000, criteria: { ...criteria, registries: [] } });
    expect(both.num_found).toBeGreaterThan(100);
    expect(both.results.every((row) => row.source === 'CLI' && amount(row, 'HIGH') > 0)).toBe(true);
    expect(
      (await search({ criteria: { ...criteria, clusters: ['prod:us-west'] } })).num_found,
    ).toBe(0);
  });

  test.each(['sources', 'registries', 'digests', 'clusters', 'namespaces', 'hostnames'])(
    'an unknown value of %s finds nothing',
    async (name) => {
      const { search } = await openOrganisation();
      expect(await search({ criteria: { [name]: ['nothing'] } })).toEqual({
        num_found: 0,
        results: [],
      });
    },
  );

  test('the three places of the metadata narrow', async () => {
    const { call, search } = await openOrganisation();
    type Metadata = Readonly<Record<'clusters' | 'namespaces' | 'hostnames', readonly string[]>>;
    const { json } = await call<Metadata>('metadata');
    expect(Object.keys(json)).toEqual(['clusters', 'namespaces', 'hostnames']);
    const all = await search({ rows: 0 });
    for (const [name, values] of Object.entries(json)) {
      for (const value of values) {
        const { num_found } = await search({ rows: 0, criteria: { [name]: [value] } });
        expect(num_found, value).toBeGreaterThan(0);
        expect(num_found, value).toBeLessThan(all.num_found / 2);
      }
    }
  });
});

describe('the query', () => {
  test.each([
    ['ALPINE:3', (row: LogRow) => row.full_tag?.includes('alpine:3')],
    ['  nginx   docker.io ', (row: LogRow) => /docker\.io.*nginx/.test(row.full_tag ?? '')],
    ['no such image', () => false],
  ])('%j finds texts in tags', async (query, fits) => {
    const { search } = await openOrganisation();
    const all = await search({ rows: 10_000, criteria: { scan_time: oneDay } });
    const found = await search({ query, rows: 10_000, criteria: { scan_time: oneDay } });
    expect(found.results).toEqual(all.results.filter(fits));
  });

  test('finds a part of a digest, also where there is no tag', async () => {
    const { search } = await openOrganisation();
    const { results } = await search({ rows: 10_000, criteria: { sources: ['FEED_UPDATE'] } });
    const untagged = results.find(({ full_tag }) => full_tag === undefined);
    const part = untagged?.manifest_digest?.slice(12, 40);
    const found = await search({ query: part, rows: 10_000 });
    expect(found.results.map(identityOf)).toContain(untagged && identityOf(untagged));
    expect(new Set(found.results.flatMap((row) => row.manifest_digest ?? [])).size).toBe(1);
  });
});

describe('the time filter', () => {
  test.each([
    ['-90s', 90],
    ['-30m', 1800],
    ['-3h', 10_800],
    ['-2d', 172_800],
    ['-1w', 604_800],
    // The tests' November day is preceded by an October of 31 days.
    ['-1M', 31 * 86_400],
  ])('%s counts back from now', async (range, seconds) => {
    const { search, clock } = await openOrganisation();
    const end = new Date(clock.now()).toISOString();
    const start = new Date(clock.now() - seconds * 1000).toISOString();
    const byRange = await search({ rows: 1000, criteria: { scan_time: { range } } });
    expect(byRange).toEqual(await search({ rows: 1000, criteria: { scan_time: { start, end } } }));
    expect(byRange.num_found).toBeGreaterThan(0);
  });

  test('includes both its bounds, in any zone', async () => {
    const { search } = await openOrganisation();
    const all = await search({ rows: 10_000, criteria: { scan_time: oneDay } });
    const start = all.results[900]?.scan_time ?? '';
    const end = all.results[400]?.scan_time ?? '';
    const wanted = all.results.filter(({ scan_time }) => scan_time >= start && scan_time <= end);
    const found = await search({ rows: 10_000, criteria: { scan_time: { start, end } } });
    expect(found.results).toEqual(wanted);
    const shifted = new Date(Date.parse(start) + 3_600_000).toISOString().replace('Z', '+01:00');
    const zoned = { start: shifted, end };
    expect(await search({ rows: 10_000, criteria: { scan_time: zoned } })).toEqual(found);
  });

  test('finds nothing in the future and before what is kept', async () => {
    const { search } = await openOrganisation();
    for (const year of [2020, 2027]) {
      const scan_time = { start: `${year}-01-01T00:00:00Z`, end: `${year}-06-01T00:00:00Z` };
      expect((await search({ criteria: { scan_time } })).num_found).toBe(0);
    }
  });
});

describe('the order', () => {
  const compare = (a: number | string, b: number | string) => (a < b ? -1 : a > b ? 1 : 0);
  const rank = (row: LogRow) =>
    ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'UNKNOWN']
      .map((severity) => String(amount(row, severity)).padStart(3, '0'))
      .join(' ');

  test.each<[string, (row: LogRow) => number | string]>([
    ['scan_time', (row) => row.scan_time],
    ['full_tag', (row) => row.full_tag ?? '\uffff'],
    ['source', (row) => row.source],
    ['workloads', (row) => row.workloads],
    ['vulnerabilities', rank],
  ])('goes by %s, either way', async (field, valueIn) => {
    const { search } = await openOrganisation();
    const values = async (order: string) => {
      const body = { rows: 10_000, criteria: { scan_time: oneDay }, sort: [{ field, order }] };
      return (await search(body)).results.map(valueIn);
    };
    const rising = await values('ASC');
    expect(rising).toEqual(rising.toSorted(compare));
    expect(await values('DESC')).toEqual(rising.toReversed());
    expect(new Set(rising).size).toBeGreaterThan(3);
  });

  test('is newest first by itself, and among what is equal', async () => {
    const { search } = await openOrganisation();
    const times = ({ results }: { results: readonly LogRow[] }) =>
      results.map(({ scan_time }) => scan_time);
    const usual = times(await search({ rows: 1000 }));
    expect(usual).toEqual(usual.toSorted().reverse());
    const sort = [{ field: 'source', order: 'ASC' }];
    const first = times(await search({ rows: 1000, sort, criteria: { scan_time: oneDay } }));
    expect(first).toEqual(first.toSorted().reverse());
  });

  test('goes by several fields', async () => {
    const { search } = await openOrganisation();
    const sort = [
      { field: 'source', order: 'ASC' },
      { field: 'workloads', order: 'DESC' },
      { field: 'scan_time' },
    ];
    const { results } = await search({ rows: 10_000, sort, criteria: { scan_time: oneDay } });
    const sorted = results.toSorted(
      (a, b) =>
        compare(a.source, b.source) ||
        b.workloads - a.workloads ||
        compare(a.scan_time, b.scan_time),
    );
    expect(results).toEqual(sorted);
  });
});

describe('pages', () => {
  test.each(['scan_time', 'vulnerabilities', 'full_tag'])(
    'by %s put together are the whole',
    async (field) => {
      const { search } = await openOrganisation();
      const body = { criteria: { scan_time: oneDay }, sort: [{ field, order: 'DESC' }] };
      const whole = await search({ ...body, rows: 10_000 });
      const pages: LogRow[] = [];
      for (let start = 0; start < whole.num_found; start += 700) {
        const page = await search({ ...body, start, rows: 700 });
        expect(page.num_found).toBe(whole.num_found);
        pages.push(...page.results);
      }
      expect(pages).toEqual(whole.results);
    },
  );

  test('are 20 rows by themselves', async () => {
    const { search } = await openOrganisation();
    expect((await search({})).results).toHaveLength(20);
    expect((await search({ rows: 0 })).results).toEqual([]);
  });

  test('of windows that fit give each of 250,000 rows once', async () => {
    const { search, clock } = await openOrganisation();
    const { num_found } = await search({ rows: 0 });
    expect(num_found).toBeGreaterThan(245_000);
    expect(num_found).toBeLessThan(260_000);
    const seen = new Set<string>();
    let rows = 0;
    const halfDay = 43_200_000;
    for (let end = clock.now(); end > clock.now() - 31 * 2 * halfDay; end -= halfDay) {
      const scan_time = {
        start: new Date(end - halfDay + 1).toISOString(),
        end: new Date(end).toISOString(),
      };
      const part = await search({ rows: 10_000, criteria: { scan_time } });
      expect(part.results).toHaveLength(part.num_found);
      rows += part.num_found;
      for (const row of part.results) seen.add(identityOf(row));
    }
    expect(rows).toBe(num_found);
    expect(seen.size).toBe(num_found);
  });
});
