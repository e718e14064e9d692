import { afterEach, describe, expect, test } from 'vitest';
import { type AuditQuery, auditPackages } from '../../../../src/api/xray/endpoints.ts';
import { createRowReader } from '../../../../src/api/xray/row-identity.ts';
import { createTestClient } from '../../../support/api-client.ts';
import {
  type Answer,
  json,
  startServer,
  type TestServer,
  text,
} from '../../../support/http-server.ts';

let server: TestServer | null = null;
afterEach(async () => server?.close());

const query: AuditQuery = {
  startMs: Date.UTC(2023, 6, 20, 22),
  endMs: Date.UTC(2023, 6, 26, 22),
  ...{ direction: 'asc', numOfRows: 2, offset: 0 },
  ...{ includeTotal: true, dryRun: true, explain: true },
};

async function ask(answer: Answer, changes: Partial<AuditQuery> = {}) {
  server = await startServer([answer]);
  const { client } = createTestClient(server.url, { source: 'xray' });
  return auditPackages(client, { ...query, ...changes }, { tries: 1 });
}

/** As the document's sample has it. */
const sampleMeta = {
  ...{ total_count: 174, result_count: 1, next_offset: 1, order_by: 'id', direction: 'desc' },
  ...{ num_of_rows: 1, offset: 0, include_total: true },
  include_explanation_and_recommendation: false,
  created_at_start: '2023-08-23T05:48:32Z',
  created_at_end: '2023-08-30T05:48:32Z',
};

describe('a page', () => {
  test('is asked for with every parameter, times with a Z', async () => {
    await ask(json({ data: [], meta: {} }));
    const [request] = server?.requests ?? [];
    expect(request?.path).toBe('/xray/api/v1/curation/audit/packages');
    expect(request?.url).not.toContain('+');
    expect(Object.fromEntries(request?.query ?? [])).toEqual({
      ...{ order_by: 'id', direction: 'asc', num_of_rows: '2', offset: '0' },
      created_at_start: '2023-07-20T22:00:00.000Z',
      created_at_end: '2023-07-26T22:00:00.000Z',
      ...{ include_total: 'true', dry_run: 'true' },
      include_explanation_and_recommendation: 'true',
    });
  });

  test("is read as the document's sample says", async () => {
    const row = { id: 174, created_at: '2023-08-30T05:45:52Z', policies: null };
    const { rows, meta } = await ask(json({ data: [row], meta: sampleMeta }));
    expect(rows.map((bytes) => Buffer.from(bytes).toString())).toEqual([JSON.stringify(row)]);
    expect(meta).toEqual({
      ...{ totalCount: 174, resultCount: 1, nextOffset: 1, numOfRows: 1, offset: 0 },
      ...{ orderBy: 'id', direction: 'desc', dryRun: null },
      startMs: Date.UTC(2023, 7, 23, 5, 48, 32),
      endMs: Date.UTC(2023, 7, 30, 5, 48, 32),
    });
  });

  test.each([
    ['null', { data: null, meta: { next_offset: null } }],
    ['an empty list', { data: [], meta: { next_offset: 0 } }],
    ['null, and no meta', { data: null }],
    ['absent', { meta: { result_count: 0 } }],
  ])('has no rows when data is %s', async (_name, body) => {
    const { rows, meta } = await ask(json(body));
    expect([rows, meta.nextOffset]).toEqual([[], null]);
  });

  test.each([
    ['a list', []],
    ['of another shape', { packages: [{ id: 1 }] }],
    ['an object for data', { data: { id: 1 }, meta: {} }],
    ['announcing rows that are not there', { meta: { result_count: 3 } }],
  ])('is never %s', async (_name, body) => {
    await expect(ask(json(body))).rejects.toMatchObject({ code: 'unexpected-answer' });
  });

  test('that is cut in the middle can be asked for again', async () => {
    const cut = ask(text('{"data":[{"id":1},{"id":2', 'application/json'));
    await expect(cut).rejects.toMatchObject({ code: 'cut-short', retryable: true });
  });

  test.each([
    ['longer than 168 hours', { endMs: query.startMs + 168 * 3_600_000 + 1 }],
    ['that ends before it begins', { endMs: query.startMs }],
    ['of more than 2000 rows', { numOfRows: 2001 }],
  ])('%s is not asked for', async (_name, changes) => {
    await expect(ask(json({}), changes)).rejects.toThrow(RangeError);
    expect(server?.requests).toEqual([]);
  });
});

describe('a refusal', () => {
  const platform = (status: number, message: string) =>
    json({ errors: [{ status, message }] }, { status });

  test.each([
    [
      "Xray's own",
      json({ error: 'Maximum allowed duration is 168 hours' }, { status: 400 }),
      'Maximum allowed duration is 168 hours',
      'seven days at a time',
    ],
    ["the platform's", platform(401, 'Bad Credentials'), 'Bad Credentials', 'xray.auth'],
    ['of permission', platform(403, 'Forbidden'), 'Forbidden', 'VIEW_POLICIES'],
    [
      'in plain text',
      text('404 page not found', 'text/plain', { status: 404 }),
      '404 page',
      'Curation licensed',
    ],
  ])('%s is told with what to do', async (_name, answer, words, hint) => {
    await expect(ask(answer)).rejects.toMatchObject({
      vendorMessage: expect.stringContaining(words),
      hint: expect.stringContaining(hint),
    });
  });
});

describe('the identity of a row', () => {
  const at = '"created_at":"2026-03-09T14:51:04Z"';
  const atMs = Date.UTC(2026, 2, 9, 14, 51, 4);
  test.each([
    ['as it is written', `{"id":47586,${at},"action":"approved"}`, '47586'],
    ['alone', `{"id":47586,${at}}`, '47586'],
    ['with a leading zero', `{"id":047586,${at}}`, null],
    ['that is zero', `{"id":0,${at}}`, '0'],
    ['cut behind its id', '{"id":47586', null],
    ['cut within its time', '{"id":47586,"created_at":"2026-03-09T14:51', null],
    ['past an hour', '{"id":1,"created_at":"2026-03-09T24:51:04Z"}', null],
    ['with an escaped time', '{"id":47586,"created_at":"2026-03-09T14:51:04\\u005a"}', '47586'],
    ['with space', `{ "id" : 47586 , ${at} }`, '47586'],
    ['in another order', `{"action":"a","nested":{"id":1},${at},"id":47586}`, '47586'],
    ['past 2^53', `{"action":"a",${at},"id":90071992547409931}`, '90071992547409931'],
    ['as a text', `{"id":"47586",${at}}`, '47586'],
    ['with a fraction', `{"id":1.5,${at}}`, null],
    ['of no row', '"text"', null],
    ['of no JSON', `{"action":x,"id":1,${at}}`, null],
    ['without a time', '{"id":1,"created_at":null}', null],
    [
      'with a fraction of a second',
      `{"id":47586,"created_at":"2026-03-09T14:51:04.000Z"}`,
      '47586',
    ],
    ['with an offset', `{"id":47586,"created_at":"2026-03-09T15:51:04+01:00"}`, '47586'],
    ['with no real time', '{"id":1,"created_at":"2026-02-31T00:00:00Z"}', null],
  ])('%s', (_name, row, id) => {
    const bytes = Buffer.from(row);
    expect(createRowReader()(bytes)).toEqual(id === null ? null : { id, atMs, bytes });
  });
});
