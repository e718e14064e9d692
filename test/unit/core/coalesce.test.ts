import { expect, test } from 'vitest';
import { coalesce } from '../../../src/core/coalesce.ts';
import { createStore } from '../../../src/core/store.ts';
import { createManualClock } from '../../support/manual-clock.ts';

function set() {
  const clock = createManualClock();
  const source = createStore(0);
  const slow = coalesce(source, clock, 20);
  const seen: number[] = [];
  slow.subscribe(() => seen.push(slow.get()));
  return { clock, source, slow, seen };
}

test('a change after a quiet time comes at once', async () => {
  const { clock, source, seen } = set();
  source.set(1);
  await clock.advance(1000);
  source.set(2);
  expect(seen).toEqual([1, 2]);
});

test('a burst comes at its pace, and its last value comes too', async () => {
  const { clock, source, seen } = set();
  for (let value = 1; value <= 100; value += 1) {
    source.set(value);
    await clock.advance(1);
  }
  await clock.advance(50);
  expect(seen).toEqual([1, 50, 100]);
  expect(clock.pending()).toBe(0);
});

test('shows the old value until it has told of the new one', async () => {
  const { clock, source, slow } = set();
  source.set(1);
  source.set(2);
  expect(slow.get()).toBe(1);
  await clock.advance(50);
  expect(slow.get()).toBe(2);
});

test('says nothing when the value came back to what it was', async () => {
  const { clock, source, seen } = set();
  source.set(1);
  source.set(2);
  source.set(1);
  await clock.advance(50);
  expect(seen).toEqual([1]);
});

test('a closed one is silent and leaves no timer', async () => {
  const { clock, source, slow, seen } = set();
  source.set(1);
  source.set(2);
  slow.close();
  expect(clock.pending()).toBe(0);
  source.set(3);
  await clock.advance(1000);
  expect(seen).toEqual([1]);
});
