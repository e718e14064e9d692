import { secretHeaders } from './secret-headers.ts';
import { createSecretValue } from './secret-value.ts';
import type { AuthStrategy, Secret } from './strategy.ts';

/**
 * Sends an API key with each call: `X-AUTH-TOKEN: SECRET/ID`, without the quotes that the document's
 * examples put around it (Carbon Black Cloud, Authentication).
 */
export function cbcKeyAuth(options: {
  readonly apiId: string;
  readonly apiSecret: Secret;
}): AuthStrategy {
  const secret = createSecretValue(async () => (await options.apiSecret()).trim());
  return {
    ...secretHeaders(secret, (value) => ({ 'x-auth-token': `${value}/${options.apiId}` })),
    secrets: () => secret.seen(),
  };
}
