import { afterEach, describe, expect, it } from 'vitest';
import {
  getProgress,
  type PrismaApi,
  prismaApi,
  startScan,
  stopScan,
} from '../../../../src/api/prisma/endpoints.ts';
import { allResults, getSettings, getStatus } from '../../../../src/api/prisma/results.ts';
import { type Answer, json, type Script, startServer } from '../../../support/http-server.ts';
import { openPrismaSession } from '../../features/scan-progress/prisma-session.ts';

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function open(
  script: Script,
  options: Parameters<typeof openPrismaSession>[1] = {},
): Promise<{ api: PrismaApi; requests: () => readonly string[]; bodies: () => readonly string[] }> {
  const server = await startServer(script);
  const session = openPrismaSession(server.url, options);
  closing.push(
    () => session.close(),
    () => server.close(),
  );
  return {
    api: prismaApi(session),
    requests: () => server.requests.map(({ method, url }) => `${method} ${url}`),
    bodies: () => server.requests.map(({ body }) => body),
  };
}

const digest = `sha256:${'ab'.repeat(32)}`;

describe('getProgress', () => {
  it('asks for the regular scan without a query', async () => {
    const { api, requests } = await open([json([])]);
    expect(await getProgress(api)).toEqual({ rows: [], undecoded: 0 });
    expect(requests()).toEqual(['GET /api/v32.07/registry/progress']);
  });

  it('asks for an image with what is known of it, at the version of the profile', async () => {
    const { api, requests } = await open([json(null), json(null)], { apiVersion: 'v34.04' });
    await getProgress(api, { onDemand: true, repo: 'library/alpine', tag: '3.16', registry: '' });
    await getProgress(api, { onDemand: true, registry: 'r:5000', repo: 'a b', digest });
    expect(requests()).toEqual([
      'GET /api/v34.04/registry/progress?onDemand=true&repo=library%2Falpine&tag=3.16',
      `GET /api/v34.04/registry/progress?onDemand=true&registry=r%3A5000&repo=a%20b&digest=sha256%3A${'ab'.repeat(32)}`,
    ]);
  });

  it.each([
    [{ onDemand: true, tag: '3.16' }, /requires repo/],
    [{ onDemand: true, repo: 'library/alpine' }, /requires one of them/],
    [{ registry: 'quay.io' }, /registry without onDemand/],
    [{ onDemand: false, repo: 'a', tag: 'b' }, /repo, tag without onDemand/],
    [{ digest }, /digest without onDemand/],
  ])('refuses %j before any request', async (query, message) => {
    const { api, requests } = await open([]);
    const refusal = getProgress(api, query);
    await expect(refusal).rejects.toMatchObject({ code: 'usage', exitCode: 2 });
    await expect(refusal).rejects.toThrow(message);
    expect(requests()).toEqual([]);
  });

  it('does not take an answer of another kind for no scans', async () => {
    const { api } = await open([json({ message: 'welcome' })]);
    await expect(getProgress(api)).rejects.toMatchObject({
      code: 'unexpected-answer',
      exitCode: 1,
    });
  });
});

describe('startScan and stopScan', () => {
  const date = 'Sat, 21 Nov 2026 12:00:00 GMT';

  it('post what the vendor documents, and tell its time', async () => {
    const ok: Answer = { headers: { date } };
    const { api, requests, bodies } = await open([ok, ok]);
    const startedAt = await startScan(api, { repo: 'library/alpine', tag: '3.16' });
    expect(startedAt).toBe(Date.UTC(2026, 10, 21, 12));
    await stopScan(api);
    expect(requests()).toEqual([
      'POST /api/v32.07/registry/scan',
      'POST /api/v32.07/registry/stop',
    ]);
    expect(JSON.parse(bodies()[0] ?? '')).toEqual({
      onDemandScan: true,
      tag: { registry: '', repo: 'library/alpine', tag: '3.16', digest: '' },
    });
    expect(bodies()[1]).toBe('');
  });

  it('wait for a console that takes its time', async () => {
    const answer = Promise.withResolvers<Answer>();
    const server = await startServer(() => answer.promise);
    const session = openPrismaSession(server.url);
    closing.push(session.close, server.close);
    const started = startScan(prismaApi(session), { repo: 'a', tag: 'b' });
    await server.received(1);
    await session.clock.advance(200_000);
    answer.resolve({ headers: { date } });
    expect(await started).toBe(Date.UTC(2026, 10, 21, 12));
  });

  it('are not sent twice, nor at all when read-only', async () => {
    const failing = await open([json({ err: 'busy' }, { status: 503 })]);
    await expect(stopScan(failing.api)).rejects.toMatchObject({ status: 503 });
    expect(failing.requests()).toHaveLength(1);
    const readOnly = await open([], { readOnly: true });
    await expect(stopScan(readOnly.api)).rejects.toMatchObject({ code: 'read-only', exitCode: 2 });
    const image = { repo: 'a', tag: 'b' };
    await expect(startScan(readOnly.api, image)).rejects.toMatchObject({ code: 'read-only' });
    expect(readOnly.requests()).toEqual([]);
  });
});

describe('a profile of a project and of collections', () => {
  const scope = { project: 'Central Console', collections: ['A b', 'C'] };
  const inProject = 'project=Central%20Console';

  it('has them in every call that knows them', async () => {
    const { api, requests } = await open(
      [json([]), json([]), json([]), json({}), json([]), {}, {}],
      scope,
    );
    await getProgress(api);
    await getProgress(api, { onDemand: true, repo: 'a', tag: 'b' });
    for await (const _ of allResults(api, {}));
    await getStatus(api);
    await getSettings(api);
    await startScan(api, { repo: 'a', tag: 'b' });
    await stopScan(api);
    expect(requests().map((request) => request.replace('/api/v32.07', ''))).toEqual([
      `GET /registry/progress?${inProject}`,
      `GET /registry/progress?onDemand=true&repo=a&tag=b&${inProject}`,
      `GET /registry?offset=0&limit=50&${inProject}&collections=A%20b&collections=C`,
      `GET /statuses/registry?${inProject}`,
      `GET /settings/registry?${inProject}`,
      `POST /registry/scan?${inProject}`,
      `POST /registry/stop?${inProject}`,
    ]);
  });
});

describe('allResults', () => {
  const page = (rows: number, total?: number) =>
    json(
      Array.from({ length: rows }, (_, id) => ({ _id: `${id}` })),
      total === undefined ? {} : { headers: { 'Total-Count': `${total}` } },
    );

  async function read(script: Script) {
    const { api, requests } = await open(script);
    let count = 0;
    for await (const { rows } of allResults(api, { registry: 'quay.io', compact: true })) {
      count += rows.length;
    }
    return { rows: count, asked: requests() };
  }

  it('reads pages of 50 up to the total', async () => {
    const { rows, asked } = await read([page(50, 100), page(50, 100)]);
    expect(rows).toBe(100);
    expect(asked).toEqual([
      'GET /api/v32.07/registry?registry=quay.io&compact=true&offset=0&limit=50',
      'GET /api/v32.07/registry?registry=quay.io&compact=true&offset=50&limit=50',
    ]);
  });

  it.each([
    ['a null body', [json(null)], 0],
    ['a page without rows, whatever the total says', [page(50, 90), page(0, 90)], 50],
    ['a short page when no total is told', [page(50), page(3)], 53],
  ])('ends at %s', async (_, script, expected) => {
    const { rows, asked } = await read(script);
    expect(rows).toBe(expected);
    expect(asked).toHaveLength(script.length);
  });
});

it('reads status and settings', async () => {
  const { api, requests } = await open([json({ errors: ['x'] }), json({ specifications: null })]);
  expect(await getStatus(api)).toMatchObject({ errors: ['x'] });
  expect(await getSettings(api)).toEqual({ rows: [], undecoded: 0 });
  expect(requests()).toEqual([
    'GET /api/v32.07/statuses/registry',
    'GET /api/v32.07/settings/registry',
  ]);
});
