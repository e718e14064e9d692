/** What waits for one consumer that may be slower than the producer. */
export interface Mailbox<T> {
  put(item: T): void;
  /** Ends the reading, by an error that the reader throws when all items before it were read. */
  fail(error: unknown): void;
  /** Ends quietly on abort. */
  read(signal: AbortSignal): AsyncGenerator<T>;
}

/**
 * Creates an empty mailbox.
 *
 * @param supersedes whether a new item makes the one before it needless, so that a consumer which
 *   does not come to read costs no memory
 */
export function createMailbox<T>(supersedes: (next: T, previous: T) => boolean): Mailbox<T> {
  let items: T[] = [];
  let failure: { readonly error: unknown } | null = null;
  let wake = () => {};
  return {
    put: (item) => {
      const previous = items.at(-1);
      if (previous !== undefined && supersedes(item, previous)) items.pop();
      items.push(item);
      wake();
    },
    fail: (error) => {
      failure = { error };
      wake();
    },
    async *read(signal) {
      const ring = () => wake();
      signal.addEventListener('abort', ring);
      try {
        while (!signal.aborted) {
          const batch = items;
          items = [];
          for (const item of batch) {
            yield item;
            if (signal.aborted) return;
          }
          if (items.length > 0) continue;
          if (failure !== null) throw failure.error;
          await new Promise<void>((resolve) => {
            wake = resolve;
            if (signal.aborted) resolve();
          });
        }
      } finally {
        signal.removeEventListener('abort', ring);
      }
    },
  };
}
