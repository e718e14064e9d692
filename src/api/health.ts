import type { SourceHealth } from './session.ts';
import type { Exchange } from './types.ts';

/** The header's words for what is wrong, by the error's code. */
const words: Readonly<Record<string, string>> = {
  unauthorised: 'auth',
  forbidden: 'forbidden',
  'rate-limited': 'limited',
  tls: 'tls',
  refused: 'unreachable',
  'unknown-host': 'unreachable',
  reset: 'unreachable',
  timeout: 'unreachable',
  proxy: 'unreachable',
  unreachable: 'unreachable',
  'cut-short': 'unreachable',
};

/** Milliseconds for which a good answer outweighs a refusal of a single call. */
const freshMs = 60_000;

/** What an exchange that tells nothing about the source is marked with. */
export const silentCodes: ReadonlySet<string> = new Set(['aborted', 'token-expired']);

/** What is known of a source after one more exchange. */
export function nextHealth(health: SourceHealth, exchange: Exchange): SourceHealth {
  const at = exchange.at + exchange.durationMs;
  if (exchange.errorCode === null) return { state: 'ok', lastOkAt: at };
  if (silentCodes.has(exchange.errorCode)) return health;
  const lastOkAt = health.state === 'ok' || health.state === 'failing' ? health.lastOkAt : null;
  if (health.state === 'ok' && refusesOneCall(exchange) && at - health.lastOkAt < freshMs) {
    return health;
  }
  return {
    state: 'failing',
    lastOkAt,
    since: health.state === 'failing' ? health.since : exchange.at,
    word: words[exchange.errorCode] ?? 'error',
    message: exchange.error ?? exchange.errorCode,
    hint: exchange.hint,
  };
}

/** A 403 or 404 while other calls are answered is about that call, not about the source. */
function refusesOneCall({ status }: Exchange): boolean {
  return status !== null && status >= 400 && status < 500 && status !== 401 && status !== 429;
}
