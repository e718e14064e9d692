import { secretHeaders } from './secret-headers.ts';
import { createSecretValue } from './secret-value.ts';
import type { AuthStrategy, Secret } from './strategy.ts';

/** Sends user name and password with each call (RFC 7617). */
export function basicAuth(options: {
  readonly username: string;
  readonly password: Secret;
}): AuthStrategy {
  const password = createSecretValue(options.password);
  const encode = (value: string) => Buffer.from(`${options.username}:${value}`).toString('base64');
  return {
    ...secretHeaders(password, (value) => ({ authorization: `Basic ${encode(value)}` })),
    secrets: () => password.seen().flatMap((value) => [value, encode(value)]),
  };
}
