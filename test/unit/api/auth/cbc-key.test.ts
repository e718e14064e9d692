import { expect, test } from 'vitest';
import { cbcKeyAuth } from '../../../../src/api/auth/cbc-key.ts';

const never: Parameters<ReturnType<typeof cbcKeyAuth>['headers']>[0] = () => {
  throw new Error('nothing is to be sent');
};
const { signal } = new AbortController();

test('the secret and the id are sent together, without quotes', async () => {
  const auth = cbcKeyAuth({
    apiId: 'ABCD123456',
    apiSecret: async () => 'ABCDEFGHIJKLMNO123456789\n',
  });
  expect(await auth.headers(never, signal)).toEqual({
    'x-auth-token': 'ABCDEFGHIJKLMNO123456789/ABCD123456',
  });
  expect(auth.secrets()).toEqual(['ABCDEFGHIJKLMNO123456789']);
});

test('a key that was rotated is worth another try, the same one is not', async () => {
  const secrets = ['old', 'new', 'new'];
  const auth = cbcKeyAuth({ apiId: 'I', apiSecret: async () => secrets.shift() ?? 'new' });
  const used = await auth.headers(never, signal);
  expect(await auth.rejected(used)).toBe(true);
  const next = await auth.headers(never, signal);
  expect(next).toEqual({ 'x-auth-token': 'new/I' });
  expect(await auth.rejected(next)).toBe(false);
});
