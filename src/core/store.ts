/** A value that can be watched. The snapshot is immutable: a change is a new snapshot. */
export interface Readable<T> {
  get(): T;
  /** @returns a function that ends the subscription. */
  subscribe(listener: () => void): () => void;
}

/** A watched value that its owner changes. */
export interface Store<T> extends Readable<T> {
  /** Replaces the snapshot; listeners are told only when it is another object. */
  set(next: T): void;
  update(change: (current: T) => T): void;
}

/** Creates a store that tells its listeners at once. */
export function createStore<T>(initial: T): Store<T> {
  let current = initial;
  const listeners = new Set<() => void>();
  const store: Store<T> = {
    get: () => current,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    set: (next) => {
      if (Object.is(next, current)) return;
      current = next;
      for (const listener of listeners) listener();
    },
    update: (change) => store.set(change(current)),
  };
  return store;
}

/** Subscribes one listener to several values. @returns a function that ends all of it */
export function subscribeAll(
  sources: readonly Pick<Readable<unknown>, 'subscribe'>[],
  listener: () => void,
): () => void {
  const ends = sources.map((source) => source.subscribe(listener));
  return () => {
    for (const end of ends) end();
  };
}
