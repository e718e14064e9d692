import { secretHeaders } from './secret-headers.ts';
import { createSecretValue } from './secret-value.ts';
import type { AuthStrategy, Secret } from './strategy.ts';

/** Sends an API key with each call: `X-JFrog-Art-Api` (JFrog REST APIs, Authentication; legacy). */
export function jfrogApiKeyAuth(options: { readonly apiKey: Secret }): AuthStrategy {
  const key = createSecretValue(async () => (await options.apiKey()).trim());
  return {
    ...secretHeaders(key, (value) => ({ 'x-jfrog-art-api': value })),
    secrets: () => key.seen(),
  };
}
