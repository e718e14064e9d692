import { expect, test } from 'vitest';
import { createPageMemory } from '../../../src/export-engine/page-memory.ts';

test('what was given back is used again, for a page that fits', () => {
  const memory = createPageMemory();
  const first = memory.take(1000);
  memory.give(first.subarray(0, 1000));
  expect(memory.take(900).buffer).toBe(first.buffer);
});

test('what was not given back is nobody else’s', () => {
  const memory = createPageMemory();
  const first = memory.take(1000);
  expect(memory.take(1000).buffer).not.toBe(first.buffer);
});

test('a page that does not fit gets more', () => {
  const memory = createPageMemory();
  memory.give(memory.take(1000));
  expect(memory.take(100_000).length).toBeGreaterThanOrEqual(100_000);
});

test('what is given back twice, or is not its own, is ignored', () => {
  const memory = createPageMemory();
  const first = memory.take(1000);
  memory.give(first);
  memory.give(first);
  memory.give(Buffer.allocUnsafeSlow(5000));
  expect(memory.take(10).buffer).toBe(first.buffer);
  const next = memory.take(10);
  expect(next.buffer).not.toBe(first.buffer);
  expect(next.length).toBeLessThan(100);
});
