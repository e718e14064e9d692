import { expect, test } from 'vitest';
import { ibmIamAuth } from '../../../../src/api/auth/ibm-iam.ts';
import { sysdigTokenAuth, targetHeaders } from '../../../../src/api/auth/sysdig-token.ts';
import { type Answer, json, type RecordedRequest, text } from '../../../support/http-server.ts';
import { createManualClock } from '../../../support/manual-clock.ts';
import { createRigs, failure } from '../fixture.ts';

const { rig, serve } = createRigs();
const ask = { method: 'GET', path: '/api/v1/secureEvents/status' } as const;
const minute = 60_000;

/** IAM on one host and the service on another; `iam` answers instead of a token. */
async function cloud(iam?: (count: number) => Answer | undefined, keys = ['key-one']) {
  const clock = createManualClock();
  let count = 0;
  let asked = 0;
  const refused = new Set<string>();
  const iamServer = await serve(() => {
    count += 1;
    const token = { access_token: `t${count}`, refresh_token: 'not_supported', expires_in: 3600 };
    return iam?.(count) ?? json(token);
  });
  const auth = ibmIamAuth({
    clock,
    iamUrl: iamServer.url,
    apiKey: async () => {
      asked += 1;
      return `${keys[Math.min(asked, keys.length) - 1]}\n`;
    },
    headers: targetHeaders({ instanceId: 'guid', teamId: 50_006_626 }),
  });
  const answer = (request: RecordedRequest): Answer => {
    const token = request.headers.authorization ?? '';
    if (refused.has(token))
      return text('{"message":"cannot verify credentials"}', 'text/plain', { status: 401 });
    return json(token);
  };
  const made = await rig(answer, { clock, auth, source: 'workloadProtection' });
  const token = async () => (await made.client.request(ask)).json();
  return { ...made, clock, iam: iamServer, refused, token };
}

test('exchanges the key as a form at IAM, once for all callers', async () => {
  const { token, iam, server } = await cloud();
  expect(await Promise.all([token(), token(), token()])).toEqual(Array(3).fill('Bearer t1'));
  expect(iam.requests.map(({ method, url, body }) => [method, url, body])).toEqual([
    [
      'POST',
      '/identity/token',
      'grant_type=urn%3Aibm%3Aparams%3Aoauth%3Agrant-type%3Aapikey&apikey=key-one',
    ],
  ]);
  expect(iam.requests[0]?.headers).toMatchObject({
    'content-type': 'application/x-www-form-urlencoded',
    accept: 'application/json',
  });
  expect(iam.requests[0]?.headers).not.toHaveProperty('ibminstanceid');
  expect(server.requests[0]?.headers).toMatchObject({
    ibminstanceid: 'guid',
    sysdigteamid: '50006626',
  });
});

test('renews at 80 % of the life that IAM told, and keeps the old token when that fails', async () => {
  let down = false;
  const { token, iam, clock, settle } = await cloud(() =>
    down ? { status: 503, body: 'down' } : undefined,
  );
  expect(await token()).toBe('Bearer t1');
  down = true;
  await clock.advance(48 * minute - 1);
  expect(await token()).toBe('Bearer t1');
  expect(iam.requests).toHaveLength(1);
  await clock.advance(1);
  expect(await token()).toBe('Bearer t1');
  await settle();
  expect(iam.requests).toHaveLength(2);
  down = false;
  await clock.advance(30_000);
  expect(await token()).toBe('Bearer t1');
  await settle();
  expect(await token()).toBe('Bearer t3');
});

test('exchanges anew when the service refuses the token', async () => {
  const { token, refused } = await cloud();
  await token();
  refused.add('Bearer t1');
  expect(await token()).toBe('Bearer t2');
});

test("tells IBM's own code and what it means, and asks no second time", async () => {
  const { token, iam } = await cloud(() =>
    json(
      { errorCode: 'BXNIM0415E', errorMessage: 'Provided API key could not be found.' },
      { status: 400 },
    ),
  );
  const error = await failure(token());
  expect(error).toMatchObject({ code: 'unauthorised', exitCode: 4, status: 400 });
  expect(error.message).toBe(
    'IBM Cloud IAM refused the API key: POST /identity/token answered 400 BXNIM0415E: Provided API key could not be found.',
  );
  expect(error.hint).toContain('The API key is unknown');
  expect(iam.requests).toHaveLength(1);
});

test('a key that was rotated meanwhile is read again', async () => {
  const unknown = json({ errorCode: 'BXNIM0415E', errorMessage: 'no' }, { status: 400 });
  const { token, iam } = await cloud(
    (count) => (count === 1 ? unknown : undefined),
    ['old', 'new'],
  );
  expect(await token()).toBe('Bearer t2');
  expect(iam.requests.map(({ body }) => body.split('apikey=')[1])).toEqual(['old', 'new']);
});

test('an unknown code is told with what there is to check', async () => {
  const { token } = await cloud(() =>
    json({ errorCode: 'BXNIM9999E', errorMessage: 'account is locked' }, { status: 403 }),
  );
  const error = await failure(token());
  expect(error.message).toContain('403 BXNIM9999E: account is locked');
  expect(error).toMatchObject({ code: 'forbidden', exitCode: 4 });
});

test.each([
  ['an answer without a token', json({ token_type: 'Bearer' }), 'bad-answer'],
  ['a token without a life', json({ access_token: 'abc' }), 'bad-answer'],
  ['a token that is no header', json({ access_token: 'a b', expires_in: 3600 }), 'bad-answer'],
])('refuses %s', async (_name, answer, code) => {
  const { token } = await cloud(() => answer);
  expect((await failure(token())).code).toBe(code);
});

test.each(['abc-123', 'Bearer abc-123', 'bearer  abc-123\n'])(
  'takes the Sysdig token %j',
  async (pasted) => {
    const auth = sysdigTokenAuth({ token: async () => pasted });
    const { client, server } = await rig(() => json({}), { auth, source: 'workloadProtection' });
    await client.request(ask);
    expect(server.requests[0]?.headers.authorization).toBe('Bearer abc-123');
    expect(server.requests[0]?.headers).not.toHaveProperty('ibminstanceid');
  },
);

test('what answers in place of IAM is not taken for the service', async () => {
  const page = text('<html><title>Sign in</title></html>', 'text/html');
  const { token } = await cloud(() => page);
  const error = await failure(token());
  expect(error).toMatchObject({ code: 'not-json', path: '/identity/token' });
  expect(error).toMatchObject({ hint: expect.stringContaining('auth.iamUrl') });
});

test('takes the life of a token from its end where its length is not told', async () => {
  const start = createManualClock().now();
  const { token, clock, iam } = await cloud((count) =>
    json({ access_token: `t${count}`, expiration: Math.floor(start / 1000) + 3600 }),
  );
  expect(await token()).toBe('Bearer t1');
  await clock.advance(40 * minute);
  expect(await token()).toBe('Bearer t1');
  expect(iam.requests).toHaveLength(1);
  await clock.advance(10 * minute);
  await token();
  expect(iam.requests).toHaveLength(2);
});
