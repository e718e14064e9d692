import { createStore, type Readable } from '../core/store.ts';
import type { Exchange } from './types.ts';

/** The last exchanges of a session, for the log of API calls. */
export interface ExchangeLog {
  /** Newest last. */
  readonly exchanges: Readable<readonly Exchange[]>;
  /** Adds an exchange, or replaces the one with its id: its body turned out to be no JSON. */
  add(exchange: Exchange): void;
}

/** Creates an empty log that keeps `capacity` exchanges. */
export function createExchangeLog(capacity = 500): ExchangeLog {
  const store = createStore<readonly Exchange[]>([]);
  return {
    exchanges: store,
    add: (exchange) =>
      store.update((kept) => {
        const position = kept.findLastIndex(({ id }) => id === exchange.id);
        if (position >= 0) return kept.with(position, exchange);
        return [...kept.slice(kept.length >= capacity ? kept.length - capacity + 1 : 0), exchange];
      }),
  };
}
