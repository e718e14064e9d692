import { describe, expect, test } from 'vitest';
import { configSchema } from '../../../../src/config/schema.ts';
import { openPlatform, path } from './open-platform.ts';

const basic = (text: string) => ({
  authorization: `Basic ${Buffer.from(text).toString('base64')}`,
});

describe('credentials', () => {
  test.each<[string, Record<string, string>]>([
    ['a token', { authorization: 'Bearer demo-jfrog-token' }],
    ['a token that can expire', { authorization: 'bearer demo-jfrog-brief-token' }],
    ['an API key', { 'X-JFrog-Art-Api': 'DEMO-JFROG-API-KEY' }],
    ['a password', basic('demo:demo')],
    ['an API key for a password', basic('demo:DEMO-JFROG-API-KEY')],
  ])('%s is enough', async (_title, headers) => {
    const { get } = await openPlatform();
    expect((await get({}, headers)).status).toBe(200);
  });

  test.each<[string, number, Record<string, string>]>([
    ['none', 401, {}],
    ['an unknown token', 401, { authorization: 'Bearer other' }],
    ['a token for an API key', 401, { 'X-JFrog-Art-Api': 'demo-jfrog-token' }],
    ['an API key for a token', 401, { authorization: 'Bearer DEMO-JFROG-API-KEY' }],
    ['a wrong password', 401, basic('demo:viewer')],
    ['a token without the permission', 403, { authorization: 'Bearer viewer-jfrog-token' }],
    ['a user without the permission', 403, basic('viewer:viewer')],
  ])('%s: %d in the form of the platform', async (_title, status, headers) => {
    const { get } = await openPlatform();
    const answer = await get({ num_of_rows: 0 }, headers);
    expect(answer.status).toBe(status);
    const message = expect.stringMatching(/./);
    expect(await answer.json()).toEqual({ errors: [{ status, message }] });
  });
});

describe('the fault of expired tokens', () => {
  test('refuses the token that can expire', async () => {
    const { get } = await openPlatform({}, 'expired:100%');
    const answer = await get({}, { authorization: 'Bearer demo-jfrog-brief-token' });
    expect(answer.status).toBe(401);
    expect(await answer.json()).toEqual({
      errors: [{ status: 401, message: 'Token failed verification: expired' }],
    });
  });

  test("lets the demo's token pass", async () => {
    const { get } = await openPlatform({}, 'expired:100%');
    expect((await get()).status).toBe(200);
  });
});

test.each([
  ['429:100%', 429, 'too many requests'],
  ['5xx:100%', 500, 'internal server error'],
])('the fault %s has the form of Xray', async (faults, status, error) => {
  const { get } = await openPlatform({}, faults);
  const answer = await get();
  expect(answer.status).toBe(status);
  expect(await answer.json()).toEqual({ error });
});

test('a platform without Curation answers 404', async () => {
  const { get } = await openPlatform({ licensed: false });
  const answer = await get();
  expect(answer.status).toBe(404);
  expect(await answer.json()).toEqual({ error: expect.stringContaining('Curation') });
});

test('the call is only asked', async () => {
  const { url } = await openPlatform();
  const answer = await fetch(`${url}${path}`, { method: 'POST' });
  expect(answer.status).toBe(405);
});

test('the profile has what it takes to call', async () => {
  const { profile, get, url } = await openPlatform();
  const source = configSchema.parse(profile).profiles.demo?.xray;
  expect(source).toMatchObject({ url, auth: { type: 'bearer' } });
  const reference = source?.auth.type === 'bearer' ? source.auth.token : '';
  const token = reference.replace('command:echo ', '');
  expect((await get({}, { authorization: `Bearer ${token}` })).status).toBe(200);
});

test.each([-1, 0.5, 10_000_001, Number.NaN])(
  'there are no %d audit events',
  async (auditEvents) => {
    await expect(openPlatform({ auditEvents })).rejects.toThrow(RangeError);
  },
);

test('there can be none at all', async () => {
  const { page } = await openPlatform({ auditEvents: 0 });
  expect((await page()).data).toBeNull();
  expect((await page({ dry_run: true })).data).toBeNull();
});
