import { expect, test } from 'vitest';
import { type LogQuery, runQuery } from '../../../../src/api/activity-tracking/endpoints.ts';
import type { ApiClient } from '../../../../src/api/types.ts';
import { json, text } from '../../../support/http-server.ts';
import { createRigs } from '../fixture.ts';

const { rig } = createRigs();

const row = (id: string) =>
  `{"metadata":[{"key":"logid","value":"${id}"},{"key":"timestampMicros","value":"1736621543026304"}],"labels":[],"user_data":"{\\"text\\":\\"größer\\"}"}`;
const answer =
  `: success\ndata: {"query_id":{"query_id":"q"}}\n\n:\n\n` +
  `: success\ndata: {"warning":{"compile_warning":{"warning_message":"a\\nb"}}}\n\n` +
  `: success\r\ndata: {"result":{"results":[${row('1')},${row('2')}]}}\r\n\r\n` +
  `: success\ndata: {"result":{"results":[${row('3')}]}}\n`;

const query: LogQuery = {
  ...{ text: 'source logs', fromMs: 0, toMs: 60_000, limit: 10 },
  tier: 'archive',
};

async function ask(client: ApiClient) {
  const told: string[] = [];
  for await (const message of runQuery(client, query, { tries: 1 })) {
    if (message.kind === 'rows') told.push(...message.rows.map((each) => JSON.stringify(each)));
    else told.push(JSON.stringify(message));
  }
  return told;
}

test('an answer cut at every byte on the wire gives the same rows', {
  timeout: 60_000,
}, async () => {
  const bytes = Buffer.from(answer);
  let at = 0;
  const { client } = await rig(() => {
    at += 1;
    const until = new Promise((resolve) => setImmediate(resolve));
    return { ...text(answer, 'text/event-stream'), fault: { kind: 'slow', afterBytes: at, until } };
  });
  const expected = await ask(client);
  expect(expected).toHaveLength(5);
  expect(expected[2]).toContain('größer');
  while (at < bytes.length) expect(await ask(client)).toEqual(expected);
});

test('asks as the API is documented', async () => {
  const { client, server } = await rig([text(answer, 'text/event-stream')]);
  await ask(client);
  const [request] = server.requests;
  expect(request).toMatchObject({ method: 'POST', path: '/v1/query' });
  expect(request?.headers).toMatchObject({ accept: 'text/event-stream' });
  expect(JSON.parse(request?.body ?? '')).toEqual({
    query: 'source logs',
    metadata: {
      start_date: '1970-01-01T00:00:00.000Z',
      end_date: '1970-01-01T00:01:00.000Z',
      ...{ default_source: 'logs', tier: 'archive', syntax: 'dataprime', limit: 10 },
      strict_fields_validation: false,
    },
  });
});

test.each([
  [400, 'http-status', /DataPrime/],
  [403, 'forbidden', /logs-data-api-high/],
  [408, 'http-status', /shorter window/],
  [429, 'rate-limited', /Wait/],
] as const)('explains a %i', async (status, code, hint) => {
  const body = { errors: [{ code: 'x', message: 'no' }], trace: 't', status_code: status };
  const { client } = await rig([json(body, { status })]);
  await expect(ask(client)).rejects.toMatchObject({ code, hint: expect.stringMatching(hint) });
});

test('a read-only profile may query', async () => {
  const { client } = await rig([text(answer, 'text/event-stream')], { readOnly: true });
  expect(await ask(client)).toHaveLength(5);
});
