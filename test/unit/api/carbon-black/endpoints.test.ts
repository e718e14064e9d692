import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { cbcKeyAuth } from '../../../../src/api/auth/cbc-key.ts';
import {
  type CarbonBlackApi,
  facetLogs,
  getMetadata,
  type LogSearch,
  scanLogsPath,
  searchLogs,
} from '../../../../src/api/carbon-black/endpoints.ts';
import { refusalOf } from '../../../../src/api/carbon-black/refusals.ts';
import { ApiError } from '../../../../src/api/errors.ts';
import { stringifyJson } from '../../../../src/core/json.ts';
import { createTestClient } from '../../../support/api-client.ts';
import { type Answer, html, json, startServer, text } from '../../../support/http-server.ts';

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const settings = { orgKey: 'ABCD1234' };

async function open(...answers: Answer[]) {
  const server = await startServer(answers);
  const auth = cbcKeyAuth({ apiId: 'ID', apiSecret: async () => ' canary-secret\n' });
  const under = createTestClient(server.url, { source: 'carbonBlack', auth, readOnly: true });
  closing.push(server.close, under.client.close);
  const api: CarbonBlackApi = {
    client: under.client,
    path: (tail) => scanLogsPath(settings) + tail,
  };
  return { server, api, ...under };
}

const search: LogSearch = { criteria: { scan_time: { range: '-3h' } }, start: 0, rows: 20 };

const fixture = (name: string, answer: Answer = {}): Answer =>
  text(readFileSync(`test/fixtures/carbon-black/${name}.json`, 'utf8'), 'application/json', answer);

describe('the path', () => {
  test.each([
    [{ orgKey: 'ABCD1234' }, '/containers/v1beta/orgs/ABCD1234/inventory/scan_logs'],
    [{ orgKey: 'A', instance: 'other' }, '/other/v1beta/orgs/A/inventory/scan_logs'],
    [
      { orgKey: 'a/../b?c', instance: '' },
      '/containers/v1beta/orgs/a%2F..%2Fb%3Fc/inventory/scan_logs',
    ],
  ])('of %j', (given, expected) => {
    expect(scanLogsPath(given)).toBe(expected);
  });
});

describe('a search', () => {
  test('is a read, though it is posted: a read-only profile may search', async () => {
    const { server, api } = await open(
      fixture('search', { headers: { date: 'Sat, 21 Nov 2026 12:00:00 GMT' } }),
    );
    const page = await searchLogs(api, search);
    expect(page).toMatchObject({ found: 1, undecoded: 0, answeredAt: Date.UTC(2026, 10, 21, 12) });
    expect(page.rows[0]?.row).toMatchObject({ source: 'CLUSTER_SCAN', workloads: 2 });
    const [request] = server.requests;
    expect(request?.headers['x-auth-token']).toBe('canary-secret/ID');
    expect(JSON.parse(request?.body ?? '')).toEqual(search);
  });

  test('is sent again after a failure', async () => {
    const { server, api, clock, settle } = await open({ status: 502 }, fixture('search'));
    const page = searchLogs(api, search);
    await settle();
    await clock.advance(500);
    expect((await page).found).toBe(1);
    expect(server.requests).toHaveLength(2);
  });

  test.each([
    [9_990, 11],
    [10_000, 1],
    [-1, 5],
    [0, 0],
  ])('past the last row is never sent: start %d, rows %d', async (start, rows) => {
    const { server, api } = await open();
    await expect(searchLogs(api, { ...search, start, rows })).rejects.toThrow(RangeError);
    expect(server.requests).toEqual([]);
  });

  const written =
    '{"num_found":1,"results":[{"full_tag":"a:1","workloads":2.0,"id":12345678901234567890,"score":1e3,"deep":{"n":[1.50,-0]},"manifest_digest":"d"}]}';

  test('keeps what a row carries, integers exactly', async () => {
    const { api } = await open(text(written, 'application/json'));
    const { rows } = await searchLogs(api, search);
    expect(rows[0]?.wire).toMatchObject({ id: 12345678901234567890n, score: 1000 });
    expect(rows[0]?.row.workloads).toBe(2);
  });

  test('keeps numbers as they were written, if that is wanted', async () => {
    const { api } = await open(text(written, 'application/json'));
    const { rows } = await searchLogs(api, search, { exact: true });
    expect(stringifyJson(rows[0]?.wire)).toBe(written.slice(26, -2));
    expect(rows[0]?.row.workloads).toBe(2);
  });
});

describe('an answer that is none', () => {
  test.each([
    ['a list', json([])],
    ['an error that is a 200', json({ message: 'no' })],
    ['results that are no list', json({ num_found: 1, results: {} })],
  ])('%s never looks like no rows', async (_, answer) => {
    const { api } = await open(answer);
    await expect(searchLogs(api, search)).rejects.toMatchObject({ code: 'unexpected-answer' });
  });

  test('a page of a proxy', async () => {
    const { api } = await open(html('Sign in'));
    await expect(getMetadata(api)).rejects.toMatchObject({ code: 'not-json' });
  });

  test.each([json([]), json({ terms: {} }), json({ terms: [{}, 7] })])(
    'of facets: %#',
    async (answer) => {
      const { api } = await open(answer);
      const body = { ...search, terms: { fields: ['sources'], rows: 5 } };
      await expect(facetLogs(api, body)).rejects.toMatchObject({ code: 'unexpected-answer' });
    },
  );
});

describe('facets', () => {
  const body = { ...search, terms: { fields: ['sources'], rows: 5 } };

  test('with values that can not be read keep the others, and count them', async () => {
    const values = [
      { name: 'a', total: 2 },
      { name: null, total: 1 },
      { name: 'b', total: 'x' },
      { name: 7, total: '3' },
      7,
    ];
    const terms = [null, { field: 'sources', values }, { field: 'x', values: null }, 'y'];
    const { api } = await open(json({ terms }));
    expect(await facetLogs(api, body)).toEqual([
      {
        field: 'sources',
        values: [
          { name: 'a', total: 2 },
          { name: '7', total: 3 },
        ],
        undecoded: 3,
      },
      { field: 'x', values: [], undecoded: 0 },
    ]);
  });
});

test.each([
  [{}, { undecoded: 0 }],
  [
    { clusters: null, hostnames: ['h'] },
    { clusters: null, hostnames: ['h'], undecoded: 0 },
  ],
  [
    { clusters: 'x', namespaces: ['n'] },
    { namespaces: ['n'], undecoded: 0 },
  ],
  [{ clusters: ['a', null, 'b', {}] }, { clusters: ['a', 'b'], undecoded: 2 }],
])('metadata may lack lists, and names: %j', async (body, expected) => {
  const { api } = await open(json(body));
  expect(await getMetadata(api)).toEqual(expected);
});

describe('a refusal', () => {
  const failure = async (answer: Answer) => {
    const { api } = await open(answer);
    const error: unknown = await searchLogs(api, search, { tries: 1 }).catch((thrown) => thrown);
    if (!(error instanceof ApiError)) throw new Error('no ApiError');
    return error;
  };

  test('of a value says what would be taken', async () => {
    const error = await failure(fixture('refused-field', { status: 400 }));
    expect(error.message).toContain('Malformed JSON input: terms.fields[1]');
    expect(error.hint).toBe(
      'It does not know scan_status in terms.fields[1]; write one of sources, repositories, registries.',
    );
    expect(refusalOf(error)).toEqual({
      field: 'terms.fields[1]',
      invalidValue: 'scan_status',
      knownValues: ['sources', 'repositories', 'registries'],
      message: 'Malformed JSON input: terms.fields[1]',
    });
  });

  test('with hostile words is harmless', async () => {
    const body = { field: '\u001b[2J', invalid_value: '\u009b', known_values: ['\u202e'] };
    const { hint = '' } = await failure(json(body, { status: 400 }));
    expect(hint).toMatch(/^[\x20-\u007e\u2400-\u2bff]+$/);
  });

  test('is not printed along with the error', async () => {
    const error = await failure(json({ message: 'no', secret: 'canary' }, { status: 400 }));
    expect(JSON.stringify({ ...error })).not.toContain('canary');
  });

  test.each([
    [401, /carbonBlack\.auth/, 4],
    [403, /workloads\.container\.image.*asked too often/, 4],
    [404, /carbonBlack\.orgKey/, 1],
    [400, /Check what was asked for/, 1],
  ])('%d has a hint', async (status, hint, exitCode) => {
    const error = await failure({ status });
    expect(error).toMatchObject({ status, exitCode, hint: expect.stringMatching(hint) });
  });

  test('of anything else is none', async () => {
    expect(refusalOf(await failure({ status: 404 }))).toBeNull();
    expect(refusalOf(new Error('x'))).toBeNull();
  });
});
