import type { Clock } from './clock.ts';
import { createStore, type Readable } from './store.ts';

/**
 * Slows a value's changes down for those who draw it: a change after a quiet time is published at
 * once, a burst at most `perSecond` times a second, and the last value always.
 */
export function coalesce<T>(
  source: Readable<T>,
  clock: Clock,
  perSecond: number,
): Readable<T> & { close(): void } {
  const intervalMs = 1000 / perSecond;
  const published = createStore(source.get());
  let publishedAt = Number.NEGATIVE_INFINITY;
  let cancel: (() => void) | null = null;
  const publish = () => {
    cancel = null;
    publishedAt = clock.now();
    published.set(source.get());
  };
  const unsubscribe = source.subscribe(() => {
    if (cancel !== null) return;
    const quietMs = clock.now() - publishedAt;
    // A negative age means that the machine's clock was set back.
    if (quietMs >= intervalMs || quietMs < 0) publish();
    else cancel = clock.after(intervalMs - quietMs, publish);
  });
  return {
    get: published.get,
    subscribe: published.subscribe,
    close: () => {
      unsubscribe();
      cancel?.();
      cancel = null;
    },
  };
}
