import type { SecretValue } from './secret-value.ts';
import type { AuthHeaders, AuthStrategy } from './strategy.ts';

/** The part of a strategy that is alike wherever a secret goes into a header as it is. */
export function secretHeaders(
  secret: SecretValue,
  write: (value: string) => AuthHeaders,
): Pick<AuthStrategy, 'headers' | 'rejected'> {
  return {
    headers: async () => write(await secret.get()),
    rejected: async (used) => {
      // Another call may have renewed it meanwhile.
      const now = write(await secret.get());
      const renewed = Object.keys(now).some((name) => now[name] !== used[name]);
      return renewed || secret.renew();
    },
  };
}
