import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRing } from '../../../src/core/ring-buffer.ts';

test('an empty ring', () => {
  const ring = createRing<number>(3);
  expect(ring.items()).toEqual([]);
  expect(ring.dropped).toBe(0);
});

test('keeps the newest in order and counts the rest', () => {
  const batches = fc.array(fc.array(fc.integer(), { maxLength: 7 }), { maxLength: 10 });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9 }), batches, (capacity, pushes) => {
      const ring = createRing<number>(capacity);
      for (const batch of pushes) ring.push(...batch);
      const all = pushes.flat();
      expect(ring.items()).toEqual(all.slice(-capacity));
      expect(ring.dropped).toBe(Math.max(0, all.length - capacity));
    }),
  );
});

test('hands out one array until the next push, and never changes it', () => {
  const ring = createRing<number>(2);
  ring.push(1, 2);
  const before = ring.items();
  expect(ring.items()).toBe(before);
  ring.push(3);
  expect(before).toEqual([1, 2]);
  expect(ring.items()).toEqual([2, 3]);
});
