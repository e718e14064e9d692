import type { Clock } from '../../core/clock.ts';
import { untilAborted } from '../deadline.ts';
import type { Sender } from './strategy.ts';

/** A token as a vendor hands it out. */
export interface IssuedToken {
  readonly value: string;
  readonly lifeMs: number;
}

/** Keeps one token for all calls of a client. */
export interface TokenKeeper {
  /** A valid token; waits only when there is none. */
  get(send: Sender, signal: AbortSignal): Promise<string>;
  /** Drops a token that the vendor refused, unless another one has taken its place. */
  refuse(value: string): void;
  /** Every token that was issued. */
  seen(): readonly string[];
}

/** At this share of its life a token is renewed, while it still serves. */
const renewalShare = 0.8;

/** Milliseconds between renewals that fail while the old token serves. */
const renewalPauseMs = 30_000;

/** Tokens remembered for redaction. */
const rememberedTokens = 8;

interface Held extends IssuedToken {
  readonly issuedAt: number;
}

/**
 * Exchanges credentials for a token when needed. Callers share one exchange, which none of them can
 * cancel for the others.
 */
export function createTokenKeeper(
  clock: Clock,
  exchange: (send: Sender) => Promise<IssuedToken>,
): TokenKeeper {
  let held: Held | null = null;
  let running: Promise<string> | null = null;
  let nextRenewalAt = 0;
  let seen: readonly string[] = [];
  const start = (send: Sender) => {
    const issuedAt = clock.now();
    nextRenewalAt = issuedAt + renewalPauseMs;
    const run = exchange(send).then((token) => {
      held = { ...token, issuedAt };
      seen = [...seen, token.value].slice(-rememberedTokens);
      return token.value;
    });
    const done = () => {
      running = null;
    };
    run.then(done, done);
    running = run;
    return run;
  };
  const aged = (token: Held, share: number) => clock.now() - token.issuedAt >= token.lifeMs * share;
  return {
    get: async (send, signal) => {
      if (held === null || aged(held, 1)) return untilAborted(running ?? start(send), signal);
      if (aged(held, renewalShare) && running === null && clock.now() >= nextRenewalAt) {
        // Its failure is in the log of exchanges; the old token serves on until it ends.
        start(send).catch(() => undefined);
      }
      return held.value;
    },
    refuse: (value) => {
      if (held?.value === value) held = null;
    },
    seen: () => seen,
  };
}
