import { expect, test } from 'vitest';
import { createStore, subscribeAll } from '../../../src/core/store.ts';

test('tells of another snapshot, and not of the same one', () => {
  const store = createStore('a');
  const seen: string[] = [];
  const unsubscribe = store.subscribe(() => seen.push(store.get()));
  store.set('b');
  store.set('b');
  store.update((text) => `${text}c`);
  unsubscribe();
  store.set('d');
  expect(seen).toEqual(['b', 'bc']);
  expect(store.get()).toBe('d');
});

test('one listener hears of several stores until it is ended', () => {
  const [left, right] = [createStore(0), createStore('a')];
  let heard = 0;
  const end = subscribeAll([left, right], () => {
    heard += 1;
  });
  left.set(1);
  right.set('b');
  expect(heard).toBe(2);
  end();
  left.set(2);
  right.set('c');
  expect(heard).toBe(2);
});
