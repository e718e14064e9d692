import { expect, test } from 'vitest';
import { createSparing } from '../../../src/export-engine/spare-memory.ts';

test('collects once for so many bytes, not once a page', () => {
  let collected = 0;
  const wrote = createSparing(() => {
    collected += 1;
  }, 100);
  for (let page = 0; page < 25; page += 1) wrote(10);
  expect(collected).toBe(2);
  wrote(1000);
  expect(collected).toBe(3);
});

test('a process without the collector goes on as it is', () => {
  const wrote = createSparing(undefined, 1);
  expect(() => wrote(10)).not.toThrow();
});
