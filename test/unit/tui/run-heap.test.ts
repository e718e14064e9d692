import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';

const heap = new URL('../../../src/tui/run-heap.ts', import.meta.url).href;

/** Runs in a process of its own: flags hold for all of one. */
const program = `
  import { getHeapSpaceStatistics } from 'node:v8';
  import { keepYoungHeapSmall } from ${JSON.stringify(heap)};
  const young = () =>
    getHeapSpaceStatistics().find((space) => space.space_name === 'new_space').space_size;
  if (process.argv[1] === 'small') keepYoungHeapSmall();
  const sizes = [];
  let kept = [];
  for (let n = 0; n < 2_000_000; n += 1) {
    kept.push({ n, text: [n] });
    if (n % 10_000 === 0) sizes.push(young());
    if (kept.length > 100_000) kept = [];
  }
  process.stdout.write(String(sizes.sort((a, b) => a - b)[sizes.length / 2]));
`;

/** The size in bytes that the space for young objects mostly has: while V8 collects it may be larger. */
const usualSize = (how: string) =>
  Number(
    execFileSync(process.execPath, ['--input-type=module', '-e', program, how], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }),
  );

test('the space for young objects stays a small part of what V8 would let it grow to', () => {
  expect(usualSize('small')).toBeLessThan(usualSize('free') / 4);
});
