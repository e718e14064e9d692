import { describe, expect, test } from 'vitest';
import { openConsole, type ScanRow } from '../open-console.ts';

const nginx = { registry: 'docker.io', repo: 'library/nginx', tag: 'latest', digest: '' };

describe('POST registry/scan', () => {
  test.each([
    ['no JSON', '{"tag":', 400],
    ['a list', [], 400],
    ['no image', {}, 400],
    ['a tag that is a text', { tag: 'library/alpine:3.16' }, 400],
    ['a flag that is a text', { onDemandScan: 'true', tag: nginx }, 400],
    ['a repository that is a number', { onDemandScan: true, tag: { ...nginx, repo: 7 } }, 400],
    ['no repository', { onDemandScan: true, tag: { ...nginx, repo: '' } }, 400],
    ['neither tag nor digest', { onDemandScan: true, tag: { ...nginx, tag: '' } }, 400],
    [
      'an unknown registry',
      { onDemandScan: true, tag: { ...nginx, registry: 'evil.example' } },
      400,
    ],
    ['a repository out of scope', { onDemandScan: true, tag: { ...nginx, repo: 'acme/x' } }, 400],
    [
      'any repository without a registry',
      { onDemandScan: true, tag: { repo: 'a/b', tag: 'c' } },
      400,
    ],
    ['an image in scope', { onDemandScan: true, tag: nginx }, 200],
    ['an image without its registry', { onDemandScan: true, tag: { ...nginx, registry: '' } }, 200],
    ['typographic quotes', '{“onDemandScan”:true}', 400],
  ])('%s', async (_, body, status) => {
    const { post } = await openConsole();
    const answer = await post('/registry/scan', { body });
    expect(answer.status).toBe(status);
    if (status === 400) expect(answer.json).toEqual({ err: expect.any(String) });
  });

  test.each([
    ['everything', '/registry/scan', undefined],
    ['one image', '/registry/scan', { tag: nginx }],
    ['a selection', '/registry/scan/select', [{ tag: { registry: 'quay.io', repo: '', tag: '' } }]],
  ])('%s is refused while a regular scan runs, and taken after a stop', async (_, path, body) => {
    const { post } = await openConsole();
    const call = () => post(path, body === undefined ? {} : { body });
    expect(await call()).toMatchObject({
      status: 400,
      json: { err: 'a registry scan is already running' },
    });
    expect(await post('/registry/stop')).toMatchObject({ status: 200, text: '' });
    expect(await call()).toMatchObject({ status: 200, text: '' });
    expect((await call()).status).toBe(400);
  });

  test('a script that waits for the end of its scan comes to it', async () => {
    const { get, post, clock } = await openConsole();
    expect((await get('/statuses/intelligence')).json).toMatchObject({ connected: true });
    await post('/registry/stop');
    await post('/registry/scan');
    const isCompleted = async () =>
      (await get<{ completed?: boolean }>('/statuses/registry')).json.completed === true;
    expect(await isCompleted()).toBe(false);
    for (let step = 0; step < 120 && !(await isCompleted()); step += 1) await clock.advance(4000);
    expect(await isCompleted()).toBe(true);
  });

  test('a selected registry is scanned alone', async () => {
    const { get, post, clock } = await openConsole();
    await post('/registry/stop');
    await post('/registry/scan/select', { body: [{ tag: { registry: 'quay.io' } }] });
    await clock.advance(8000);
    const { json } = await get<readonly ScanRow[]>('/registry/progress');
    expect(json.map(({ discovery }) => discovery.title)).toEqual([
      expect.stringContaining('in registry quay.io:'),
    ]);
    expect((await get('/statuses/registry')).json).toMatchObject({
      scanning: true,
      selective: true,
    });
  });

  test.each([
    ['[]', 400],
    ['{}', 400],
    ['[{"tag":{}}]', 400],
    ['[{"tag":{"registry":"nowhere.example"}}]', 404],
  ])('a selection of %s is answered with %i', async (body, status) => {
    const { post } = await openConsole();
    await post('/registry/stop');
    expect((await post('/registry/scan/select', { body })).status).toBe(status);
  });
});

describe('POST registry/stop', () => {
  test('stops the regular scan, which begins again by itself', async () => {
    const { get, post, clock } = await openConsole();
    await post('/registry/stop');
    expect((await get('/registry/progress')).json).toEqual([]);
    expect((await get('/statuses/registry')).json).toMatchObject({ completed: true });
    await clock.advance(100_000);
    expect((await get<readonly ScanRow[]>('/registry/progress')).json.length).toBeGreaterThan(0);
  });

  test('does nothing when nothing runs', async () => {
    const { get, post, clock } = await openConsole();
    await post('/registry/stop');
    await clock.advance(60_000);
    expect((await post('/registry/stop')).status).toBe(200);
    await clock.advance(40_000);
    expect((await get('/registry/progress')).json).not.toEqual([]);
  });
});
