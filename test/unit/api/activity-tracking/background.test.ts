import { expect, test } from 'vitest';
import {
  cancelBackgroundQuery,
  getBackgroundStatus,
  readBackgroundRows,
  startBackgroundQuery,
} from '../../../../src/api/activity-tracking/background.ts';
import { json, text } from '../../../support/http-server.ts';
import { createRigs } from '../fixture.ts';

const { rig } = createRigs();

test('a query is started, watched, read and cancelled', async () => {
  const rows = { response: { results: { results: [{ user_data: '{"a":1}' }] } } };
  const { client, server } = await rig(
    [
      json({ query_id: 'q 1', warnings: [] }, { status: 202 }),
      text(`data: ${JSON.stringify(rows)}\n\n: end\n`, 'text/event-stream'),
      { status: 202, body: '' },
    ],
    { readOnly: true },
  );
  const id = await startBackgroundQuery(client, { text: 'source logs', fromMs: 0, toMs: 1000 });
  expect(id).toBe('q 1');
  const told = [];
  for await (const message of readBackgroundRows(client, id)) told.push(message);
  expect(told).toMatchObject([{ kind: 'rows', rows: [{ data: { a: 1 } }] }]);
  await cancelBackgroundQuery(client, id);
  expect(server.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'POST /v1/background_query',
    'GET /v1/background_query/q%201/data',
    'POST /v1/background_query/q%201/cancel',
  ]);
  expect(JSON.parse(server.requests[0]?.body ?? '')).toEqual({
    ...{ query: 'source logs', syntax: 'dataprime' },
    ...{ start_date: '1970-01-01T00:00:00.000Z', end_date: '1970-01-01T00:00:01.000Z' },
  });
});

test.each([
  [{ waiting_for_execution: {} }, { state: 'waiting' }],
  [{ running: { running_since: 'x' } }, { state: 'running' }],
  [{ terminated: { success: {} } }, { state: 'succeeded' }],
  [{ terminated: { cancelled: {} } }, { state: 'cancelled' }],
  [{ terminated: { error: { timed_out: {} } } }, { state: 'failed', reason: 'timed out' }],
  [{ terminated: { error: { failed: { reason: 'r' } } } }, { state: 'failed', reason: 'r' }],
])('the status %j', async (body, expected) => {
  const { client } = await rig([json(body)]);
  expect(await getBackgroundStatus(client, 'q')).toEqual(expected);
});
