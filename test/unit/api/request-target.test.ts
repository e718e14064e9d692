import { expect, test } from 'vitest';
import { requestUrl } from '../../../src/api/request-target.ts';
import { json } from '../../support/http-server.ts';
import { createRigs } from './fixture.ts';

const { rig } = createRigs();

test.each([
  ['https://h:8083', '/a', {}, 'https://h:8083/a'],
  ['https://h/', '/a', {}, 'https://h/a'],
  ['https://h/proxy/prisma/', '/a', {}, 'https://h/proxy/prisma/a'],
  [
    'https://h',
    '/a',
    { b: 'c d+e', f: ['1', '2'], g: undefined, h: true, i: 0 },
    'https://h/a?b=c%20d%2Be&f=1&f=2&h=true&i=0',
  ],
  ['https://h', '/a?x=1', { y: '2' }, 'https://h/a?x=1&y=2'],
  ['https://h', '/a#b', {}, 'https://h/a%23b'],
  ['https://h', '/ä b', {}, 'https://h/%C3%A4%20b'],
  ['https://h', '//evil.example/x', {}, 'https://h//evil.example/x'],
])('builds the address %s + %s', (base, path, query, expected) => {
  expect(requestUrl(base, { path, query }).href).toBe(expected);
});

test('a path needs its slash, so that it cannot change the host', () => {
  expect(() => requestUrl('https://h', { path: '@evil.example/' })).toThrow(/no leading slash/);
});

test('sends what the endpoint describes', async () => {
  const { client, server } = await rig(() => json([]));
  await client.request({
    method: 'GET',
    path: '/r',
    query: { name: 'a/b' },
    headers: { 'X-Team': '7' },
  });
  await client.request({ method: 'POST', path: '/j', json: { n: 10n ** 18n } });
  await client.request({ method: 'PUT', path: '/b', body: 'a,b', contentType: 'text/csv' });
  const [get, post, put] = server.requests;
  expect(get).toMatchObject({ method: 'GET', url: '/r?name=a%2Fb', body: '' });
  expect(get?.headers).toMatchObject({ 'x-team': '7', 'user-agent': 'scandeck' });
  expect(get?.headers['accept-encoding']).toContain('gzip');
  expect(get?.headers).not.toHaveProperty('content-type');
  expect(post).toMatchObject({ body: '{"n":1000000000000000000}' });
  expect(post?.headers['content-type']).toBe('application/json');
  expect(put).toMatchObject({ method: 'PUT', body: 'a,b' });
  expect(put?.headers['content-type']).toBe('text/csv');
});

test('answers without a body are read', async () => {
  const { client } = await rig([
    { status: 204 },
    { headers: { 'content-encoding': 'gzip', 'content-length': 9 } },
  ]);
  expect((await client.request({ method: 'POST', path: '/a' })).status).toBe(204);
  expect((await client.request({ method: 'HEAD', path: '/a' })).body).toHaveLength(0);
});
