import { describe, expect, test } from 'vitest';
import { configSchema } from '../../../../src/config/schema.ts';
import { openOrganisation } from './open-organisation.ts';

const calls = [
  ['metadata', undefined],
  ['_search', {}],
  ['_facet', { terms: { fields: ['sources'] } }],
] as const;

describe.each(calls)('%s', (name, body) => {
  test.each([
    ['no key', null],
    ['an unknown key', 'DEMOSECRET/OTHERKEY01'],
    ['a wrong secret', 'SECRET/DEMOKEY001'],
    ['id and secret the wrong way round', 'DEMOKEY001/DEMOSECRET'],
    ["the documentation's quotes", '"DEMOSECRET/DEMOKEY001"'],
    ['no slash', 'DEMOSECRETDEMOKEY001'],
  ])('refuses %s', async (_title, token) => {
    const { call } = await openOrganisation();
    const answer = await call(name, body, { token });
    expect(answer).toMatchObject({ status: 401, json: { error_code: 'UNAUTHORIZED' } });
  });

  test.each([
    ['another organisation', { org: 'ABCD1234' }, 403],
    ['a key without the permission', { token: 'EVENTSECRET/EVENTKEY01' }, 403],
    ['another instance', { instance: 'appservices' }, 404],
    ['another method', { method: 'DELETE' }, 405],
  ])('refuses %s', async (_title, options, status) => {
    const { call } = await openOrganisation();
    expect((await call(name, body, options)).status).toBe(status);
  });

  test('takes the key', async () => {
    const { call } = await openOrganisation();
    expect((await call(name, body)).status).toBe(200);
  });
});

test('the profile has what it takes to call', async () => {
  const { profile, call, url } = await openOrganisation();
  const source = configSchema.parse(profile).profiles.demo?.carbonBlack;
  expect(source).toMatchObject({ url, instance: 'containers', auth: { type: 'cbc-key' } });
  const secret = source?.auth.apiSecret.replace('command:echo ', '');
  const answer = await call('metadata', undefined, {
    org: source?.orgKey ?? '',
    token: `${secret}/${source?.auth.apiId}`,
  });
  expect(answer.status).toBe(200);
});
