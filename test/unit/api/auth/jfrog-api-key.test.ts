import { expect, test } from 'vitest';
import { jfrogApiKeyAuth } from '../../../../src/api/auth/jfrog-api-key.ts';

const never: Parameters<ReturnType<typeof jfrogApiKeyAuth>['headers']>[0] = () => {
  throw new Error('nothing is to be sent');
};
const { signal } = new AbortController();

test('the key is sent as it is, in the header that JFrog names', async () => {
  const auth = jfrogApiKeyAuth({ apiKey: async () => 'AKCp8-key\n' });
  expect(await auth.headers(never, signal)).toEqual({ 'x-jfrog-art-api': 'AKCp8-key' });
  expect(auth.secrets()).toEqual(['AKCp8-key']);
});

test('a key that was rotated is worth another try, the same one is not', async () => {
  const keys = ['old', 'new', 'new'];
  const auth = jfrogApiKeyAuth({ apiKey: async () => keys.shift() ?? 'new' });
  const used = await auth.headers(never, signal);
  expect(await auth.rejected(used)).toBe(true);
  const next = await auth.headers(never, signal);
  expect(next).toEqual({ 'x-jfrog-art-api': 'new' });
  expect(await auth.rejected(next)).toBe(false);
});
