import type { Secret } from './strategy.ts';

/** A secret that is resolved only when used, and kept until the vendor refuses it. */
export interface SecretValue {
  get(): Promise<string>;
  /**
   * Resolves it anew, unless that was in vain too often of late: a command may ask for a key.
   *
   * @returns whether it has become another: somebody has rotated it
   */
  renew(): Promise<boolean>;
  /** Every value that it had. */
  seen(): readonly string[];
}

/** Wraps a secret; concurrent callers share one resolution. */
export function createSecretValue(secret: Secret): SecretValue {
  const seen = new Set<string>();
  let current: Promise<string> | null = null;
  let renewal: Promise<boolean> | null = null;
  let refusals = 0;
  const resolve = () => {
    const resolution = secret().then((value) => {
      seen.add(value);
      return value;
    });
    resolution.catch(() => {
      if (current === resolution) current = null;
    });
    current = resolution;
    return resolution;
  };
  const resolveAnew = async () => {
    const before = await current?.catch(() => undefined);
    const changed = (await resolve()) !== before;
    if (changed) refusals = 0;
    return changed;
  };
  return {
    get: () => current ?? resolve(),
    renew: async () => {
      if (renewal) return renewal;
      refusals += 1;
      if (!isTurn(refusals)) return false;
      renewal = resolveAnew().finally(() => {
        renewal = null;
      });
      return renewal;
    },
    seen: () => [...seen],
  };
}

/** The 1st, 2nd, 4th, 8th ... refusal in a row, and every 64th. */
function isTurn(refusals: number): boolean {
  return (refusals & (refusals - 1)) === 0 || refusals % 64 === 0;
}
