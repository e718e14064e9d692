import { describe, expect, test } from 'vitest';
import { basic, openConsole, type TestConsole } from '../open-console.ts';

const minute = 60_000;
const logIn = async ({ post }: TestConsole, name = 'demo') => {
  const body = { username: name, password: name };
  const { json } = await post<{ token: string }>('/authenticate', { body, authorization: null });
  return `Bearer ${json.token}`;
};

describe('credentials', () => {
  test.each([
    null,
    basic('demo', 'wrong'),
    basic('nobody'),
    basic('demo', ''),
    'Basic',
    'Basic !!!',
    'Bearer',
    'Bearer not.a.token',
    'Digest demo',
  ])('%s is unauthorized', async (authorization) => {
    const { get, post } = await openConsole();
    for (const path of ['/registry/progress', '/registry', '/statuses/registry', '/version']) {
      const answer = await get(path, { authorization });
      expect(answer).toMatchObject({ status: 401, json: { err: 'unauthorized' } });
    }
    expect((await post('/registry/scan', { authorization })).status).toBe(401);
  });

  test.each([basic('demo'), `basic ${basic('demo').slice(6)}`])(
    '%s is let in',
    async (authorization) => {
      const { get } = await openConsole();
      expect((await get('/registry/progress', { authorization })).status).toBe(200);
    },
  );

  test('nobody has to sign in for _ping', async () => {
    const { get } = await openConsole();
    expect(await get('/_ping', { authorization: null })).toMatchObject({ status: 200, text: '' });
  });

  test.each([
    ['GET', '/registry/progress', 200],
    ['GET', '/registry', 200],
    ['GET', '/version', 200],
    ['GET', '/statuses/registry', 403],
    ['GET', '/settings/registry', 403],
    ['POST', '/registry/scan', 403],
    ['POST', '/registry/scan/select', 403],
    ['POST', '/registry/stop', 403],
  ] as const)('for a viewer %s %s is answered with %i', async (method, path, status) => {
    const { get, post } = await openConsole();
    const call = method === 'GET' ? get : post;
    expect((await call(path, { authorization: basic('viewer') })).status).toBe(status);
  });
});

describe('tokens', () => {
  test.each([
    [1, 30 * minute],
    [10, 3 * minute],
  ])('at speed %d live for %d ms', async (speed, life) => {
    const opened = await openConsole({ speed });
    const authorization = await logIn(opened);
    await opened.clock.advance(life - 1);
    expect((await opened.get('/version', { authorization })).status).toBe(200);
    await opened.clock.advance(1);
    expect((await opened.get('/version', { authorization })).status).toBe(401);
    expect((await opened.get('/authenticate/renew', { authorization })).status).toBe(401);
  });

  test('can be renewed while they hold', async () => {
    const opened = await openConsole();
    const authorization = await logIn(opened);
    await opened.clock.advance(20 * minute);
    const { json } = await opened.get<{ token: string }>('/authenticate/renew', { authorization });
    await opened.clock.advance(20 * minute);
    const renewed = `Bearer ${json.token}`;
    expect((await opened.get('/version', { authorization: renewed })).status).toBe(200);
  });

  test('outlive a restart of the console', async () => {
    const first = await openConsole();
    const authorization = await logIn(first);
    const second = await openConsole({ clock: first.clock });
    expect((await second.get('/version', { authorization })).status).toBe(200);
    const other = await openConsole({ seed: 2 });
    expect((await other.get('/version', { authorization })).status).toBe(401);
  });

  test('carry the permissions of their user', async () => {
    const opened = await openConsole();
    const authorization = await logIn(opened, 'viewer');
    expect((await opened.get('/registry', { authorization })).status).toBe(200);
    expect((await opened.get('/settings/registry', { authorization })).status).toBe(403);
  });

  test.each([
    [{ username: 'demo', password: 'wrong' }, 401],
    [{ username: 'demo' }, 401],
    ['null', 401],
    [undefined, 401],
    ['{"username":', 400],
  ])('%j gets none', async (body, status) => {
    const { post } = await openConsole();
    expect((await post('/authenticate', body === undefined ? {} : { body })).status).toBe(status);
  });
});
