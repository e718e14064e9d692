import type { Clock } from '../core/clock.ts';
import { safeText } from '../core/safe-text.ts';
import { createStore, type Readable } from '../core/store.ts';

/** A short message at the foot. */
export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly tone: 'plain' | 'good' | 'warn' | 'bad';
}

/** Messages that go away by themselves. */
export interface Toasts extends Readable<readonly Toast[]> {
  show(text: string, tone?: Toast['tone']): void;
  /** Takes all of them away, and their timers. */
  clear(): void;
}

const shownForMs = 4_000;
const mostAtOnce = 20;

/** Creates the toasts of a deck: the newest last, each gone after four seconds. */
export function createToasts(clock: Clock): Toasts {
  const store = createStore<readonly Toast[]>([]);
  const timers = new Map<number, () => void>();
  let count = 0;
  const drop = (id: number) => {
    timers.get(id)?.();
    timers.delete(id);
    store.update((toasts) => toasts.filter((toast) => toast.id !== id));
  };
  return {
    get: store.get,
    subscribe: store.subscribe,
    show: (text, tone = 'plain') => {
      count += 1;
      const toast: Toast = { id: count, text: safeText(text, 512), tone };
      timers.set(
        toast.id,
        clock.after(shownForMs, () => drop(toast.id)),
      );
      store.update((toasts) => [...toasts, toast]);
      for (const old of store.get().slice(0, -mostAtOnce)) drop(old.id);
    },
    clear: () => {
      for (const cancel of timers.values()) cancel();
      timers.clear();
      store.set([]);
    },
  };
}
