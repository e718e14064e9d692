import { describe, expect, test } from 'vitest';
import {
  createCallLimit,
  usualCallLimit,
} from '../../../../src/simulator/carbon-black/call-limit.ts';
import { openOrganisation, type TestOrganisation } from './open-organisation.ts';

const callLimit = { calls: 3, windowMs: 10_000 };
const waitAfter = async ({ call }: TestOrganisation) => {
  const { status, headers } = await call('metadata');
  return status === 429 ? Number(headers.get('retry-after')) : 0;
};

describe('too many calls', () => {
  test('are refused for a time that grows with every call in it', async () => {
    const organisation = await openOrganisation({ callLimit });
    for (let call = 0; call < 3; call += 1) expect(await waitAfter(organisation)).toBe(0);
    expect(await waitAfter(organisation)).toBe(60);
    expect(await waitAfter(organisation)).toBe(90);
    await organisation.clock.advance(30_000);
    expect(await waitAfter(organisation)).toBe(90);
    await organisation.clock.advance(89_999);
    expect(await waitAfter(organisation)).toBe(31);
  });

  test('are forgotten once the time has passed', async () => {
    const organisation = await openOrganisation({ callLimit });
    for (let call = 0; call < 4; call += 1) await waitAfter(organisation);
    await organisation.clock.advance(60_000);
    for (let call = 0; call < 3; call += 1) expect(await waitAfter(organisation)).toBe(0);
    expect(await waitAfter(organisation)).toBe(60);
  });

  test('are told in the form of the other refusals, before the key is looked at', async () => {
    const { call } = await openOrganisation({ callLimit: { calls: 0, windowMs: 1 } });
    expect(await call('_search', {}, { token: null })).toMatchObject({
      status: 429,
      json: { error_code: 'TOO_MANY_REQUESTS', message: expect.any(String) },
    });
  });

  test('do not matter to the other vendors', async () => {
    const organisation = await openOrganisation({ callLimit: { calls: 0, windowMs: 1 } });
    expect(await waitAfter(organisation)).toBe(60);
    expect((await fetch(`${organisation.url}/api/v32.07/_ping`)).status).toBe(200);
  });
});

test('calls that are spread out pass for ever', () => {
  let now = 0;
  const limit = createCallLimit(callLimit, () => now);
  for (; now < 1_000_000; now += 4000) expect(limit.admit()).toBe(0);
});

test('1000 calls pass in five minutes', () => {
  let now = 0;
  const limit = createCallLimit(usualCallLimit, () => now);
  for (let call = 0; call < 1000; call += 1) expect(limit.admit()).toBe(0);
  now = 299_999;
  expect(limit.admit()).toBe(60);
});
