import { expect, test } from 'vitest';
import { prismaTokenAuth } from '../../../../src/api/auth/prisma-token.ts';
import { type Answer, gate, json, type RecordedRequest } from '../../../support/http-server.ts';
import { createManualClock } from '../../../support/manual-clock.ts';
import { createRigs, failure } from '../fixture.ts';

const { rig } = createRigs();
const ask = { method: 'GET', path: '/api/v32.07/registry/progress' } as const;
const signInPath = '/api/v32.07/authenticate';
const minute = 60_000;

/** A Console that hands out t1, t2, ... and takes only the tokens in `valid`. */
async function consoleWith(
  signIn?: (count: number) => Answer | undefined | Promise<Answer | undefined>,
) {
  const clock = createManualClock();
  const valid = new Set<string>();
  let count = 0;
  const auth = prismaTokenAuth({
    clock,
    apiVersion: 'v32.07',
    username: 'ops',
    password: async () => 'hunter22',
  });
  const answer = async (request: RecordedRequest): Promise<Answer> => {
    if (request.path === signInPath) {
      count += 1;
      const token = `t${count}`;
      const other = await signIn?.(count);
      if (other) return other;
      valid.add(token);
      return json({ token });
    }
    const token = request.headers.authorization?.replace('Bearer ', '') ?? '';
    return valid.has(token) ? json(token) : json({ err: 'unauthorized' }, { status: 401 });
  };
  const made = await rig(answer, { clock, auth });
  const signIns = () => made.server.requests.filter(({ path }) => path === signInPath);
  const token = async () => (await made.client.request(ask)).json();
  return { ...made, clock, valid, signIns, token };
}

test('exchanges user and password for a token, once for all callers', async () => {
  const { token, signIns } = await consoleWith();
  expect(await Promise.all([token(), token(), token()])).toEqual(['t1', 't1', 't1']);
  expect(signIns().map(({ method, body }) => [method, JSON.parse(body)])).toEqual([
    ['POST', { username: 'ops', password: 'hunter22' }],
  ]);
  expect(signIns()[0]?.headers).not.toHaveProperty('authorization');
});

test('renews the token at 80 % of its 30 minutes, while the old one serves', async () => {
  const { clock, token, signIns, settle } = await consoleWith();
  await token();
  await clock.advance(24 * minute - 1);
  expect(await token()).toBe('t1');
  expect(signIns()).toHaveLength(1);
  await clock.advance(1);
  expect(await token()).toBe('t1');
  await settle();
  expect(await token()).toBe('t2');
  expect(signIns()).toHaveLength(2);
});

test('keeps the old token while renewals fail, with pauses, until it ends', async () => {
  let down = false;
  const { clock, token, signIns, settle } = await consoleWith(() =>
    down ? { status: 403 } : undefined,
  );
  await token();
  down = true;
  await clock.advance(25 * minute);
  for (let call = 0; call < 3; call += 1) {
    expect(await token()).toBe('t1');
    await settle();
  }
  expect(signIns()).toHaveLength(2);
  await clock.advance(30_000);
  expect(await token()).toBe('t1');
  await settle();
  expect(signIns()).toHaveLength(3);
  await clock.advance(5 * minute);
  expect((await failure(token())).code).toBe('forbidden');
});

test('waits for a new token when the old one has ended', async () => {
  const { clock, token } = await consoleWith();
  await token();
  await clock.advance(31 * minute);
  expect(await token()).toBe('t2');
});

test('a refused token is replaced once, by one exchange for all', async () => {
  const { token, valid, signIns, exchanges } = await consoleWith();
  await token();
  valid.clear();
  expect(await Promise.all([token(), token()])).toEqual(['t2', 't2']);
  expect(signIns()).toHaveLength(2);
  expect(exchanges.filter(({ errorCode }) => errorCode === 'token-expired')).toHaveLength(2);
});

test('a token that is revoked while it is on its way is renewed again', async () => {
  const revoked = (count: number) => (count > 3 ? undefined : json({ token: `t${count}` }));
  const { token, signIns } = await consoleWith(revoked);
  expect(await token()).toBe('t4');
  expect(signIns()).toHaveLength(4);
});

test('a Console that refuses new tokens too is told after three renewals', async () => {
  const { token, signIns } = await consoleWith((count) => json({ token: `useless${count}` }));
  expect(await failure(token())).toMatchObject({ code: 'unauthorised', path: ask.path });
  expect(signIns()).toHaveLength(4);
});

test('a wrong password is told with the call that said so', async () => {
  const { token, signIns } = await consoleWith(() => json({ err: 'bad' }, { status: 401 }));
  expect(await failure(token())).toMatchObject({
    code: 'unauthorised',
    exitCode: 4,
    method: 'POST',
    path: signInPath,
  });
  expect(signIns()).toHaveLength(1);
});

test.each([{}, { token: 7 }, { token: '' }, { token: 'a\r\nb' }, null])(
  'an answer without a token is told: %j',
  async (answer) => {
    const { token } = await consoleWith(() => json(answer));
    expect(await failure(token())).toMatchObject({ code: 'bad-answer', path: signInPath });
  },
);

test('a passing failure of the exchange is tried again, also for calls that may not repeat', async () => {
  const { client, clock, server, settle } = await consoleWith((count) =>
    count === 1 ? { status: 503 } : undefined,
  );
  const call = client.request({ method: 'POST', path: '/api/v32.07/registry/scan' });
  await settle();
  await clock.advance(500);
  expect((await call).json()).toBe('t2');
  expect(server.requests.map(({ path }) => path)).toEqual([
    signInPath,
    signInPath,
    '/api/v32.07/registry/scan',
  ]);
});

test('a caller who goes away does not take the exchange from the others', async () => {
  const held = gate();
  const { client, token, server, signIns } = await consoleWith(async () => {
    await held.promise;
    return undefined;
  });
  const controller = new AbortController();
  const leaving = client.request({ ...ask, signal: controller.signal });
  const staying = token();
  await server.received(1);
  controller.abort();
  await expect(leaving).rejects.toBe(controller.signal.reason);
  held.open();
  expect(await staying).toBe('t1');
  expect(signIns()).toHaveLength(1);
});
