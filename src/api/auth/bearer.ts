import { secretHeaders } from './secret-headers.ts';
import { createSecretValue } from './secret-value.ts';
import type { AuthStrategy, Secret } from './strategy.ts';

/** Sends a token with each call (RFC 6750). A pasted "Bearer " in front of it does no harm. */
export function bearerAuth(options: { readonly token: Secret }): AuthStrategy {
  const token = createSecretValue(async () => {
    const value = await options.token();
    return value.trim().replace(/^bearer\s+/i, '');
  });
  return {
    ...secretHeaders(token, (value) => ({ authorization: `Bearer ${value}` })),
    secrets: () => token.seen(),
  };
}
