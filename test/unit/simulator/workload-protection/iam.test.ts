import { describe, expect, test } from 'vitest';
import { feed, grant, nanos, openInstance } from './open-instance.ts';

const recent = (now: bigint) => ({ from: now - 1_000_000_000n, to: now });

describe('the exchange of a key', () => {
  test('gives a token that lives for an hour', async () => {
    const { exchange, clock } = await openInstance();
    const { status, json } = await exchange({ grant_type: grant, apikey: 'DEMO-IBM-API-KEY' });
    expect(status).toBe(200);
    expect(json).toEqual({
      access_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
      ...{ refresh_token: 'not_supported', ims_user_id: 11_890, token_type: 'Bearer' },
      ...{ expires_in: 3600, expiration: clock.now() / 1000 + 3600, scope: 'ibm openid' },
    });
    const claims = JSON.parse(
      Buffer.from(json.access_token.split('.')[1] ?? '', 'base64url').toString(),
    );
    expect(claims.exp - claims.iat).toBe(3600);
  });

  test.each([
    ['an unknown key', { grant_type: grant, apikey: 'nobody' }, 'BXNIM0415E'],
    ['no key', { grant_type: grant }, 'BXNIM0109E'],
    ['no grant', { apikey: 'DEMO-IBM-API-KEY' }, 'BXNIM0109E'],
    ['another grant', { grant_type: 'password', apikey: 'x' }, 'BXNIM0106E'],
    ['another answer', { grant_type: grant, apikey: 'x', response_type: 'uaa' }, 'BXNIM0106E'],
  ])('of %s is refused with 400', async (_what, form, code) => {
    const { exchange } = await openInstance();
    const { status, json } = await exchange(form);
    expect(status).toBe(400);
    expect(json.errorCode).toBe(code);
  });

  test('needs a form', async () => {
    const { url } = await openInstance();
    const body = JSON.stringify({ grant_type: grant, apikey: 'DEMO-IBM-API-KEY' });
    const response = await fetch(`${url}/identity/token`, { method: 'POST', body });
    expect(response.status).toBe(400);
  });
});

describe('a call', () => {
  test.each([
    ['its team', { SysdigTeamID: '50006626' }],
    ['no team', {}],
    [
      "Sysdig's own token alone",
      { Authorization: 'Bearer demo-sysdig-token', IBMInstanceID: null },
    ],
  ])('with %s is answered', async (_what, changes) => {
    const { get, clock } = await openInstance();
    expect((await get(feed, recent(nanos(clock)), changes)).status).toBe(200);
  });

  test.each([
    ['no token', { Authorization: null }],
    ['a bare token', { Authorization: 'demo-sysdig-token' }],
    ['a forged token', { Authorization: 'Bearer a.b.c' }],
    ['no instance', { IBMInstanceID: null }],
    ['another instance', { IBMInstanceID: '00000000-0000-0000-0000-000000000000' }],
    ['an unknown team', { SysdigTeamID: '7' }],
    ["a team's name", { SysdigTeamID: 'Secure Operations' }],
  ])('with %s is refused with 401, as text', async (_what, changes) => {
    const { get, clock } = await openInstance();
    const { status, headers, json } = await get(feed, recent(nanos(clock)), changes);
    expect(status).toBe(401);
    expect(headers.get('content-type')).toMatch(/^text\/plain/);
    expect(json).toEqual({
      message: 'cannot verify credentials',
      referenceId: expect.stringMatching(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/),
    });
  });

  test('is refused when the token is too old', async () => {
    const workloadProtection = { tokenLifeSeconds: 5 };
    const { get, clock } = await openInstance({ workloadProtection });
    await clock.advance(4999);
    expect((await get(feed, recent(nanos(clock)))).status).toBe(200);
    await clock.advance(1);
    expect((await get(feed, recent(nanos(clock)))).status).toBe(401);
  });

  test('ends a token for good by the fault `expired`', async () => {
    const { get, clock } = await openInstance({ faults: 'expired:100%' });
    expect((await get(feed, recent(nanos(clock)))).status).toBe(401);
    const native = { Authorization: 'Bearer demo-sysdig-token', IBMInstanceID: null };
    expect((await get(feed, recent(nanos(clock)), native)).status).toBe(200);
  });

  test('too many of a caller are refused with 429 for a minute', async () => {
    const { get, clock } = await openInstance({ workloadProtection: { callsPerMinute: 3 } });
    const statuses = [];
    for (let call = 0; call < 4; call += 1) {
      statuses.push((await get(feed, recent(nanos(clock)))).status);
    }
    expect(statuses).toEqual([200, 200, 200, 429]);
    const refused = await get(feed, recent(nanos(clock)));
    expect(refused.headers.get('x-ratelimit-limit')).toBe('3');
    expect(refused.headers.get('retry-after')).toBe('60');
    await clock.advance(60_000);
    expect((await get(feed, recent(nanos(clock)))).status).toBe(200);
  });
});
