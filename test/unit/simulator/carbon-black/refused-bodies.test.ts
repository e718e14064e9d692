import { expect, test } from 'vitest';
import { openOrganisation } from './open-organisation.ts';

const start = '2026-11-20T00:00:00Z';
const end = '2026-11-21T00:00:00Z';
const time = (scan_time: unknown) => ({ criteria: { scan_time } });

const badTimes: readonly (readonly [string, unknown])[] = [
  ['range beside bounds', { range: '-3h', start, end }],
  ['range beside one bound', { range: '-3h', start }],
  ['start alone', { start }],
  ['end alone', { end }],
  ['end before start', { start: end, end: start }],
  ['end at start', { start, end: start }],
  ['a range without its sign', { range: '3h' }],
  ['an unknown unit', { range: '-3y' }],
  ['a unit in the wrong case', { range: '-3H' }],
  ['a range of fractions', { range: '-1.5h' }],
  ['a range without a unit', { range: '-3' }],
  ['a range that is no text', { range: -3 }],
  ['a day that is not padded', { start: '2021-08-30T00:00:00Z', end: '2021-09-3T00:00:00Z' }],
  ['a time without a zone', { start: '2026-11-20T00:00:00', end }],
  ['a date alone', { start: '2026-11-20', end }],
  ['a field that it does not have', { from: start, to: end }],
  ['a text', '-3h'],
  ['a list', ['-3h']],
];

test.each(badTimes)('a time filter with %s is refused', async (_title, filter) => {
  const { call } = await openOrganisation();
  const search = await call('_search', time(filter));
  const facet = await call('_facet', { ...time(filter), terms: { fields: ['sources'] } });
  expect(search).toMatchObject({
    status: 400,
    json: { field: expect.stringContaining('scan_time'), message: expect.any(String) },
  });
  expect(facet).toMatchObject({ status: 400, json: search.json });
});

const bodies: readonly (readonly [string, string, unknown, object])[] = [
  ['_search', 'an empty time filter', time({}), { field: 'criteria.scan_time' }],
  ['_search', 'too many rows', { rows: 10_001 }, { field: 'rows' }],
  ['_search', 'rows behind the reachable', { start: 9990, rows: 11 }, { field: 'start' }],
  ['_search', 'usual rows behind the reachable', { start: 9981 }, { field: 'start' }],
  ['_search', 'a start behind the reachable', { start: 10_001, rows: 0 }, { field: 'start' }],
  ['_search', 'negative rows', { rows: -1 }, { field: 'rows' }],
  ['_search', 'half a row', { rows: 0.5 }, { field: 'rows' }],
  ['_search', 'rows as a text', { rows: '20' }, { field: 'rows' }],
  ['_search', 'a query that is no text', { query: ['kube'] }, { field: 'query' }],
  ['_search', 'criteria that are a list', { criteria: [] }, { field: 'criteria' }],
  [
    '_search',
    'a criterion as a text',
    { criteria: { sources: 'CLI' } },
    { field: 'criteria.sources' },
  ],
  [
    '_search',
    'a criterion of numbers',
    { criteria: { digests: [1] } },
    { field: 'criteria.digests' },
  ],
  [
    '_search',
    'the criterion by its name in the table',
    { criteria: { time_range: { range: '-3h' } } },
    { invalid_value: 'time_range', known_values: expect.arrayContaining(['scan_time']) },
  ],
  [
    '_search',
    'a severity in the wrong case',
    { criteria: { vulnerabilities: ['HIGH', 'critical'] } },
    {
      field: 'criteria.vulnerabilities[1]',
      invalid_value: 'critical',
      known_values: ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'UNKNOWN'],
    },
  ],
  [
    '_search',
    'an unknown sort field',
    {
      sort: [
        { field: 'scan_time', order: 'DESC' },
        { field: 'repository', order: 'ASC' },
      ],
    },
    {
      error_code: 'INVALID_ENUM_VALUE',
      field: 'sort[1].field',
      invalid_value: 'repository',
      known_values: ['scan_time', 'full_tag', 'source', 'workloads', 'vulnerabilities'],
    },
  ],
  [
    '_search',
    'an unknown order',
    { sort: [{ field: 'scan_time', order: 'desc' }] },
    { field: 'sort[0].order', known_values: ['ASC', 'DESC'] },
  ],
  ['_search', 'a sort that is no list', { sort: { field: 'scan_time' } }, { field: 'sort' }],
  ['_search', 'a sort by a text', { sort: ['scan_time'] }, { field: 'sort[0]' }],
  ['_search', 'terms', { terms: { fields: ['sources'] } }, { invalid_value: 'terms' }],
  ['_search', 'JSON cut short', '{"rows": 1', { error_code: 'MALFORMED_JSON' }],
  ['_search', 'a list for a body', '[]', { field: 'body' }],
  ['_facet', 'no terms', {}, { field: 'terms.fields' }],
  ['_facet', 'no fields', { terms: { fields: [] } }, { field: 'terms.fields' }],
  ['_facet', 'fields as a text', { terms: { fields: 'sources' } }, { field: 'terms.fields' }],
  [
    '_facet',
    'too many rows',
    { terms: { fields: ['sources'], rows: 10_001 } },
    { field: 'terms.rows' },
  ],
  ['_facet', 'a start', { start: 0, terms: { fields: ['sources'] } }, { invalid_value: 'start' }],
  ...['full_tag', 'scan_time', 'images', 'SOURCES'].map(
    (field) =>
      [
        '_facet',
        `the field ${field}`,
        { terms: { fields: ['sources', field], rows: 5 } },
        {
          error_code: 'INVALID_ENUM_VALUE',
          message: 'Malformed JSON input: terms.fields[1]',
          field: 'terms.fields[1]',
          invalid_value: field,
          known_values: expect.arrayContaining(['clusters', 'scan_status', 'repositories']),
        },
      ] as const,
  ),
];

test.each(bodies)('%s with %s is refused', async (name, _title, body, json) => {
  const { call } = await openOrganisation();
  expect(await call(name, body)).toMatchObject({ status: 400, json });
});

test('what a refusal says is known is taken', async () => {
  const { call } = await openOrganisation();
  const known = async (name: string, body: unknown) =>
    (await call<{ known_values: readonly string[] }>(name, body)).json.known_values;
  const fields = await known('_facet', { terms: { fields: ['?'] } });
  expect((await call('_facet', { terms: { fields } })).status).toBe(200);
  const sortable = await known('_search', { sort: [{ field: '?' }] });
  const sort = sortable.map((field) => ({ field, order: 'DESC' }));
  expect((await call('_search', { sort, rows: 1 })).status).toBe(200);
});

test.each([
  { rows: 10_000 },
  { start: 9980 },
  { start: 10_000, rows: 0 },
  '',
  {},
  { criteria: {} },
])('%j is taken', async (body) => {
  const { call } = await openOrganisation();
  expect((await call('_search', body)).status).toBe(200);
});
