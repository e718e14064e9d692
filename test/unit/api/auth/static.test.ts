import { expect, test } from 'vitest';
import { basicAuth } from '../../../../src/api/auth/basic.ts';
import { bearerAuth } from '../../../../src/api/auth/bearer.ts';
import { createSecretValue } from '../../../../src/api/auth/secret-value.ts';
import { usageError } from '../../../../src/core/errors.ts';
import { json } from '../../../support/http-server.ts';
import { createRigs, failure } from '../fixture.ts';

const { rig } = createRigs();
const ask = { method: 'GET', path: '/a' } as const;
const refused = json({ err: 'unauthorized' }, { status: 401 });

/** A secret that is another one at each resolution, as far as `values` go. */
function secretOf(...values: string[]) {
  let resolutions = 0;
  const secret = async () => {
    const value = values[Math.min(resolutions, values.length - 1)] ?? '';
    resolutions += 1;
    return value;
  };
  return { secret, resolutions: () => resolutions };
}

test('basic sends user and password, resolved once', async () => {
  const { secret, resolutions } = secretOf('pä:ss');
  const auth = basicAuth({ username: 'ops', password: secret });
  const { client, server } = await rig(() => json(1), { auth });
  expect(resolutions()).toBe(0);
  await Promise.all([client.request(ask), client.request(ask)]);
  await client.request(ask);
  expect(resolutions()).toBe(1);
  const expected = `Basic ${Buffer.from('ops:pä:ss').toString('base64')}`;
  expect(server.requests.map(({ headers }) => headers.authorization)).toEqual(
    Array(3).fill(expected),
  );
});

test.each(['tok-123', 'Bearer tok-123', 'bearer  tok-123\n', ' tok-123 '])(
  'bearer takes a token as it was pasted: %j',
  async (pasted) => {
    const auth = bearerAuth({ token: async () => pasted });
    const { client, server } = await rig(() => json(1), { auth });
    await client.request(ask);
    expect(server.requests[0]?.headers.authorization).toBe('Bearer tok-123');
  },
);

test('a wrong password is told after one try', async () => {
  const { secret } = secretOf('wrong');
  const auth = basicAuth({ username: 'ops', password: secret });
  const { client, server } = await rig(() => refused, { auth });
  expect(await failure(client.request(ask))).toMatchObject({ code: 'unauthorised', exitCode: 4 });
  expect(server.requests).toHaveLength(1);
});

test('a rotated password is resolved anew, by one of the callers', async () => {
  const { secret, resolutions } = secretOf('old', 'new');
  const auth = basicAuth({ username: 'ops', password: secret });
  const fresh = `Basic ${Buffer.from('ops:new').toString('base64')}`;
  const { client, server, exchanges } = await rig(
    ({ headers }) => (headers.authorization === fresh ? json(1) : refused),
    { auth },
  );
  await Promise.all([client.request(ask), client.request(ask)]);
  expect(resolutions()).toBe(2);
  expect(server.requests).toHaveLength(4);
  expect(exchanges.map(({ errorCode }) => errorCode).sort()).toEqual(
    [null, null, 'token-expired', 'token-expired'].sort(),
  );
});

test('a secret that cannot be resolved is told as it is, and asked for again', async () => {
  let broken = true;
  const token = async () => {
    if (broken) throw usageError('the variable X is not set');
    return 'tok-123';
  };
  const { client, server } = await rig(() => json(1), { auth: bearerAuth({ token }) });
  await expect(client.request(ask)).rejects.toThrow('the variable X is not set');
  expect(server.requests).toHaveLength(0);
  broken = false;
  expect((await client.request(ask)).status).toBe(200);
});

test('a secret that stays wrong is resolved ever less often', async () => {
  const { secret, resolutions } = secretOf('wrong');
  const value = createSecretValue(secret);
  await value.get();
  for (let refusal = 1; refusal <= 64; refusal += 1) expect(await value.renew()).toBe(false);
  expect(resolutions()).toBe(1 + 7);
});
