import { describe, expect, test } from 'vitest';
import { days, type FacetAnswer, type LogRow, openOrganisation } from './open-organisation.ts';

const oneDay = days('2026-11-19', '2026-11-19');

/** What a row tells of a field by itself. */
const visible: Readonly<Record<string, (row: LogRow) => readonly string[]>> = {
  sources: ({ source }) => [source],
  full_tags: ({ full_tag }) => (full_tag ? [full_tag] : []),
  digests: ({ manifest_digest }) => (manifest_digest ? [manifest_digest] : []),
  registries: ({ full_tag }) => (full_tag ? [full_tag.split('/')[0] ?? ''] : []),
  repositories: ({ full_tag }) =>
    full_tag ? [full_tag.replace(/^[^/]+\//, '').replace(/(@sha256)?:[^:/]+$/, '')] : [],
  vulnerabilities: ({ vulnerabilities_summary }) => Object.keys(vulnerabilities_summary ?? {}),
};
const places = ['clusters', 'namespaces', 'hostnames'];
const fields = [...Object.keys(visible), ...places];

function countBy(rows: readonly LogRow[], valuesOf: (row: LogRow) => readonly string[]) {
  const counts: Record<string, number> = {};
  for (const value of rows.flatMap(valuesOf)) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}

interface Narrowing {
  readonly title: string;
  readonly criteria: Readonly<Record<string, readonly string[]>>;
  readonly query?: string;
}

const narrowings: readonly Narrowing[] = [
  { title: 'nothing', criteria: {} },
  { title: 'sources', criteria: { sources: ['FEED_UPDATE', 'CLI'] } },
  { title: 'severities', criteria: { vulnerabilities: ['CRITICAL', 'UNKNOWN'] } },
  { title: 'a cluster', criteria: { clusters: ['prod:eu-central'] } },
  {
    title: 'a namespace and nodes',
    criteria: { namespaces: ['shop'], hostnames: ['dev-playground-node-1'] },
  },
  { title: 'registries', criteria: { registries: ['quay.io', 'docker.io'] } },
  { title: 'a repository', criteria: { repositories: ['library/nginx'] } },
  { title: 'a full tag', criteria: { full_tags: ['docker.io/library/nginx:1.29'] } },
  { title: 'a query', criteria: {}, query: 'worker' },
  {
    title: 'all of it',
    criteria: { sources: ['CLUSTER_SCAN'], vulnerabilities: ['HIGH'] },
    query: 'acme',
  },
];

describe.each(narrowings)('narrowed by $title', ({ criteria, query }) => {
  test('totals are what a look through all rows counts', async () => {
    const { search, facet } = await openOrganisation();
    const body = { criteria: { ...criteria, scan_time: oneDay }, ...(query ? { query } : {}) };
    const { results } = await search({ ...body, rows: 10_000 });
    const totals = await facet({ ...body, terms: { fields, rows: 2000 } });
    expect(results.length).toBeGreaterThan(0);
    for (const [field, valuesOf] of Object.entries(visible)) {
      expect(totals[field], field).toEqual(countBy(results, valuesOf));
    }
  });

  test('each total is what the search finds with that value', async () => {
    const { search, facet } = await openOrganisation();
    const body = (more: object) => ({
      criteria: { ...criteria, scan_time: oneDay, ...more },
      ...(query ? { query } : {}),
    });
    // A second criterion of the same name would take the first one's place, so those are left out.
    const free = places.filter((field) => !(field in criteria));
    const totals = await facet({
      ...body({}),
      terms: { fields: free, rows: 1000 },
    });
    for (const field of free) {
      for (const [name, total] of Object.entries(totals[field] ?? {})) {
        expect((await search({ ...body({ [field]: [name] }), rows: 0 })).num_found).toBe(total);
      }
    }
  });
});

test('a chosen value has all rows, and its neighbours those that they share', async () => {
  const { search, facet } = await openOrganisation();
  const criteria = { clusters: ['prod:us-west'], sources: ['FEED_UPDATE'], scan_time: oneDay };
  const { num_found } = await search({ criteria });
  const { clusters = {} } = await facet({ criteria, terms: { fields: ['clusters'] } });
  const { 'prod:us-west': chosen, ...others } = clusters;
  expect(chosen).toBe(num_found);
  expect(Object.keys(others).length).toBeGreaterThan(2);
  expect(Object.values(others).filter((total) => total >= num_found)).toEqual([]);
});

test('states add up to all rows, and those without a summary were not scanned', async () => {
  const { search, facet } = await openOrganisation();
  const criteria = { scan_time: oneDay };
  const { results } = await search({ rows: 10_000, criteria });
  const { scan_status = {} } = await facet({ criteria, terms: { fields: ['scan_status'] } });
  expect(Object.keys(scan_status).sort()).toEqual([
    ...['NOT_SCANNED', 'PENDING_SCAN', 'SCANNED', 'SCAN_FAILED'],
  ]);
  const without = results.filter(({ vulnerabilities_summary }) => !vulnerabilities_summary);
  expect(scan_status.SCANNED).toBe(results.length - without.length);
  const sum = Object.values(scan_status).reduce((a, b) => a + b, 0);
  expect(sum).toBe(results.length);
});

test('come in another order than asked, as in the reference', async () => {
  const { call } = await openOrganisation();
  const order = async (asked: readonly string[]) =>
    (await call<FacetAnswer>('_facet', { terms: { fields: asked } })).json.terms.map(
      ({ field }) => field,
    );
  expect(await order(['clusters', 'scan_status', 'repositories'])).toEqual([
    ...['scan_status', 'clusters', 'repositories'],
  ]);
  expect(await order(['sources', 'registries'])).toEqual(['registries', 'sources']);
  expect(await order(['sources', 'sources'])).toEqual(['sources']);
});

test('have the most frequent values first, 20 of them or as many as asked', async () => {
  const { call } = await openOrganisation();
  const values = async (rows?: number) => {
    const terms = { fields: ['repositories'], ...(rows === undefined ? {} : { rows }) };
    return (await call<FacetAnswer>('_facet', { terms })).json.terms[0]?.values ?? [];
  };
  const all = await values(1000);
  expect(all.length).toBeGreaterThan(200);
  expect(all).toEqual(all.toSorted((a, b) => b.total - a.total || (a.name < b.name ? -1 : 1)));
  expect(await values()).toEqual(all.slice(0, 20));
  expect(await values(3)).toEqual(all.slice(0, 3));
});

test('an empty time filter is no filter, as in the reference', async () => {
  const { facet } = await openOrganisation();
  const terms = { fields: ['sources'] };
  expect(await facet({ criteria: { scan_time: {} }, terms })).toEqual(await facet({ terms }));
});
