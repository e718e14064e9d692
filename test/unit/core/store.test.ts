import { expect, test } from 'vitest';
import { createStore } from '../../../src/core/store.ts';

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
